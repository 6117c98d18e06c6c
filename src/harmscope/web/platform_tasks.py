"""Jobs of a platform: check and mend, draft a mapping, import."""

import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import harmscope as hs
from harmscope.api.checking import MENDABLE, mend
from harmscope.api.table_form import checked_mapping, drafted_form
from harmscope.formats.door import read_bytes
from harmscope.formats.write import whole
from harmscope.web.work import Reading, Work, Written

FOUND: Final = "findings.parquet"
"""Every finding of a check, as the page asks for it."""

DRAFT: Final = "draft.json"
"""What was guessed of a table, for the page that asks about it."""

PLACES: Final = 50
"""So many findings of an import its page shows."""

ROWS: Final = 200
"""So many things that are due the page shows."""

_DUE: Final = {
    "due.ics": "A calendar of every limit, for any calendar program",
    "due.csv": "All of it as CSV",
    "due.json": "All of it as JSON",
}

_FORMS: Final = {
    "page.html": "The page, with charts of what was accepted",
    "findings.csv": "All findings as CSV",
    "findings.json": "Counts and first findings as JSON",
    "findings.sarif": "All findings as SARIF, for editors",
    FOUND: "All findings as Parquet",
}


def validate(work: Work) -> dict[str, Any]:
    """Check uploaded files: the page, the findings as tables, and the counts.

    Asked: ``files`` (paths), ``kind``, ``ruleset``, ``clock``.
    """
    asked = work.asked
    reads = Reading(work, asked["files"], "checking", "comparing records with each other")
    checked = hs.validate(
        asked["files"],
        kind=asked.get("kind"),
        ruleset=asked.get("ruleset") or "default",
        clock=asked.get("clock"),
        reads=reads,
        rows=reads.rows,
    )
    # What is written names the files as they were given, and not where they lie here.
    checked = replace(checked, files=[Path(one).name for one in checked.files])
    verdict = checked.to_dict()
    work.tell(f"{verdict['rows']['seen']:,} rows checked; writing the findings")
    files: list[Written] = []
    for name, label in _FORMS.items():
        checked.write(work.out / name)
        files.append({"name": name, "label": label})
    return {
        "ok": checked.ok,
        "verdict": {
            name: verdict[name] for name in ("rows", "kinds", "files", "findings", "rules")
        },
        "mendable": sum(one["count"] for one in verdict["rules"] if one["rule"] in MENDABLE),
        "taken_for": list(checked.notes),
        "files": files,
    }


def fix(work: Work) -> dict[str, Any]:
    """Write mended copies of files that were checked, with lists of the changes, and one zip.

    Asked: as :func:`validate`.
    """
    asked = work.asked
    work.tell("fixing faults that have only one fix")
    folder = work.out / "fixed"
    done = mend(
        asked["files"],
        folder,
        kind=asked.get("kind"),
        ruleset=asked.get("ruleset") or "default",
        clock=asked.get("clock"),
    )
    shutil.rmtree(folder / "apart", ignore_errors=True)
    made = sorted(path for path in folder.iterdir() if path.is_file())
    files: list[Written] = []
    if made:
        zipped(work.out / "fixed.zip", made)
        files = [{"name": "fixed.zip", "label": "The fixed files and lists of every change"}]
    return {
        "files": files,
        "made": [str(path) for path in made if not path.name.endswith(".changes.csv")],
        "mended": [
            {
                "name": one.name,
                "why": one.why,
                "changes": one.fixed.count if one.fixed else 0,
                "records": one.fixed.records if one.fixed else 0,
                "dropped": one.fixed.dropped if one.fixed else 0,
            }
            for one in done
        ],
    }


def due(work: Work) -> dict[str, Any]:
    """Say what is open or owed: the first rows, and all of them as files.

    Asked: ``files``, ``profiles``, ``clock``.
    """
    asked = work.asked
    work.tell("looking for open requests")
    found = hs.due(asked["files"], profiles=asked.get("profiles", ()), clock=asked["clock"])
    files: list[Written] = []
    for name, label in _DUE.items():
        found.write(work.out / name)
        files.append({"name": name, "label": label})
    told = found.to_dict()
    return {**told, "items": told["items"][:ROWS], "total": len(told["items"]), "files": files}


def zipped(target: Path, files: list[Path], folder: Path | None = None) -> None:
    """Put files into one zip, under their own names or as they lie in ``folder``."""
    with whole(target) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, path.name if folder is None else path.relative_to(folder))


def draft(work: Work) -> dict[str, Any]:
    """Guess the mapping of a table of one's own, and keep a sample of its rows for the page.

    Asked: ``files``, ``mapping`` (a file to start from).
    """
    work.tell("looking at the columns")
    form = drafted_form(work.asked["files"])
    with whole(work.out / "draft.toml") as file:
        file.write(form["text"].encode())
    if work.asked.get("mapping"):
        checked_mapping(Path(work.asked["mapping"]))
        form["text"] = read_bytes(Path(work.asked["mapping"])).decode("utf-8-sig")
    with whole(work.out / DRAFT) as file:
        file.write(json.dumps(form).encode())
    return {"files": [{"name": "draft.toml", "label": "The draft, with the reason of every guess"}]}


def import_(work: Work) -> dict[str, Any]:
    """Bring a log in: records, what was read and skipped, and every finding.

    Asked: ``files``, ``system``, ``mapping``, ``dataset``, ``keep_text``, ``first_rows``
    (for a trial).
    """
    asked = work.asked
    trial = asked.get("first_rows")
    records = work.out / "records.jsonl"
    reads = Reading(work, asked["files"], "reading", "putting records together")
    made = hs.import_log(
        asked["files"],
        asked["system"],
        output=records,
        mapping=asked.get("mapping"),
        dataset=asked.get("dataset"),
        keep_text=bool(asked.get("keep_text")),
        findings=work.out / "findings.csv",
        reads=reads,
        rows=reads.rows,
        first_rows=trial,
    )
    files: list[Written] = [
        {
            "name": "records.jsonl",
            "label": "The records of the trial, to look at" if trial else "The records",
        },
        {"name": "findings.csv", "label": "All findings as CSV"},
    ]
    if asked.get("mapping"):
        shutil.copyfile(asked["mapping"], work.out / "mapping.toml")
        files.append({"name": "mapping.toml", "label": "The mapping, for the next time"})
    told = made.to_dict()
    return {
        "ok": made.ok,
        **{name: told[name] for name in ("read", "written", "records", "skipped")},
        "choices": told["choices"],
        "notes": told["notes"],
        "rules": [
            {"rule": rule, "count": count, "severity": made.task.tally.severities[rule]}
            for rule, count in told["findings"].items()
        ],
        "samples": told["samples"][:PLACES],
        # Of a trial nothing goes on: a report would count the first rows as if they were all.
        "made": [str(records)] if made.task.records and not trial else [],
        "files": files,
    }
