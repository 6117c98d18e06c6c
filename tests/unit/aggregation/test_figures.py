"""Figures: values, denominators, status, notes."""

from collections.abc import Callable
from typing import Any

from harmscope.aggregation.figures import FigureMaker
from harmscope.aggregation.labels import gaps_of, label
from harmscope.engine import DuckDb
from harmscope.metrics.flat_tables import SPLITS
from harmscope.model.period import parse_period

Make = Callable[..., dict[str, Any]]
Counted = Callable[..., DuckDb]


def maker(engine: DuckDb, *headers: dict[str, Any], period: str = "2025-07") -> FigureMaker:
    return FigureMaker(engine, parse_period(period), gaps_of(headers))


def test_a_count(counted: Counted, incident: Make) -> None:
    figure = maker(counted(incident())).figures("items.actioned")[0]
    assert figure.as_dict() == {
        "metric": "items.actioned",
        "value": 1,
        "unit": "items",
        "period": "2025-07-01/2025-07-31",
        "estimand": "census_of_caught",
        "status": "exact",
        "assurance": "computed",
    }


def test_a_share_has_numerator_and_denominator(counted: Counted, incident: Make) -> None:
    by_hand = incident("b")
    by_hand["decisions"] = [by_hand["decisions"][0] | {"automation": "none"}]
    figure = maker(counted(incident("a"), by_hand)).figures("decisions.automated_share")[0]
    assert (figure.value, figure.numerator, figure.denominator) == (0.5, 1, 2)


def test_a_share_of_nothing_has_no_value_and_says_so(counted: Counted) -> None:
    figure = maker(counted()).figures("decisions.automated_share")[0]
    assert (figure.value, figure.denominator, figure.status) == (None, 0, "not_reported")
    assert figure.notes


def test_not_recorded_is_not_zero(counted: Counted) -> None:
    header = {"not_recorded": [{"part": "appeals", "reason": "The log keeps none."}]}
    figure = maker(counted(), header).figures("appeals.filed")[0]
    assert (figure.value, figure.status, figure.notes) == (
        None,
        "not_recorded",
        ["The log keeps none."],
    )


def test_recorded_in_part_is_a_lower_limit(counted: Counted, incident: Make) -> None:
    header = {"not_recorded": [{"part": "decisions", "reason": "Not kept."}]}
    figure = maker(counted(incident()), header, {}).figures("items.actioned")[0]
    assert (figure.value, figure.status) == (1, "at_least")


def test_every_month_of_the_period_stands_there(counted: Counted, incident: Make) -> None:
    figures = maker(counted(incident()), period="2025-06-15/2025-08-10").figures(
        "decisions.restricting", ("month",)
    )
    assert [(figure.value, figure.period) for figure in figures] == [
        (0, "2025-06-15/2025-06-30"),
        (1, "2025-07-01/2025-07-31"),
        (0, "2025-08-01/2025-08-10"),
    ]


def test_codes_are_sorted_by_size_and_what_is_unallocated_comes_last(
    counted: Counted, incident: Make
) -> None:
    records = [incident("u1"), incident("u2"), incident("h1", harm={"primary": "hate"})]
    figures = maker(counted(*records)).figures("items.actioned", ("harm",))
    assert [(figure.dimensions, figure.value) for figure in figures] == [
        ({"harm": "hate"}, 1),
        ({"harm": "unallocated"}, 2),
    ]
    assert figures[0].scheme == "harm@1.0.0"


def test_a_median_says_how_many_cases_lack_a_day(counted: Counted, incident: Make) -> None:
    engine = counted(incident("a"), incident("b", content={"medium": ["text"]}))
    figure = maker(engine).figures("time.content_to_action.median")[0]
    assert (figure.value, figure.denominator) == (2, 1)
    assert "1 of 2" in str(figure.notes)


def test_days_in_disorder_do_not_enter_a_median(counted: Counted, incident: Make) -> None:
    engine = counted(incident(content={"created_at": "2025-07-09"}))
    figure = maker(engine).figures("time.content_to_action.median")[0]
    assert (figure.value, figure.status) == (None, "not_recorded")


def test_bands_of_days_stand_in_time_and_unknown_ones_last(
    counted: Counted, incident: Make
) -> None:
    made = {"a": "2025-07-03", "b": "2025-07-02", "c": "2025-05-01", "d": "2025-07-02"}
    records = [incident(name, content={"created_at": day}) for name, day in made.items()]
    records.append(incident("e", content={"medium": ["text"]}))
    figures = maker(counted(*records)).figures("decisions.restricting", ("days_taken",))
    assert [(one.dimensions, one.value) for one in figures] == [
        ({"days_taken": "0"}, 1),
        ({"days_taken": "1"}, 2),
        ({"days_taken": "over-30"}, 1),
        ({"days_taken": "not_stated"}, 1),
    ]


