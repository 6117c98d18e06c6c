"""Days and times in the report's time zone."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from harmscope.aggregation.clocking import (
    STATES,
    LocalTime,
    clock_of,
    days_between,
    is_done,
    jurisdictions_of,
    limits_of,
    minutes_between,
    standing_of,
    starts,
    state_of,
    turning_days,
)
from harmscope.errors import UserError
from harmscope.taxonomy.clocks import clock, clocks
from harmscope.taxonomy.terms import Term


def test_a_day_stays_that_day_in_every_zone() -> None:
    assert clock_of("Asia/Tokyo")("2025-07-01") == clock_of("UTC")("2025-07-01")


@pytest.mark.parametrize(("zone", "day"), [("UTC", "2025-06-30"), ("Europe/Dublin", "2025-07-01")])
def test_a_time_falls_on_the_day_it_was_in_the_zone(zone: str, day: str) -> None:
    clock = clock_of(zone)
    assert clock("2025-06-30T23:30:00Z").day == clock(day).day


def test_only_a_time_has_a_second() -> None:
    clock = clock_of("UTC")
    assert clock("1970-01-02").second is None
    assert clock("1970-01-01T01:00:00+01:00") == LocalTime(0, 0)


def test_nanoseconds_are_read() -> None:
    assert clock_of("UTC")("1970-01-01T00:00:01.123456789Z") == LocalTime(0, 1)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+10:00", "9999-12-31T23:00:00-10:00"])
def test_at_the_ends_of_the_calendar_the_day_is_the_one_written(text: str) -> None:
    assert clock_of("UTC")(text).day == clock_of("UTC")(text[:10]).day


def test_an_unknown_zone_is_the_users_error() -> None:
    with pytest.raises(UserError, match="time zone"):
        clock_of("Mars/Olympus")


def test_differences_need_both_ends() -> None:
    early, late, day = LocalTime(10, 600), LocalTime(12, 900), LocalTime(12, None)
    assert days_between(early, day) == 2
    assert days_between(None, day) is None
    assert minutes_between(early, late) == 5
    assert minutes_between(early, day) is None


AT = clock_of("UTC")
REQUEST: dict[str, Any] = {
    "kind": "removal_request",
    "received_at": "2026-06-01T10:00:00Z",
    "outcome": "acted",
    "requester": {"relation": "self"},
    "harm": {"primary": "ncii.synthetic"},
}


@pytest.mark.parametrize(
    ("received", "met", "state"),
    [
        ("2026-06-01T10:00:00Z", "2026-06-03T10:00:00Z", "within"),
        ("2026-06-01T10:00:00Z", "2026-06-03T10:00:01Z", "late"),
        ("2026-06-01", "2026-06-02", "within"),
        ("2026-06-01", "2026-06-03", "uncertain"),
        ("2026-06-01", "2026-06-04", "late"),
    ],
)
def test_how_a_request_stood_to_48_hours(received: str, met: str, state: str) -> None:
    assert state_of(Term(48), AT(received), AT(met)) == state
    assert state in STATES


@pytest.mark.parametrize(
    ("change", "started"),
    [
        ({}, True),
        ({"kind": "user_flag"}, False),
        ({"harm": {"primary": "fraud.scam"}}, False),
        ({"harm": {}}, False),
        ({"requester": {"relation": "third_party"}}, False),
    ],
)
def test_what_starts_the_american_clock(change: dict[str, Any], started: bool) -> None:
    notice = REQUEST | change
    assert starts(clock("us-take-it-down"), notice, AT(notice["received_at"]).day) is started


def test_a_clock_starts_only_while_it_is_law() -> None:
    one = clock("us-take-it-down")
    day = one.in_force_from.isoformat()
    before = date.fromordinal(one.in_force_from.toordinal() - 1).isoformat()
    assert starts(one, REQUEST, AT(day).day)
    assert not starts(one, REQUEST, AT(before).day)


@pytest.mark.parametrize(
    "change", [{"valid": False}, {"outcome": "refused"}, {"outcome": "duplicate"}]
)
def test_invalid_and_refused_requests_start_none(change: dict[str, Any]) -> None:
    assert started(REQUEST | change, "US") == []


def test_a_request_can_start_several() -> None:
    received, removed = AT(REQUEST["received_at"]), AT("2026-06-02T10:00:00Z")
    limits = limits_of(REQUEST, received.day, ["US", "IN"])
    found = {one.id: state_of(one.limit, received, removed) for one in limits if one}
    assert found["us-take-it-down"] == "within"
    assert found["in-intimate-imagery"] == "late"


ORDER: dict[str, Any] = {
    "kind": "authority_order",
    "received_at": "2026-06-01T10:00:00Z",
    "outcome": "acted",
    "order": {"kind": "act", "state": "DE"},
}


def started(notice: dict[str, Any], *default: str) -> list[str | None]:
    limits = limits_of(notice, AT(notice["received_at"]).day, default)
    return [None if one is None else one.id for one in limits]


def test_an_order_of_one_state_is_not_late_under_the_law_of_another() -> None:
    assert started(ORDER) == []
    assert started(ORDER, "IN") == []
    assert started(ORDER | {"order": {"kind": "act", "state": "IN"}}, "DE") == ["in-order"]


def test_a_request_starts_only_limits_of_its_law() -> None:
    assert started(REQUEST, "US") == ["us-take-it-down"]
    assert started(REQUEST, "US-CA") == ["us-take-it-down"]
    assert started(REQUEST, "EU") == []
    assert started(REQUEST | {"jurisdictions": ["IN", "US"]}, "EU") == [
        "in-intimate-imagery",
        "us-take-it-down",
    ]


def test_where_the_law_is_not_known_no_limit_starts() -> None:
    assert started(REQUEST) == [None]
    assert started(REQUEST | {"harm": {}}) == []


@pytest.mark.parametrize(
    ("members", "law"),
    [
        ({"jurisdictions": ["FR"], "order": {"state": "DE"}}, ["FR"]),
        ({"order": {"state": "DE"}, "requester": {"jurisdiction": "US"}}, ["DE"]),
        ({"requester": {"jurisdiction": "US"}}, ["US"]),
        ({"requester": {"relation": "self"}}, ["EU"]),
        ({}, ["EU"]),
    ],
)
def test_whose_law_holds(members: dict[str, Any], law: list[str]) -> None:
    assert list(jurisdictions_of(REQUEST | {"requester": {}} | members, ["EU"])) == law


def state(outcome: str, now: str = "2026-07-10", **ends: str) -> str:
    one, received = clock("us-take-it-down"), AT(REQUEST["received_at"])
    stands = standing_of(
        one, outcome, received, AT(ends[one.met_at]) if one.met_at in ends else None
    )
    early = stands.turns is not None and AT(now).day < stands.turns
    return str(stands.before if early else stands.state)


@pytest.mark.parametrize("outcome", ["acted", "partly"])
def test_what_was_acted_on_at_no_known_time_is_never_overdue(outcome: str) -> None:
    assert state(outcome) == state(outcome, decided_at="2026-06-02") == "not_known"
    assert state(outcome, "2026-06-02") == "within"  # the limit has not ended yet
    assert state(outcome, "2026-06-03") == "not_known"
    assert state(outcome, removed_at="2026-06-02T10:00:00Z") == "within"


def test_what_is_open_is_overdue_after_the_limit() -> None:
    assert state("pending") == state("no_action") == "overdue"
    assert state("pending", "2026-06-03") == "running"
    assert state("pending", "2026-06-04") == "overdue"


def test_what_is_not_known_is_neither_overdue_nor_met() -> None:
    assert state("unknown") == state("unknown", decided_at="2026-06-02") == "not_known"
    assert state("unknown", "2026-06-03") == "running"
    assert state("unknown", removed_at="2026-06-02T10:00:00Z") == "within"


@pytest.mark.parametrize(
    ("limit", "received", "day"),
    [
        (48, "2026-06-01T10:00:00Z", "2026-06-04"),
        (48, "2026-06-01", "2026-06-04"),
        (24, "2026-06-01", "2026-06-03"),
        (3, "2026-06-01T23:59:59Z", "2026-06-03"),
        (49, "2026-06-01", "2026-06-05"),
    ],
)
def test_an_open_request_is_overdue_from_the_day_on_which_no_hour_is_left(
    limit: int, received: str, day: str
) -> None:
    one = replace(clock("us-take-it-down"), limit=Term(limit))
    stands = standing_of(one, "pending", AT(received), None)
    assert stands == ("overdue", "running", AT(day).day)


def test_a_decision_that_a_limit_asks_for_is_taken_unless_it_is_open() -> None:
    one = next(one for one in clocks() if one.met_at == "decided_at")
    assert is_done(one, "no_action")
    assert not is_done(one, "pending")
    assert not is_done(one, "unknown")


@pytest.mark.parametrize(
    ("term", "met", "state"),
    [
        (Term(10, "days"), "2026-06-11T23:59:59Z", "within"),
        (Term(10, "days"), "2026-06-12T00:00:00Z", "late"),
        (Term(10, "working_days"), "2026-06-15", "within"),
        (Term(10, "working_days"), "2026-06-16", "late"),
        (Term(1, "months"), "2026-07-01", "within"),
        (Term(1, "months"), "2026-07-02", "late"),
    ],
)
def test_a_limit_in_days_ends_with_a_day(term: Term, met: str, state: str) -> None:
    received = AT("2026-06-01T10:00:00Z")
    assert state_of(term, received, AT(met)) == state
    one = replace(clock("us-take-it-down"), limit=term)
    over = AT(met).day + (1 if state == "within" else 0)
    if state == "late":
        assert standing_of(one, "pending", received, None) == ("overdue", "running", over)
        assert standing_of(one, "acted", received, None) == ("not_known", "within", over)
        assert turning_days(term, received.day) == (over, over)
