"""A report as Markdown."""

import re
from collections.abc import Iterator, Sequence

from harmscope.model.period import parse_period
from harmscope.model.report import Report
from harmscope.render.figure_text import grouped, period
from harmscope.render.tables import tables_of

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|])")


def report_markdown(report: Report) -> str:
    """Headings, tables and definitions; text out of the data is escaped."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    who = "All services" if report.service == "all" else report.service
    yield f"# {_plain(report.profile.title)}: {_plain(who)}"
    yield ""
    days = period(parse_period(report.period))
    yield f"{days}. Made on {report.clock}; days in {report.time_zone}."
    if report.replaces:
        yield f"Corrected edition: {_plain(report.replaces.because)}"
    section = ""
    for table in tables_of(report):
        if table.section != section:
            section = table.section
            yield from ("", f"## {_plain(section)}", "", _plain(table.question))
        yield from ("", f"### {_plain(table.title)}", "")
        if table.rows:
            yield from _table(table.head, table.rows)
        for note in table.notes:
            yield from ("", _plain(note))
    yield from _about(report)


def _about(report: Report) -> Iterator[str]:
    quality = report.quality
    yield from ("", "## About the data", "")
    rows = [["Records read", grouped(quality.read)]]
    rows += [
        [f"Excluded, {one.reason}: {one.text or ''}".rstrip(": "), grouped(one.records)]
        for one in quality.excluded or ()
    ]
    rows.append(["Records counted", grouped(quality.counted)])
    yield from _table(["What", "Number"], rows)
    for one in report.breaks or ():
        yield from ("", _plain(one.text))
    for finding in quality.findings or ():
        yield from ("", f"{_plain(finding.code)}, {grouped(finding.count)}: {_plain(finding.what)}")
    for gap in report.not_recorded or ():
        yield from ("", f"Not recorded, {_plain(gap.part)}: {_plain(gap.reason)}")
    yield from ("", "## Definitions", "")
    yield from _table(
        ["Figure", "Meaning"], [[one.title, one.definition] for one in report.definitions]
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(_plain(cell) for cell in head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(_plain(cell) for cell in row) + " |"


def _plain(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
