"""Delays between two moments of a record, told apart as finely as both moments allow."""

from datetime import date

from harmscope.times import moment

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


def delay(start: str, end: str) -> str | None:
    """The class of the delay from ``start`` to ``end``: RFC 3339 times or days. None where one of
    them is neither. With a day among them, whole days are compared, in UTC."""
    first, last = moment(start), moment(end)
    if first is None or last is None:
        return None
    if first.instant is not None and last.instant is not None:
        return _class((last.instant - first.instant).total_seconds() / 3600)
    days = (last.utc_day - first.utc_day).days
    return _class(24.0 * days) if days else "same_day"


def utc_day(text: str) -> date | None:
    """The day of a time (in UTC) or of a day, None where it is neither."""
    found = moment(text)
    return None if found is None else found.utc_day


def _class(hours: float) -> str:
    if hours < 0:
        return "before"
    for limit, name in _LIMITS:
        if hours < limit:
            return name
    for days, name in _DAYS:
        if hours < days * 24:
            return name
    return "longer"
