"""Jobs on published reports: read one, compare several, ask a question, find restatements, test
claims."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import harmscope as hs
from harmscope.comparison.mentions import mentions
from harmscope.findings import SEVERITIES, Finding
from harmscope.formats.write import whole
from harmscope.reading import load
from harmscope.recognise import recognise
from harmscope.web.work import Work, Written

RECORD: Final = "published.json"
"""What was read, as the library keeps it."""

FORMATS: Final = {
    "dsa-report": "Report on the EU template",
    "figures": "Table of figures, filled in by hand",
    "meta-cser": "Meta's enforcement figures",
    "tiktok-cger": "TikTok's enforcement figures",
    "report": "Report of harmscope (report.json)",
    "publication": "Publication of a registry (publication.json)",
}
"""What can be read, in words."""

PARTS: Final = "parts.json"
"""The page of a comparison or a difference in pieces, to be shown inside a page of the app."""

ANSWERS: Final = "claims.json"
"""The answers to claims, as a later run takes them for the earlier ones."""

_REMARKS: Final = 50

_COMPARED: Final = {
    "comparison.html": "The whole page, as one file",
    "comparison.xlsx": "Verdicts and sources as a workbook",
    "comparison.csv": "Every pair with its verdict as CSV",
    "comparison.md": "As text, with its footnotes (Markdown)",
    "comparison.json": "Everything as JSON",
}
_CLAIMS: Final = {
    ANSWERS: "The answers as JSON, for a later run or other tools",
    "claims.md": "As text, with its footnotes (Markdown)",
    "claims.csv": "One row a claim as CSV",
    "claims.xlsx": "One row a claim as a workbook",
}
_DIFFERENCE: Final = {
    "changes.html": "The whole page, as one file",
    "changes.csv": "Every change as CSV",
    "changes.xlsx": "Every change as a workbook",
    "changes.json": "Everything as JSON",
}


def read(work: Work) -> dict[str, Any]:
    """Read the files of one published report.

    Asked: ``files`` (paths), ``kind``, ``service``, ``edition``; None where nothing is said.
    """
    asked = work.asked
    work.tell("reading the report")
    try:
        found = hs.read(
            _together(asked["files"], asked.get("kind")),
            asked.get("kind"),
            service=asked.get("service"),
            edition=asked.get("edition"),
        )
    except hs.UserError as error:
        if asked.get("kind") is None and FROM in error.fix:
            fix = "say what the files are, if they are a published report"
            raise hs.UserError(error.where, error.fault, fix) from None
        raise
    figures = found.reading.figures
    work.tell(f"{len(figures):,} figures read; writing them")
    forms = {RECORD: "The report as JSON, for other tools", "figures.csv": "Every figure as CSV"}
    forms["figures.xlsx"] = "Every figure as a workbook"
    record = found.to_dict()
    counts = Counter(one.severity for one in found.findings)
    order = {severity: at for at, severity in enumerate(SEVERITIES)}
    remarks = sorted(found.findings, key=lambda one: order[one.severity])[:_REMARKS]
    services = {one.scope.service for one in figures if one.scope and one.scope.service}
    return {
        "taken_for": _taken(found.notes, asked["files"]),
        "kind": found.reading.format,
        "services": sorted(services) or [str(record.get("service", ""))],
        "period": record.get("period", ""),
        "edition": record.get("edition", ""),
        "figures": len(figures),
        "remarks": [_remark(one, Path(asked["files"][0]).parent.name) for one in remarks],
        "counts": {severity: counts[severity] for severity in SEVERITIES},
        "files": _written(found, work.out, forms),
    }


def _together(files: list[str], kind: str | None) -> list[str]:
    """The files of an upload as a reader takes them: sheets of the EU template are one report, and
    are read as the folder that they lie in."""
    folder = Path(files[0]).parent
    whole_upload = len(files) > 1 and len(list(folder.iterdir())) == len(files)
    if not whole_upload:
        return files
    if kind is None:
        taken = recognise(folder)
        kind = taken.reader if taken else None
    return [str(folder)] if kind == SHEETS else files


FROM: Final = "--from"
"""The option that says what files are; a page asks for it in a field."""

SHEETS: Final = "dsa-report"


def _taken(notes: Iterable[str], files: list[str]) -> list[str]:
    """What files were taken for, by the names that they came with."""
    folder = str(Path(files[0]).parent)
    bare = (re.sub(r" \(--from [\w-]+\)$", "", line) for line in notes)
    return [
        line.replace(f"{folder}{os.sep}", "").replace(folder, f"All {len(files)} files")
        for line in bare
    ]


def _remark(finding: Finding, folder: str) -> dict[str, object]:
    """A finding; what is about the whole upload names no file."""
    told = finding.as_dict()
    return {**told, "file": ""} if finding.file == folder else told


def compare(work: Work) -> dict[str, Any]:
    """Compare reports of the library.

    Asked: ``reports`` (paths), ``system``, ``metrics``, ``period``, ``questions``, ``services``;
    None or empty where nothing is said.
    """
    asked = work.asked
    work.tell("comparing the reports")
    found = hs.compare(
        asked["reports"],
        system=asked.get("system"),
        metrics=asked.get("metrics") or (),
        period=asked.get("period"),
        questions=asked.get("questions"),
        services=asked.get("services") or (),
    )
    work.tell("writing the comparison")
    return _compared(found, work)


def question(work: Work) -> dict[str, Any]:
    """What the reports of the library say on one category, and what of it can be compared.

    Asked: ``reports`` (paths), ``category``, ``metrics``.
    """
    asked = work.asked
    work.tell("looking through the reports")
    reports = [load(Path(one)) for one in asked["reports"]]
    said = mentions(reports, asked["category"])
    services = {name for one in reports for name in one.services or [one.service or one.file]}
    told: dict[str, Any] = {
        "category": asked["category"],
        "said": [one.as_dict() for one in said],
        "silent": sorted(services - {one.service for one in said if one.figures}),
        "files": [],
    }
    work.tell("comparing what they say")
    try:
        found = hs.compare(
            asked["reports"],
            system="harm",
            metrics=asked.get("metrics") or (),
            category=asked["category"],
        )
    except hs.UserError as error:
        return {**told, "alone": error.fault}
    return {**told, **_compared(found, work)}


def difference(work: Work) -> dict[str, Any]:
    """What changed between two editions of a report. Asked: ``old`` and ``new`` (paths)."""
    work.tell("comparing the editions")
    found = hs.diff(work.asked["old"], work.asked["new"])
    _keep(found.parts(), work.out)
    return {"restates": found.restates, "files": _written(found, work.out, _DIFFERENCE)}


def claim(work: Work) -> dict[str, Any]:
    """What reports of the library say of claims.

    Asked: ``reports`` (paths), ``text`` with one claim a line, ``before`` (the file of earlier
    answers, or None).
    """
    asked = work.asked
    work.tell("testing the claims")
    memo = work.out / "memo.txt"
    with whole(memo) as file:
        file.write(asked["text"].encode())
    found = hs.claim(None, asked["reports"], claims=memo, before=asked.get("before"))
    work.tell("writing the answers")
    counts = found.to_dict()["counts"]
    return {"counts": counts, "files": _written(found, work.out, _CLAIMS)}


def _compared(found: hs.CompareResult, work: Work) -> dict[str, Any]:
    _keep(found.parts(), work.out)
    return {"files": _written(found, work.out, _COMPARED)}


def _keep(parts: dict[str, str], folder: Path) -> None:
    with whole(folder / PARTS) as file:
        file.write(json.dumps(parts).encode())


def _written(
    found: hs.ReadResult | hs.CompareResult | hs.DiffResult | hs.ClaimResult,
    folder: Path,
    forms: dict[str, str],
) -> list[Written]:
    for name in forms:
        found.write(folder / name)
    return [{"name": name, "label": label} for name, label in forms.items()]
