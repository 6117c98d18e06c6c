"""What may be missing lowers the status of a figure."""

from harmscope.aggregation.counting import Count
from harmscope.aggregation.labels import Gaps
from harmscope.aggregation.observed import CASES, Days
from harmscope.aggregation.status import counted, covered, doubt_notes, lowered, settled
from harmscope.metrics.catalogue import METRICS
from harmscope.model.period import parse_period
from harmscope.times import day_number

ITEMS, SHARE = METRICS["items.actioned"], METRICS["decisions.automated_share"]
JULY = parse_period("2025-07")
FIRST, LAST = day_number(JULY.start), day_number(JULY.end)


def test_a_count_without_doubt_is_exact() -> None:
    assert counted(ITEMS, Count(3)) == {"value": 3, "status": "exact"}
    assert counted(ITEMS, Count(0)) == {"value": 0, "status": "exact"}


def test_records_that_do_not_say_it_make_a_lower_limit_and_no_zero() -> None:
    assert counted(ITEMS, Count(3, weak=2))["status"] == "at_least"
    assert counted(ITEMS, Count(3, undated=1))["status"] == "at_least"
    nothing = counted(ITEMS, Count(0, undated=1))
    assert (nothing["status"], "value" in nothing) == ("not_recorded", False)
    assert len(doubt_notes(ITEMS, Count(0, weak=2, undated=1))) == 2


def test_what_stands_where_the_split_is_not_known_may_belong_here() -> None:
    beside = counted(ITEMS, Count(3), 4)
    assert (beside["value"], beside["status"]) == (3, "at_least")
    assert "4 more" in beside["notes"][0]


def test_a_share_is_near_and_what_is_none_is_not_recorded() -> None:
    exact = {"value": 0.5, "status": "exact"}
    assert lowered(SHARE, exact, "Why.")["status"] == "approx"
    assert lowered(ITEMS, exact, "Why.")["status"] == "at_least"
    none = lowered(SHARE, {"status": "not_reported", "denominator": 0}, "Why.")
    assert none == {"status": "not_recorded", "notes": ["Why."]}
    assert lowered(SHARE, {"status": "estimate"}, "Why.") == {"status": "estimate"}


def test_days_that_were_not_seen() -> None:
    part = Gaps(days=Days({CASES: frozenset(range(FIRST, LAST))}, LAST + 9))
    some = settled(ITEMS, {"value": 0, "status": "exact"}, part, [], JULY)
    assert (some["value"], some["status"]) == (0, "at_least")
    none = Gaps(days=Days({}, LAST + 9))
    assert settled(ITEMS, {"value": 0, "status": "exact"}, none, [], JULY)["status"] == (
        "not_recorded"
    )
    whole = Gaps(days=Days({CASES: frozenset(range(FIRST, LAST + 1))}, LAST + 9))
    assert settled(ITEMS, {"value": 0, "status": "exact"}, whole, [], JULY)["status"] == "exact"


def test_out_of_a_selection_a_share_says_nothing() -> None:
    made = covered(SHARE, {"value": 0.5, "numerator": 1, "status": "exact"}, "selection")
    assert (made["status"], "value" in made) == ("not_recorded", False)
