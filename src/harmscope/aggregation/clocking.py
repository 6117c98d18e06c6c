"""Days and times of records in the report's time zone, and the limits that run from them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from harmscope.errors import UserError
from harmscope.metrics.flat_tables import LAW_NOT_KNOWN
from harmscope.model.typed import Notice
from harmscope.taxonomy.clocks import Clock, clocks
from harmscope.taxonomy.jurisdictions import holds
from harmscope.times import DAY_LENGTH, day_number, day_of, numbered_day, second_number, time_of

# Days and times of records in the report's time zone.
#
# A day stays that day; a time is converted and falls on the day it was there. Days are whole
# numbers counted from 1970-01-01, times whole seconds, so that differences stay exact.

_MINUTE = 60


class LocalTime(NamedTuple):
    """``day`` counts from 1970-01-01 in the zone; ``second`` is None where only a day is known."""

    day: int
    second: int | None


Placing = Callable[[str], LocalTime]


def clock_of(zone: str) -> Placing:
    """The function that places a record's day or time in the time zone ``zone``.

    Raises UserError where the zone is not in the IANA database.
    """
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fix = "name a zone of the IANA database, such as UTC or Europe/Dublin"
        raise UserError("--tz", "this time zone is not known", fix) from None

    @lru_cache(maxsize=1 << 16)
    def place_moment(text: str) -> LocalTime:
        if len(text) == DAY_LENGTH:
            return LocalTime(day_number(day_of(text)), None)
        at = time_of(text)
        try:
            local = at.astimezone(place).date()
        except OverflowError:  # the calendar of the zone ends before: the day as written
            local = at.date()
        return LocalTime(day_number(local), second_number(at))

    return place_moment


def days_between(start: LocalTime | None, end: LocalTime | None) -> int | None:
    """Whole days from one moment's day to the other's; None unless both are known."""
    return None if start is None or end is None else end.day - start.day


def minutes_between(start: LocalTime | None, end: LocalTime | None) -> int | None:
    """Whole minutes between two times; None unless both times of day are known."""
    if start is None or end is None or start.second is None or end.second is None:
        return None
    return (end.second - start.second) // _MINUTE


# Removal clocks on notices: which limits a request starts, and how it stands to each of them.

WITHIN: Final = "within"
LATE: Final = "late"
UNCERTAIN: Final = "uncertain"
NOT_KNOWN: Final = "not_known"
OVERDUE: Final = "overdue"
RUNNING: Final = "running"

STATES: Final[dict[str, str]] = {
    WITHIN: "Within the limit",
    LATE: "Late",
    UNCERTAIN: "Only days known, could be either",
    NOT_KNOWN: "Dealt with, time not known",
    OVERDUE: "Open, limit passed",
    RUNNING: "Open, limit running",
    LAW_NOT_KNOWN: "Law not known",
}
"""How a request stands to a limit, with its label."""

_HOUR = 3600
_DAY = 24 * _HOUR


def clock_states(
    notice: Notice,
    received: LocalTime,
    ends: Mapping[str, LocalTime | None],
    now: LocalTime,
    default: Sequence[str] = (),
) -> Iterator[tuple[str | None, str]]:
    """(clock, state) for every limit that the notice starts; (None, ``LAW_NOT_KNOWN``) once where
    it would start one, but nothing says whose law holds for it.

    A notice marked invalid, and one refused for a reason of its own, starts none. ``ends`` holds
    the notice's moments by member, ``now`` is the day of the report, ``default`` are the
    jurisdictions that the header declares.
    """
    if notice.get("valid") is False or notice["outcome"] in ("refused", "duplicate"):
        return
    asked = [
        clock
        for clock in clocks()
        if clock.starts_at == "received_at" and starts(clock, notice, received)
    ]
    where = jurisdictions_of(notice, default)
    if asked and not where:
        yield None, LAW_NOT_KNOWN
    for clock in asked:
        if holds(clock.jurisdiction, where):
            met = ends.get(clock.met_at)
            if met is None and is_done(clock, notice["outcome"]):
                # It was met before the report was made, and nobody says when.
                sure = state_of(clock.hours, received, now, now) == WITHIN
                yield clock.id, WITHIN if sure else NOT_KNOWN
            else:
                yield clock.id, state_of(clock.hours, received, met, now)


def is_done(clock: Clock, outcome: str) -> bool:
    """Whether a notice of this outcome has met what the clock asks for, in time or not."""
    return outcome != "pending" if clock.met_at == "decided_at" else outcome in ("acted", "partly")


def jurisdictions_of(notice: Notice, default: Sequence[str] = ()) -> Sequence[str]:
    """Whose law holds for a notice: its own jurisdictions, else the state of the order, else the
    law that the requester calls upon, else the ``default`` of the header; empty where nobody says.
    """
    if "jurisdictions" in notice:
        return notice["jurisdictions"]
    state = notice.get("order", {}).get("state")
    if state is not None:
        return (state,)
    called_upon = notice.get("requester", {}).get("jurisdiction")
    return default if called_upon is None else (called_upon,)


def starts(clock: Clock, notice: Notice, received: LocalTime) -> bool:
    """Whether the notice would start the clock where its law holds: kind, order, relation, harm,
    and law on that day."""
    if notice["kind"] not in clock.notice_kinds:
        return False
    if not clock.in_force(numbered_day(received.day)):
        return False
    order, relation = notice.get("order", {}), notice.get("requester", {}).get("relation")
    harm = notice.get("harm", {}).get("primary", "")
    return (
        (not clock.order_kinds or order.get("kind") in clock.order_kinds)
        and (not clock.relations or relation in clock.relations)
        and (not clock.harms or any(_lies_in(harm, wanted) for wanted in clock.harms))
    )


def state_of(hours: int, received: LocalTime, met: LocalTime | None, now: LocalTime) -> str:
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


def _span(start: LocalTime, end: LocalTime) -> tuple[int, int]:
    """The shortest and the longest that can lie between two moments, in seconds."""
    if start.second is not None and end.second is not None:
        return end.second - start.second, end.second - start.second
    days = end.day - start.day
    return max(0, (days - 1) * _DAY + 1), (days + 1) * _DAY - 1


def _lies_in(harm: str, wanted: str) -> bool:
    return harm == wanted or harm.startswith(f"{wanted}.")
