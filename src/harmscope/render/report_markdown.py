"""A report as Markdown."""

from collections.abc import Iterator

from harmscope.model.period import parse_period
from harmscope.model.report import Report
from harmscope.render.figure_text import period
from harmscope.render.panel_table import meanings_table, quality_table, report_tables
from harmscope.render.safe_text import markdown
from harmscope.render.table import grouped
from harmscope.render.writers.to_md import table_lines


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
    yield from _about(report)


def _about(report: Report) -> Iterator[str]:
    yield from ("", "## About the data", "")
    yield from table_lines(quality_table(report))
    for one in report.breaks or ():
        yield from ("", markdown(one.text))
    for finding in report.quality.findings or ():
        what = markdown(finding.what)
        yield from ("", f"{markdown(finding.code)}, {grouped(finding.count)}: {what}")
    for gap in report.not_recorded or ():
        yield from ("", f"Not recorded, {markdown(gap.part)}: {markdown(gap.reason)}")
    yield from ("", "## Definitions", "")
    yield from table_lines(meanings_table(report))
