"""Findings of a report as lines."""

from collections.abc import Callable

from harmscope.model.report import Report, ReportFinding
from harmscope.render.report_lines import finding_lines


def test_lines_count_and_name_but_never_quote(made: Callable[..., Report]) -> None:
    report = made()
    findings = [
        ReportFinding(code="not_recorded", count=1, what="Words of a source.", metrics=["a.b"]),
        ReportFinding(code="primary_out_of_precedence", count=1200, what="Others."),
    ]
    quality = report.quality.model_copy(update={"findings": findings})
    report = report.model_copy(update={"quality": quality})
    tail = "see the report's part on the data"
    assert list(finding_lines(report)) == [
        f"not_recorded: 1 figure of a.b; {tail}",
        f"primary_out_of_precedence: 1,200 records; {tail}",
    ]
