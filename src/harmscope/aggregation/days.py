"""Days and times of records in the report's time zone.

A day stays that day; a time is converted and falls on the day it was there. Days are whole numbers
counted from 1970-01-01, times whole seconds, so that differences stay exact.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from harmscope.errors import UserError

_EPOCH = date(1970, 1, 1).toordinal()
_MINUTE = 60


class Moment(NamedTuple):
    """``day`` counts from 1970-01-01 in the zone; ``second`` is None where only a day is known."""

    day: int
    second: int | None


Clock = Callable[[str], Moment]


def clock_of(zone: str) -> Clock:
    """The function that places a record's day or time in the time zone ``zone``.

    Raises UserError where the zone is not in the IANA database.
    """
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fix = "name a zone of the IANA database, such as UTC or Europe/Dublin"
        raise UserError("--tz", "this time zone is not known", fix) from None

    @lru_cache(maxsize=1 << 16)
    def place_moment(text: str) -> Moment:
        if len(text) == len("YYYY-MM-DD"):
            return Moment(date.fromisoformat(text).toordinal() - _EPOCH, None)
        moment = datetime.fromisoformat(text)
        try:
            local = moment.astimezone(place).date()
        except OverflowError:  # the calendar of the zone ends before: the day as written
            local = moment.date()
        return Moment(local.toordinal() - _EPOCH, int(moment.timestamp() // 1))

    return place_moment


def days_between(start: Moment | None, end: Moment | None) -> int | None:
    """Whole days from one moment's day to the other's; None unless both are known."""
    return None if start is None or end is None else end.day - start.day


def minutes_between(start: Moment | None, end: Moment | None) -> int | None:
    """Whole minutes between two times; None unless both times of day are known."""
    if start is None or end is None or start.second is None or end.second is None:
        return None
    return (end.second - start.second) // _MINUTE
