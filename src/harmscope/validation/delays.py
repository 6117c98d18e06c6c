"""Delays between two moments of a record, told apart as finely as both moments allow."""

from datetime import date, datetime

DELAYS = (
    ("before", "before it"),
    ("same_day", "the same day, hour not known"),
    ("hour", "under 1 hour"),
    ("day", "1 to 24 hours"),
    ("two_days", "1 to 2 days"),
    ("week", "2 to 7 days"),
    ("month", "7 to 30 days"),
    ("quarter", "30 to 90 days"),
    ("year", "90 to 365 days"),
    ("longer", "365 days or more"),
)
"""Classes of delay and what they are called, the shortest first. A lower limit belongs to its
class, an upper one to the next."""

_LIMITS = ((1, "hour"), (24, "day"), (48, "two_days"), (168, "week"))
_DAYS = ((30, "month"), (90, "quarter"), (365, "year"))
_DAY = 10


def delay(start: str, end: str) -> str | None:
    """The class of the delay from ``start`` to ``end``: RFC 3339 times or days. None where one of
    them is neither. With a day among them, whole days are compared, in UTC."""
    try:
        exact = len(start) > _DAY and len(end) > _DAY
        hours = _hours(start, end) if exact else 24.0 * (_day(end) - _day(start)).days
    except (ValueError, OverflowError):
        return None
    if hours < 0:
        return "before"
    if hours == 0 and not exact:
        return "same_day"
    return _class(hours)


def day_of(moment: str) -> date | None:
    """The day of a time (in UTC) or of a day, None where it is neither."""
    try:
        return _day(moment)
    except (ValueError, OverflowError):
        return None


def _class(hours: float) -> str:
    for limit, name in _LIMITS:
        if hours < limit:
            return name
    for days, name in _DAYS:
        if hours < days * 24:
            return name
    return "longer"


def _hours(start: str, end: str) -> float:
    return (_time(end) - _time(start)).total_seconds() / 3600


def _time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without offset is no moment")
    return moment


def _day(text: str) -> date:
    if len(text) == _DAY:
        return date.fromisoformat(text)
    moment = _time(text)
    return (moment.replace(tzinfo=None) - (moment.utcoffset() or moment - moment)).date()
