"""Removal clocks on notices: which limits a request starts, and how it stands to each of them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from harmscope.aggregation.days import Moment
from harmscope.taxonomy.clocks import Clock, clocks

WITHIN: Final = "within"
LATE: Final = "late"
UNCERTAIN: Final = "uncertain"
OVERDUE: Final = "overdue"
RUNNING: Final = "running"

STATES: Final[dict[str, str]] = {
    WITHIN: "Within the limit",
    LATE: "Late",
    UNCERTAIN: "Only days known, could be either",
    OVERDUE: "Open, limit passed",
    RUNNING: "Open, limit running",
}
"""How a request stands to a limit, with its label."""

_HOUR = 3600
_DAY = 24 * _HOUR
_EPOCH = date(1970, 1, 1).toordinal()


def clock_states(
    notice: dict[str, Any], received: Moment, ends: Mapping[str, Moment | None], now: Moment
) -> Iterator[tuple[str, str]]:
    """(clock, state) for every limit that the notice starts.

    A notice marked invalid, and one refused for a reason of its own, starts none. ``ends`` holds
    the notice's moments by member, ``now`` is the day of the report.
    """
    if notice.get("valid") is False or notice["outcome"] in ("refused", "duplicate"):
        return
    for clock in clocks():
        if clock.starts_at == "received_at" and starts(clock, notice, received):
            yield clock.id, state_of(clock.hours, received, ends.get(clock.met_at), now)


def starts(clock: Clock, notice: dict[str, Any], received: Moment) -> bool:
    """Whether the notice starts the clock: kind, order, relation, harm, and law on that day."""
    if notice["kind"] not in clock.notice_kinds:
        return False
    if not clock.in_force(date.fromordinal(received.day + _EPOCH)):
        return False
    order, relation = notice.get("order", {}), notice.get("requester", {}).get("relation")
    harm = notice.get("harm", {}).get("primary", "")
    return (
        (not clock.order_kinds or order.get("kind") in clock.order_kinds)
        and (not clock.relations or relation in clock.relations)
        and (not clock.harms or any(_lies_in(harm, wanted) for wanted in clock.harms))
    )


def state_of(hours: int, received: Moment, met: Moment | None, now: Moment) -> str:
    """How a request stands to a limit of ``hours``. Where only days are known, only what holds at
    every time of day counts as within or late."""
    limit = hours * _HOUR
    if met is not None:
        shortest, longest = _span(received, met)
        if longest <= limit:
            return WITHIN
        return LATE if shortest > limit else UNCERTAIN
    shortest, _ = _span(received, now)
    return OVERDUE if shortest > limit else RUNNING


def _span(start: Moment, end: Moment) -> tuple[int, int]:
    """The shortest and the longest that can lie between two moments, in seconds."""
    if start.second is not None and end.second is not None:
        return end.second - start.second, end.second - start.second
    days = end.day - start.day
    return max(0, (days - 1) * _DAY + 1), (days + 1) * _DAY - 1


def _lies_in(harm: str, wanted: str) -> bool:
    return harm == wanted or harm.startswith(f"{wanted}.")
