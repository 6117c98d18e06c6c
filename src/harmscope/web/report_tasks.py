"""Jobs that make reports and packages of them."""

import base64
import shutil
from pathlib import Path
from typing import Any, Final

from harmscope.api.coverage import coverage
from harmscope.api.making import Options, check_written, report_to
from harmscope.api.submitting import pack as packed
from harmscope.api.submitting import put_into
from harmscope.render.registry_text import receipt_line
from harmscope.times import time_asked
from harmscope.web.platform_tasks import zipped
from harmscope.web.work import Reading, Work, Written

SHORT: Final = 12
"""Characters of an id in the name of a package."""

_LABELS: Final = {
    "report.html": "The report as a page",
    "report.json": "The report as JSON, for other tools",
    "figures.csv": "Every figure as CSV",
    "report.md": "The report as Markdown",
    "report.xlsx": "The report as a workbook (XLSX)",
    "report.pdf": "The report as PDF, as the authority takes it",
    "run.json": "With which versions it was made",
}


def survey(work: Work) -> dict[str, Any]:
    """Look at what records cover. Asked: ``files``."""
    reads = Reading(work, work.asked["files"], "reading the records", "reading the records")
    found = coverage(work.asked["files"], reads, reads.rows)
    return {
        "services": found.services,
        "first": found.first and found.first.isoformat(),
        "last": found.last and found.last.isoformat(),
        "periods": found.periods(),
        "files": [],
    }


def report(work: Work) -> dict[str, Any]:
    """Make a report and all its files, and one zip of them.

    Asked: ``files``, ``profile``, ``period``, ``service``, ``tz``, ``disclosure``, ``declared``,
    ``clock``.
    """
    asked = work.asked
    reads = Reading(work, asked["files"], "reading the records", "counting the figures")
    options = Options(
        asked["profile"],
        asked["period"],
        asked["service"],
        asked["tz"],
        asked.get("clock"),
        disclosure=asked["disclosure"],
        declared=Path(asked["declared"]) if asked.get("declared") else None,
        jobs=1,
    )
    folder, said = work.out / "report", list[str]()
    written = report_to(asked["files"], options, folder, said.append, reads=reads, rows=reads.rows)
    work.tell("checking the report")
    verdict = check_written(options, folder)
    names = [str(path.relative_to(folder)) for path in written]
    if asked.get("declared"):
        shutil.copyfile(asked["declared"], folder / "declared.toml")
        names.append("declared.toml")
    zipped(work.out / "report.zip", [folder / name for name in names], folder)
    files: list[Written] = [{"name": "report.zip", "label": "All files of the report in one zip"}]
    files += [
        {"name": f"report/{name}", "label": _LABELS.get(name) or _label(name)} for name in names
    ]
    return {
        "said": list(dict.fromkeys(said)),
        "checked": None if verdict is None else verdict.tally.total("error"),
        "files": files,
        "report": str(folder / "report.json"),
    }


def _label(name: str) -> str:
    if name == "declared.toml":
        return "What no log holds, as it was stated"
    return "The official template" if name.endswith((".csv", ".xlsx")) else "Part of the report"


def pack(work: Work) -> dict[str, Any]:
    """Make a package for a registry, without a signature.

    Asked: ``sender``, ``service``, ``period``, ``records``, ``reports``, ``clock``, and for a
    correction ``replaces`` and ``because``.
    """
    asked, target = work.asked, work.out / "unsigned.zip"
    work.tell("packing")
    made = packed(
        target,
        asked["sender"],
        asked["service"],
        asked["period"],
        records=tuple(map(Path, asked["records"])),
        reports=tuple(map(Path, asked["reports"])),
        clock=asked.get("clock"),
        replaces=asked.get("replaces"),
        because=asked.get("because"),
    )
    files = [{"name": target.name, "label": "The package, not signed yet"}]
    return {"id": made, "package": str(target), "files": files}


def seal(work: Work) -> dict[str, Any]:
    """Put a signature into a package. Asked: ``package``, ``signature`` (Base64), ``id``."""
    asked = work.asked
    target = work.out / f"submission-{asked['id'][:SHORT]}.zip"
    work.tell("putting the signature in")
    put_into(Path(asked["package"]), base64.b64decode(asked["signature"]), target)
    files = [{"name": target.name, "label": "The signed package, for the registry"}]
    return {"id": asked["id"], "package": str(target), "files": files}


def hand_in(work: Work) -> dict[str, Any]:
    """Hand a signed package in to the registry that is served here. Asked: ``package``,
    ``registry``, ``clock``."""
    from harmscope.registry.intake import take

    work.tell("the registry is checking the package")
    at = time_asked(work.asked.get("clock"))
    folder = work.out / "receipts"
    (answer,) = take(Path(work.asked["registry"]), [work.asked["package"]], at, folder)
    names = sorted(path.name for path in folder.iterdir())
    return {
        "refused": answer.receipt.refused,
        "line": receipt_line(answer.receipt.body),
        "problems": answer.receipt.body["problems"],
        "files": [{"name": f"receipts/{name}", "label": "The signed receipt"} for name in names],
    }
