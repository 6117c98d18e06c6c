"""Days and times of records in the report's time zone, and the limits that run from them."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from harmscope.errors import UserError
from harmscope.metrics.flat_tables import LAW_NOT_KNOWN
from harmscope.model.typed import Notice
from harmscope.taxonomy.clocks import Clock, bases_named, clocks
from harmscope.taxonomy.jurisdictions import holds
from harmscope.taxonomy.terms import Term
from harmscope.times import DAY_LENGTH, day_number, day_of, numbered_day, second_number, time_of

# Days and times of records in the report's time zone.
#
# A day stays that day; a time is converted and falls on the day it was there. Days are whole
# numbers counted from 1970-01-01, times whole seconds, so that differences stay exact.

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


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

    return _placing_utc(place_moment) if zone == "UTC" else place_moment


def _placing_utc(careful: Placing) -> Placing:
    """The same in UTC: days and times of day come up again and again, whole times hardly ever."""
    day, second = lru_cache(maxsize=1 << 14)(_day_at), lru_cache(maxsize=1 << 17)(_second_at)

    def place_moment(text: str) -> LocalTime:
        at = second(text[DAY_LENGTH:])
        if at is None:
            return careful(text)
        number = day(text[:DAY_LENGTH])
        return LocalTime(number, number * _DAY + at)

    return place_moment


def _day_at(text: str) -> int:
    return day_number(day_of(text))


def _second_at(text: str) -> int | None:
    """The second of the day that ends a time in UTC; None for any other ending."""
    if not text.endswith("Z"):
        return None
    read = time_of(f"2000-01-01{text}")
    at = second_number(read) - second_number(time_of("2000-01-01T00:00:00Z"))
    return at if 0 <= at < _DAY else None


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
    NOT_KNOWN: "Not known when, or whether, it was completed",
    OVERDUE: "Open, limit passed",
    RUNNING: "Open, limit running",
    LAW_NOT_KNOWN: "Law not known",
}
"""How a request stands to a limit, with its label."""


def limits_of(notice: Notice, received: int, default: Sequence[str] = ()) -> list[Clock | None]:
    """Every limit that the notice starts, received on the day of that number; None, once, where it
    would start one, but nothing says which law applies to it.

    A notice marked invalid, and one refused for a reason of its own, starts none. ``default`` are
    the jurisdictions that the header declares.
    """
    if notice.get("valid") is False or notice["outcome"] in ("refused", "duplicate"):
        return []
    asked = [
        clock
        for clock in clocks()
        if clock.starts_at == "received_at" and starts(clock, notice, received)
    ]
    where = jurisdictions_of(notice, default)
    if asked and not where:
        return [None]
    return [clock for clock in asked if holds(clock.jurisdiction, where)]


class Standing(NamedTuple):
    """How a request stands to a limit: ``state``; before the day ``turns`` it is ``before``."""

    state: str
    before: str | None = None
    turns: int | None = None


def standing_of(clock: Clock, outcome: str, received: LocalTime, met: LocalTime | None) -> Standing:
    """How a request of this outcome stands to a limit, on every day."""
    if met is not None:
        return Standing(state_of(clock.limit, received, met))
    first, last = turning_days(clock.limit, received.day)
    if is_done(clock, outcome):
        # It was met before the report was made, and nobody says when.
        return Standing(NOT_KNOWN, WITHIN, first)
    return Standing(NOT_KNOWN if outcome == "unknown" else OVERDUE, RUNNING, last)


def turning_days(term: Term, received: int) -> tuple[int, int]:
    """The first day on which a limit may be over, and the first on which it surely is, by number,
    for a request that was received at some time of the day ``received``."""
    if term.hours is None:
        over = day_number(term.last_day(numbered_day(received))) + 1
        return over, over
    limit = term.hours * _HOUR
    return received + (limit + 1) // _DAY, received + 1 - (-limit // _DAY)


def is_done(clock: Clock, outcome: str) -> bool:
    """Whether a notice of this outcome has met what the clock asks for, in time or not."""
    if outcome == "unknown":
        return False
    return outcome != "pending" if clock.met_at == "decided_at" else outcome in ("acted", "partly")


def jurisdictions_of(notice: Notice, default: Sequence[str] = ()) -> Sequence[str]:
    """Which law applies to a notice: its own jurisdictions, else the state of the order, else the
    law that the requester calls upon, else the ``default`` of the header; empty where nobody says.
    """
    if "jurisdictions" in notice:
        return notice["jurisdictions"]
    state = notice.get("order", {}).get("state")
    if state is not None:
        return (state,)
    called_upon = notice.get("requester", {}).get("jurisdiction")
    return default if called_upon is None else (called_upon,)


def starts(clock: Clock, notice: Notice, received: int) -> bool:
    """Whether the notice would start the clock where its law holds: kind, order and the legal basis
    of it, relation, harm, and law on that day."""
    if notice["kind"] not in clock.notice_kinds:
        return False
    if not clock.in_force(numbered_day(received)):
        return False
    order, relation = notice.get("order", {}), notice.get("requester", {}).get("relation")
    harm = notice.get("harm", {}).get("primary", "")
    return (
        (not clock.order_kinds or order.get("kind") in clock.order_kinds)
        and (not clock.relations or relation in clock.relations)
        and (not clock.harms or any(_lies_in(harm, wanted) for wanted in clock.harms))
        and (
            not clock.legal_bases
            or not bases_named(order.get("legal_basis")).isdisjoint(clock.legal_bases)
        )
    )


def state_of(term: Term, received: LocalTime, met: LocalTime) -> str:
    """How a request stood to a limit when it was met. Where only days are known, only what holds at
    every time of day counts as within or late."""
    if term.hours is None:
        over, _ = turning_days(term, received.day)
        return WITHIN if met.day < over else LATE
    limit = term.hours * _HOUR
    shortest, longest = _span(received, met)
    if longest <= limit:
        return WITHIN
    return LATE if shortest > limit else UNCERTAIN


def _span(start: LocalTime, end: LocalTime) -> tuple[int, int]:
    """The shortest and the longest that can lie between two moments, in seconds."""
    if start.second is not None and end.second is not None:
        return end.second - start.second, end.second - start.second
    days = end.day - start.day
    return max(0, (days - 1) * _DAY + 1), (days + 1) * _DAY - 1


def _lies_in(harm: str, wanted: str) -> bool:
    return harm == wanted or harm.startswith(f"{wanted}.")
