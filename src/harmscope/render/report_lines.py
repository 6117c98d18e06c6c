"""The findings of a report as lines for a terminal."""

from collections.abc import Iterator

from harmscope.model.report import Report, ReportFinding


def finding_lines(report: Report) -> Iterator[str]:
    """One line a finding. Reasons stand in the report alone: they are words out of the data."""
    for one in report.quality.findings or ():
        yield f"{one.code}: {_about(one)}; see the report's part on the data"


def _about(one: ReportFinding) -> str:
    if one.metrics:
        noun = "figure" if one.count == 1 else "figures"
        return f"{one.count:,} {noun} of {', '.join(one.metrics)}"
    return f"{one.count:,} {'record' if one.count == 1 else 'records'}"
