"""What a report cannot say is a finding."""

from collections.abc import Callable
from typing import Any

from harmscope.model.report import Report

Make = Callable[..., dict[str, Any]]
Run = Callable[..., Report]
GAP = {"not_recorded": [{"part": "appeals", "reason": "The log keeps none."}]}


def by_reason(report: Report) -> dict[str, Any]:
    return {one.what: one for one in report.quality.findings or ()}


def test_what_is_not_recorded_is_one_finding_a_reason(
    report: Run, header: Make, incident: Make
) -> None:
    found = by_reason(report(header(**GAP), incident()))["The log keeps none."]
    assert found.code == "not_recorded"
    assert set(found.metrics) == {"appeals.filed", "appeals.decided", "appeals.granted"}
    assert found.count == 5


def test_a_primary_out_of_precedence_is_a_finding(
    report: Run, header: Make, incident: Make
) -> None:
    right = incident("a", harm={"primary": "csea", "also": ["fraud"]})
    wrong = incident("b", harm={"primary": "fraud", "also": ["csea", "hate"]})
    codes = {one.code: one.count for one in report(header(), right, wrong).quality.findings or ()}
    assert codes["primary_out_of_precedence"] == 1
    assert "primary_out_of_precedence" not in {
        one.code for one in report(header(), right).quality.findings or ()
    }
