"""What a registry waits for, and what it is to erase."""

from datetime import UTC, date, datetime

from harmscope.model.period import parse_period
from harmscope.registry.calendar import Rule, set_deadline
from harmscope.registry.dues import (
    NO_DEADLINES,
    NO_SENDERS,
    erasures_owed,
    registry_dues,
    submissions_owed,
)
from harmscope.registry.folder import create
from harmscope.registry.submissions import withdraw

AT = datetime(2026, 4, 20, 10)


def test_submissions_are_owed_until_they_count(desk) -> None:
    set_deadline(desk.registry, parse_period("2026-Q1"), date(2026, 4, 20), AT)
    desk.receive(desk.senders["alpha"].submission())
    told = desk.receive(desk.senders["gamma"].submission())
    withdraw(desk.registry, told["submission"], "wrong file", AT)
    evening = registry_dues(desk.registry, datetime(2026, 4, 20, 22, 59, 59, tzinfo=UTC))
    assert [(o.service, o.standing, o.hours_left(evening.now)) for o in evening.items] == [
        ("Beta", "open", 1),
        ("Gamma", "open", 1),
    ]
    assert not evening.late
    later = submissions_owed(desk.state, datetime(2026, 4, 21, tzinfo=UTC))
    assert [(one.service, one.standing, one.note) for one in later] == [
        ("Beta", "late", None),
        ("Gamma", "late", "the last one was withdrawn"),
    ]
    assert {one.period for one in later} == {"2026-01-01/2026-03-31"}


def test_contents_kept_long_enough_are_to_be_erased(desk) -> None:
    told = desk.receive(desk.senders["alpha"].submission())
    rules = (Rule(("accepted",), ("records",), 12),)
    assert erasures_owed(desk.state, rules, datetime(2027, 4, 1, tzinfo=UTC)) == []
    (one,) = erasures_owed(desk.state, rules, datetime(2027, 5, 1, tzinfo=UTC))
    assert (one.what, one.standing, one.id) == ("erasure", "late", told["submission"])
    assert one.day is not None
    assert one.day < date(2027, 5, 1)


def test_a_registry_that_asks_nobody_says_so(desk, tmp_path) -> None:
    now = datetime(2026, 4, 20, tzinfo=UTC)
    assert registry_dues(desk.registry, now).notes == [NO_DEADLINES]
    with create(tmp_path / "empty", "Office", date(2026, 4, 1), None, "automatic") as empty:
        assert registry_dues(empty, now).notes == [NO_SENDERS]
    set_deadline(desk.registry, parse_period("2026-Q1"), date(2026, 4, 20), AT)
    assert registry_dues(desk.registry, now).notes == []
