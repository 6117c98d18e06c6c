"""One thing that is due, and many of them in order."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from harmscope.deadlines.outlook import Due, Outlook, end_of_day, merged, standing_at

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def due(standing: str = "open", hours: float | None = 1, **more) -> Due:
    end = None if hours is None else NOON + hours * HOUR
    return Due("request", standing, "US", "clock", "Removal request", due=end, **more)


@pytest.mark.parametrize(
    ("end", "latest", "standing"),
    [
        (NOON, None, "open"),
        (NOON - timedelta(seconds=1), None, "late"),
        (NOON - HOUR, NOON, "may_be_late"),
        (NOON - 2 * HOUR, NOON - HOUR, "late"),
        (NOON + HOUR, NOON + 25 * HOUR, "open"),
    ],
)
def test_the_moment_of_the_end_is_still_inside(end, latest, standing) -> None:
    assert standing_at(NOON, end, latest) == standing


@pytest.mark.parametrize(("hours", "left"), [(1.5, 1), (0.5, 0), (-0.5, -1), (-24, -24)])
def test_whole_hours_left_are_never_more_than_there_are(hours: float, left: int) -> None:
    assert due(hours=hours).hours_left(NOON) == left
    assert due(hours=None).hours_left(NOON) is None


def test_an_id_leaves_only_where_it_was_asked_for() -> None:
    one = due(id="notice-1", place=("records.jsonl", 3), declared=(27, 3))
    assert "notice-1" not in str(one.as_dict(NOON, ids=False))
    told = one.as_dict(NOON, ids=True)
    assert told["id"] == "notice-1"
    assert told["place"] == {"file": "records.jsonl", "line": 3}
    assert told["declared"] == {"asked": 27, "answered": 3}
    assert "note" not in told


def test_late_first_then_what_ends_first() -> None:
    parts = [
        Outlook(NOON, [due("no_limit", None), due("open", 5), due("late", -3)], notes=["a"]),
        Outlook(NOON, [due("may_be_late", -1), due("open", 2)], Counter(x=1), notes=["a", "b"]),
    ]
    whole = merged(NOON, parts)
    order = ["late", "may_be_late", "open", "open", "no_limit"]
    assert [one.standing for one in whole.items] == order
    assert [one.hours_left(NOON) for one in whole.items] == [-3, -1, 2, 5, None]
    assert (whole.notes, whole.silent, whole.late) == (["a", "b"], Counter(x=1), True)
    assert whole.counts()["open"] == 2
    assert whole.by_law() == [("US", "clock", "Removal request", whole.counts())]


@pytest.mark.parametrize(
    ("standing", "late"),
    [("late", True), ("may_be_late", True), ("not_known", False), ("open", False)],
)
def test_what_may_be_late_is_not_clean(standing: str, late: bool) -> None:
    assert Outlook(NOON, [due(standing)]).late is late


def test_records_that_nothing_takes_the_place_of_are_refused() -> None:
    harmless = Counter({"superseded": 2, "HS202 duplicate_record": 1})
    assert Outlook(NOON, left_out=harmless).refused == 0
    assert Outlook(NOON, left_out=harmless + Counter({"HS001 unreadable_line": 3})).refused == 3


def test_a_day_ends_with_its_last_second() -> None:
    assert end_of_day(date(2026, 2, 28)) == datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC)
