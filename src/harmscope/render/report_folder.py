"""The folder of a report: every format of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from harmscope.errors import UserError
from harmscope.formats.write import whole
from harmscope.model.base import Model
from harmscope.model.period import parse_period
from harmscope.model.report import Report, ReportFinding
from harmscope.render.eu_template import write_template
from harmscope.render.figure_text import period
from harmscope.render.figures_table import figures_table
from harmscope.render.html.explanation_page import Explanations
from harmscope.render.html.report_page import report_page
from harmscope.render.panel_table import meanings_table, quality_table, report_tables
from harmscope.render.safe_text import json_text, markdown
from harmscope.render.table import Table, grouped, table
from harmscope.render.writers import written
from harmscope.render.writers.to_md import table_lines

# A report as Markdown.


def report_markdown(report: Report) -> str:
    """Headings, tables and definitions; text out of the data is escaped."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    who = "All services" if report.service == "all" else report.service
    yield f"# {markdown(report.profile.title)}: {markdown(who)}"
    yield ""
    days = period(parse_period(report.period))
    yield f"{days}. Made on {report.clock}; days in {report.time_zone}."
    if report.replaces:
        yield f"Corrected edition: {markdown(report.replaces.because)}"
    section = ""
    for question, found in report_tables(report):
        if found.section != section:
            section = found.section
            yield from ("", f"## {markdown(section)}", "", markdown(question))
        yield from ("", f"### {markdown(found.title)}", "")
        if found.rows:
            yield from table_lines(found)
        for note in found.notes:
            yield from ("", markdown(note))
    yield from _about_in_markdown(report)


def _about_in_markdown(report: Report) -> Iterator[str]:
    yield from ("", "## About the data", "")
    yield from table_lines(quality_table(report))
    for one in report.breaks or ():
        yield from ("", markdown(one.text))
    for finding in report.quality.findings or ():
        what = markdown(finding.what)
        yield from ("", f"{markdown(finding.code)}, {grouped(finding.count)}: {what}")
    for gap in report.not_recorded or ():
        words = "Some may be missing" if gap.partly else "Not recorded"
        yield from ("", f"{words}, {markdown(gap.part)}: {markdown(gap.reason)}")
    yield from ("", "## Definitions", "")
    yield from table_lines(meanings_table(report))


# Writes a report into a folder: every form of it, and beside them how it was made.

RUN = "run.json"
EXPLAINED = "explained"
"""The member of ``run.json`` that leads to the folder of explanations."""

WORKBOOK = "report.xlsx"
PDF = "report.pdf"
TEMPLATE = "dsa-harmonised"
PDF_LIMITS = {"ny-s895b": 20_000_000}
"""Profiles whose authority takes one PDF, and how many bytes it may have."""


def write_report(
    report: Report,
    run: dict[str, object],
    folder: Path,
    explained: Explanations | None = None,
) -> list[Path]:
    """Write all files of the report and ``run.json``; gives their paths, the page first. The page
    and ``run.json`` lead to the folder of explanations, where there is one.

    Raises UserError where the folder cannot be made or written.
    """
    pdf = _pdf(report)
    _make(folder)
    links = {} if explained is None else explained.links_from(folder)
    if explained is not None:
        run = run | {EXPLAINED: explained.path_from(folder)}
    files = {
        "report.html": report_page(report, links).encode(),
        "report.json": report_json(report).encode(),
        "figures.csv": written("csv", [report_figures(report)]),
        "report.md": report_markdown(report).encode(),
        RUN: f"{json_text(run, ordered=True)}\n".encode(),
    }
    if report.profile.id != TEMPLATE:
        files[WORKBOOK] = written("xlsx", report_workbook(report))
    if pdf is not None:
        files[PDF] = pdf
    for name, data in files.items():
        with whole(folder / name) as file:
            file.write(data)
    paths = [folder / name for name in files]
    return [*paths, *write_template(report, folder)] if report.profile.id == TEMPLATE else paths


def report_figures(report: Report) -> Table:
    """Every figure of the report, one row each, in the order of the report."""
    placed = [
        (section.id, panel.id, figure)
        for section in report.sections
        for panel in section.panels
        for figure in panel.figures
    ]
    for name, figures in (("mapping", report.mapping), ("completeness", report.completeness)):
        placed += [("quality", name, figure) for figure in figures]
    return figures_table(
        [figure for *_, figure in placed],
        service=report.service,
        titles={one.metric: one.title for one in report.definitions},
        labels={one.id: one.codes for one in report.dimensions},
        before={"section": [one[0] for one in placed], "panel": [one[1] for one in placed]},
    )


def report_workbook(report: Report) -> list[Table]:
    """A sheet for each section, one for all figures and one for what they mean."""
    meanings = [[one.metric, one.title, one.definition] for one in report.definitions]
    return [
        *(found for _, found in report_tables(report)),
        replace(report_figures(report), section="All figures"),
        table(["metric", "title", "definition"], meanings, section="Definitions"),
    ]


def report_json(report: Model) -> str:
    """Members sorted, two blanks of indentation, one line feed at the end; UTF-8 as it is."""
    return f"{json_text(report.as_dict(), ordered=True)}\n"


def finding_lines(report: Report) -> Iterator[str]:
    """One line a finding, one for each reason why records were not counted, and one for all figures
    that are not recorded. Reasons for these stand in the report alone: they are words out of the
    data."""
    for left in report.quality.excluded or ():
        noun = "record" if left.records == 1 else "records"
        why = f": {left.text}" if left.text else ""
        yield f"{left.reason}: {left.records:,} {noun} not counted{why}"
    about_figures: dict[str, list[ReportFinding]] = {}
    for one in report.quality.findings or ():
        if one.metrics:
            about_figures.setdefault(one.code, []).append(one)
        else:
            yield f"{one.code}: {one.count:,}. {one.what}"
    for code, found in about_figures.items():
        yield f"{code}: {_about(found)}"


def _about(found: Sequence[ReportFinding]) -> str:
    count = sum(one.count for one in found)
    names = sorted({name for one in found for name in one.metrics or ()})
    noun = "figure" if count == 1 else "figures"
    return f"{count:,} {noun} of {', '.join(names)}; see the report's part on the data"


def _pdf(report: Report) -> bytes | None:
    """The PDF of a profile whose authority takes one. ModuleNotFoundError without the extra."""
    if report.profile.id not in PDF_LIMITS or report.profile.sha256 is not None:
        return None
    from harmscope.render.report_pdf import report_pdf

    return report_pdf(report, PDF_LIMITS[report.profile.id])


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        fix = "name a folder that can be made, with -o"
        raise UserError("-o", "this folder cannot be made", fix) from None
