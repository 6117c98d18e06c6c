"""Writes a report into a folder: every form of it, and beside them how it was made."""

import json
from collections.abc import Iterator
from pathlib import Path

from harmscope.errors import UserError
from harmscope.formats.write import whole
from harmscope.model.base import Model
from harmscope.model.report import Report, ReportFinding
from harmscope.render.csv_ import figures_csv
from harmscope.render.eu_template import write_template
from harmscope.render.html.page import report_page
from harmscope.render.markdown import report_markdown
from harmscope.render.xlsx import report_xlsx

# ``report.json``: the report as canonical JSON, the same bytes for the same report.


def report_json(report: Model) -> str:
    """Members sorted, two blanks of indentation, one line feed at the end; UTF-8 as it is."""
    return json.dumps(report.as_dict(), sort_keys=True, indent=2, ensure_ascii=False) + "\n"


# The findings of a report as lines for a terminal.


def finding_lines(report: Report) -> Iterator[str]:
    """One line a finding. Reasons stand in the report alone: they are words out of the data."""
    for one in report.quality.findings or ():
        yield f"{one.code}: {_about(one)}; see the report's part on the data"


def _about(one: ReportFinding) -> str:
    if one.metrics:
        noun = "figure" if one.count == 1 else "figures"
        return f"{one.count:,} {noun} of {', '.join(one.metrics)}"
    return f"{one.count:,} {'record' if one.count == 1 else 'records'}"


# Writes a report into a folder: JSON, CSV and HTML, and beside them how it was made.

RUN = "run.json"
WORKBOOK = "report.xlsx"
PDF = "report.pdf"
TEMPLATE = "dsa-harmonised"
PDF_LIMITS = {"ny-s895b": 20_000_000}
"""Profiles whose authority takes one PDF, and how many bytes it may have."""


def write_report(report: Report, run: dict[str, object], folder: Path) -> list[Path]:
    """Write all files of the report and ``run.json``; gives their paths, the page first.

    Raises UserError where the folder cannot be made or written.
    """
    pdf = _pdf(report)
    _make(folder)
    texts = {
        "report.html": report_page(report),
        "report.json": report_json(report),
        "figures.csv": figures_csv(report),
        "report.md": report_markdown(report),
        RUN: json.dumps(run, sort_keys=True, indent=2) + "\n",
    }
    for name, text in texts.items():
        with whole(folder / name) as file:
            file.write(text.encode("utf-8"))
    written = [folder / name for name in texts]
    if report.profile.id != TEMPLATE:
        written.append(folder / WORKBOOK)
        with whole(folder / WORKBOOK) as file:
            file.write(report_xlsx(report))
    if pdf is not None:
        written.append(folder / PDF)
        with whole(folder / PDF) as file:
            file.write(pdf)
    if report.profile.id == TEMPLATE:
        written += write_template(report, folder)
    return written


def _pdf(report: Report) -> bytes | None:
    """The PDF of a profile whose authority takes one. ModuleNotFoundError without the extra."""
    if report.profile.id not in PDF_LIMITS or report.profile.sha256 is not None:
        return None
    from harmscope.render.pdf import report_pdf

    return report_pdf(report, PDF_LIMITS[report.profile.id])


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        fix = "name a folder that can be made, with -o"
        raise UserError("-o", "this folder cannot be made", fix) from None
