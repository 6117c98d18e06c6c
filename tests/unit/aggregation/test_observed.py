"""Which days the data speak of, and what they could have shown."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from harmscope.aggregation.normalise import Head
from harmscope.aggregation.observed import CASES, NOTICES, days_of, evidence_of, kind_of
from harmscope.engine import DuckDb
from harmscope.metrics.catalogue import METRICS
from harmscope.model.period import Period, parse_period
from harmscope.model.report import Report
from harmscope.times import day_number

Make = Callable[..., dict[str, Any]]
Run = Callable[..., Report]
TODAY = date(2026, 1, 1)
QUARTER = parse_period("2025-Q3")


def head(*days: str, **header: Any) -> Head:
    found = Head("a", header)  # type: ignore[arg-type]
    found.taken["incident"] = len(days)
    found.days["incident"] = {day_number(date.fromisoformat(day)) for day in days}
    return found


def unknown(*heads: Head, period: Period = QUARTER, today: date = TODAY) -> int:
    return len(days_of(heads, today).unknown("decision", period))


def test_a_stated_period_vouches_for_all_its_days() -> None:
    whole = {"start": "2025-07-01", "end": "2025-09-30"}
    assert unknown(head("2025-08-03", period=whole)) == 0
    assert unknown(head(period=whole | {"start": "2025-08-01"})) == 31


def test_a_log_speaks_from_its_first_to_its_last_record() -> None:
    assert unknown(head("2025-07-11", "2025-09-28")) == 10 + 2 + 31  # nothing in August
    assert unknown(head("2025-07-11", "2025-08-02", "2025-09-28")) == 12
    assert unknown(head()) == QUARTER.days


def test_months_of_public_records_are_whole() -> None:
    days = ["2025-07-01", "2025-08-01", "2025-09-01"]
    assert unknown(head(*days, disclosure="public")) == 0


def test_files_of_one_importer_add_up_and_several_sources_must_all_speak() -> None:
    july, rest = {"start": "2025-07-01", "end": "2025-07-31"}, {"start": "2025-08-01"}
    later = head("2025-08-05", period=rest | {"end": "2025-09-30"}, importer={"name": "a"})
    assert unknown(head("2025-07-05", period=july, importer={"name": "a"}), later) == 0
    assert unknown(head("2025-07-05", period=july, importer={"name": "b"}), later) == QUARTER.days


def test_days_to_come_are_never_known() -> None:
    whole = {"start": "2025-07-01", "end": "2025-09-30"}
    days = days_of([head(period=whole)], date(2025, 9, 21))
    assert len(days.unknown("decision", QUARTER)) == 10
    assert "2025-09-21 to 2025-09-30" in str(days.gap("decision", QUARTER))
    assert days_of([head(period=whole)], TODAY).gap("decision", QUARTER) is None


def test_many_gaps_are_named_in_short() -> None:
    days = days_of([head("2025-07-02")], TODAY)
    around = Period(date(2025, 7, 1), date(2025, 7, 3))
    assert "2025-07-01 and 2025-07-03:" in str(days.gap("decision", around))
    stated = [
        head(period={"start": day, "end": day})
        for day in ("2025-07-02", "2025-07-04", "2025-07-06")
    ]
    assert "2025-07-05 and 86 more days:" in str(days_of(stated, TODAY).gap("decision", QUARTER))


def test_notices_and_cases_are_two_kinds() -> None:
    assert [kind_of(name) for name in ("notice", "clock", "appeal")] == [NOTICES, NOTICES, CASES]


@pytest.fixture
def notices_alone(header: Make, notice: Make) -> list[dict[str, Any]]:
    return [header(capabilities=["user_flags", "visibility_restrictions"]), notice()]


def test_evidence_is_what_the_rows_show(
    counted: Callable[..., DuckDb], incident: Make, notice: Make
) -> None:
    asked = notice("n2", kind="removal_request")
    found = evidence_of(counted(incident(), notice(), asked), METRICS.values())
    assert found.tables >= {"notice", "decision", "incident"}
    assert "appeal" not in found.tables
    assert "requests" in found.seen
    assert found.holds(METRICS["requests.refused"])
    assert not found.holds(METRICS["orders.received"])
    assert found.acted == 2
    orders, appeals = METRICS["orders.received"], METRICS["appeals.filed"]
    assert found.missing(METRICS["requests.refused"], None) is None
    assert found.missing(orders, {"authority_orders"}) is None
    assert "no header" in str(found.missing(orders, None))
    assert "among it" in str(found.missing(orders, {"user_flags"}))
    assert found.missing(appeals, {"internal_complaints"}) is None
    assert "no appeals" in str(found.missing(appeals, None))


def test_nothing_done_is_no_zero_beside_notices_that_led_to_action(
    report: Run, notices_alone: list[dict[str, Any]]
) -> None:
    found = report(*notices_alone)
    totals = {one.metric: one for one in found.sections[0].panels[0].figures}
    assert totals["notices.received"].value == 1
    assert totals["items.actioned"].status == "not_recorded"
    assert "led to action" in str(totals["items.actioned"].notes)


def test_a_period_without_a_record_is_a_finding_and_no_zeros(
    report: Run, header: Make, incident: Make, notice: Make
) -> None:
    bare = header()
    del bare["period"]
    found = report(bare, incident(), notice(), period="2025-10")
    figures = [one for part in found.sections for panel in part.panels for one in panel.figures]
    assert {one.status for one in figures} == {"not_recorded"}
    assert next(one.code for one in found.quality.findings or ()) == "no_record"
    stated = report(header(), incident(), notice(), period="2025-10")
    totals = {one.metric: one for one in stated.sections[0].panels[0].figures}
    assert (totals["items.actioned"].value, totals["items.actioned"].status) == (0, "exact")


def test_months_before_a_log_begins_are_unknown(report: Run, header: Make, incident: Make) -> None:
    bare = header()
    del bare["period"]
    found = report(bare, incident(), period="2025-Q3")
    months = next(one for one in found.sections[0].panels if one.id == "by-month").figures
    assert [(one.value, one.status) for one in months] == [
        (1, "at_least"),
        (None, "not_recorded"),
        (None, "not_recorded"),
    ]


def test_a_decision_without_a_day_lowers_what_it_is_missing_from(
    report: Run, header: Make, incident: Make
) -> None:
    undated = incident("b")
    del undated["decisions"][0]["decided_at"]
    found = report(header(), incident(), undated)
    totals = {one.metric: one for one in found.sections[0].panels[0].figures}
    assert (totals["items.actioned"].value, totals["items.actioned"].status) == (1, "at_least")
    assert "1 have no day" in str(totals["items.actioned"].notes)
    assert "undated" in [one.code for one in found.quality.findings or ()]
    alone = report(header(), undated)
    totals = {one.metric: one for one in alone.sections[0].panels[0].figures}
    assert (totals["items.actioned"].value, totals["items.actioned"].status) == (
        None,
        "not_recorded",
    )


def test_decisions_on_accounts_are_a_lower_limit_of_all_decisions(
    report: Run, header: Make, incident: Make
) -> None:
    gap = {"part": "content_decisions", "reason": "The log keeps no decisions on content."}
    suspended = {"id": "d1", "decided_at": "2025-07-03", "ground": "terms"}
    suspended |= {"actions": [{"kind": "account.suspended"}]}
    case = incident(subject_kind="account", decisions=[suspended])
    del case["content"]
    found = report(header(not_recorded=[gap]), case)
    figures = {one.metric: one for panel in found.sections[0].panels for one in panel.figures}
    told = {name: (one.value, one.status) for name, one in figures.items()}
    assert told["decisions.restricting"] == (1, "at_least")
    assert told["accounts.actioned"] == (1, "exact")
    assert told["items.actioned"] == told["decisions.reversed"] == (None, "not_recorded")
