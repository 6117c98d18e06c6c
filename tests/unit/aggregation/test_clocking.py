"""Removal clocks on notices."""

from datetime import date
from typing import Any

import pytest

from harmscope.aggregation.clocking import STATES, clock_states, starts, state_of
from harmscope.aggregation.days import clock_of
from harmscope.taxonomy.clocks import clock

AT = clock_of("UTC")
NOW = AT("2026-07-10")
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
        ("2026-06-01T10:00:00Z", None, "overdue"),
        ("2026-07-09T10:00:00Z", None, "running"),
    ],
)
def test_how_a_request_stands_to_48_hours(received: str, met: str | None, state: str) -> None:
    assert state_of(48, AT(received), AT(met) if met else None, NOW) == state
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
    assert starts(clock("us-take-it-down"), notice, AT(notice["received_at"])) is started


def test_a_clock_starts_only_while_it_is_law() -> None:
    one = clock("us-take-it-down")
    day = one.in_force_from.isoformat()
    before = date.fromordinal(one.in_force_from.toordinal() - 1).isoformat()
    assert starts(one, REQUEST, AT(day))
    assert not starts(one, REQUEST, AT(before))


@pytest.mark.parametrize(
    "change", [{"valid": False}, {"outcome": "refused"}, {"outcome": "duplicate"}]
)
def test_invalid_and_refused_requests_start_none(change: dict[str, Any]) -> None:
    assert not list(clock_states(REQUEST | change, AT(REQUEST["received_at"]), {}, NOW))


def test_a_request_can_start_several() -> None:
    ends = {"removed_at": AT("2026-06-02T10:00:00Z")}
    found = dict(clock_states(REQUEST, AT(REQUEST["received_at"]), ends, NOW))
    assert found["us-take-it-down"] == "within"
    assert found["in-intimate-imagery"] == "late"