def test_consent_does_not_apply_where_nobody_is_shown(counted: Counted, incident: Make) -> None:
    made = {"generation": {"ai_involvement": "generated"}}
    records = [
        incident("a", **made, depicted={"real_person": "no"}),
        incident("b", **made, consent={"distribution": "given"}),
    ]
    figures = maker(counted(*records)).figures("synthetic.cases", ("consent_distribution",))
    assert {one.dimensions["consent_distribution"]: (one.value, one.status) for one in figures} == {
        "does_not_apply": (1, "exact"),
        "given": (1, "exact"),
    }
    assert label(SPLITS["consent_distribution"], "does_not_apply") == "Does not apply"


def removal(make: Make, name: str, **members: Any) -> dict[str, Any]:
    """A removal request of July 2026, answered after two and a half days."""
    return make(
        name,
        kind="removal_request",
        harm={"primary": "ncii.synthetic"},
        received_at="2026-07-02T08:00:00Z",
        removed_at="2026-07-04T20:00:00Z",
        **{"requester": {"relation": "self"}} | members,
    )


def test_limits_of_another_law_are_not_shown(counted: Counted, notice: Make) -> None:
    requests = [
        removal(notice, "a", jurisdictions=["US"]),
        removal(notice, "b", jurisdictions=["FR"]),
    ]
    made = maker(counted(*requests), period="2026-07")
    late = made.figures("requests.limit_late", ("clock",))
    assert [(one.dimensions, one.value, one.status) for one in late] == [
        ({"clock": "us-take-it-down"}, 1, "exact")
    ]
    share = made.figures("requests.within_limit", ("clock",))
    assert [one.dimensions for one in share] == [{"clock": "us-take-it-down"}]
    assert made.figures("requests.law_not_known")[0].value == 0


def test_a_request_whose_law_is_not_known_is_not_late(counted: Counted, notice: Make) -> None:
    made = maker(counted(removal(notice, "a")), period="2026-07")
    assert made.figures("requests.law_not_known")[0].value == 1
    assert made.figures("requests.limit_late")[0].status == "not_recorded"
    assert made.figures("requests.within_limit")[0].status == "not_recorded"
    (by_limit,) = made.figures("requests.limit_late", ("clock",))
    assert (by_limit.status, by_limit.dimensions) == ("not_recorded", None)
    assert not made.figures("requests.within_limit", ("clock",))


def test_a_law_that_is_not_known_makes_limits_lower_limits(counted: Counted, notice: Make) -> None:
    requests = [removal(notice, "a"), removal(notice, "b", jurisdictions=["US"])]
    made = maker(counted(*requests), period="2026-07")
    for split in ((), ("clock",)):
        late = made.figures("requests.limit_late", split)
        assert [(one.value, one.status) for one in late] == [(1, "at_least")]
        share = made.figures("requests.within_limit", split)
        assert [(one.value, one.status) for one in share] == [(0, "approx")]


def test_requests_near_a_limit_or_of_no_known_time_make_the_others_lower_limits(
    counted: Counted, notice: Make
) -> None:
    known = removal(notice, "a", jurisdictions=["US"]) | {"removed_at": "2026-07-03T08:00:00Z"}
    timeless = removal(notice, "b", jurisdictions=["US"])
    del timeless["removed_at"]
    days = {"received_at": "2026-07-02", "removed_at": "2026-07-04"}
    near = removal(notice, "c", jurisdictions=["US"]) | days
    for doubtful, state in ((timeless, "not_known"), (near, "uncertain")):
        made = maker(counted(known, doubtful), period="2026-07")
        for split in ((), ("clock",)):
            met, late = (made.figures(f"requests.limit_{one}", split) for one in ("met", "late"))
            assert [(one.value, one.status) for one in met] == [(1, "at_least")]
            assert [(one.value, one.status) for one in late] == [(None, "not_recorded")]
            overdue = made.figures("requests.limit_overdue", split)
            assert [one.value for one in overdue] == ([] if split else [0])
            counted_so = made.figures(f"requests.limit_{state}", split)
            assert [(one.value, one.status) for one in counted_so] == [(1, "exact")]
            (share,) = made.figures("requests.within_limit", split)
            assert (share.value, share.status) == (0.5, "approx")


def test_limits_of_requests_are_no_more_than_requests(counted: Counted, notice: Make) -> None:
    flag = notice("f", received_at="2026-07-02", decided_at="2026-07-20", jurisdictions=["IN"])
    made = maker(counted(flag), period="2026-07")
    values = {
        name: made.figures(name)[0].value
        for name in ("requests.received", "requests.limit_passed", "notices.limit_passed")
    }
    assert values == {
        "requests.received": 0,
        "requests.limit_passed": 0,
        "notices.limit_passed": 1,
    }
