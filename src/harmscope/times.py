"""Days and times: RFC 3339 text to a day or an instant, and back.

A record's time is read here and nowhere else. A day is ``YYYY-MM-DD``; a time has an offset from
UTC. Where only a day is known, no hour is invented.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from harmscope.errors import UserError

# The patterns of the schemas: how records write days and times.

DATE = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
"""A calendar day, ``YYYY-MM-DD``."""

TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?"
"""A time of day, to the nanosecond at most."""

OFFSET = r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
"""The offset from UTC after RFC 3339."""

DAY_LENGTH = len("YYYY-MM-DD")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EPOCH = date(1970, 1, 1).toordinal()
_START = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the instant in UTC where the time is known.

    ``day`` is the day as written, in the offset as written.
    """

    day: date
    instant: datetime | None = None

    @property
    def utc_day(self) -> date:
        """The day in UTC where the instant is known, else the day as written."""
        return self.day if self.instant is None else self.instant.date()


def day_of(text: str) -> date:
    """The day that ``YYYY-MM-DD`` names. Raises ValueError where the text names none."""
    if not _DAY.fullmatch(text):
        raise ValueError("no day")
    return date.fromisoformat(text)


def day_or_none(text: str) -> date | None:
    """As :func:`day_of`; None where the text names no day."""
    try:
        return day_of(text)
    except ValueError:
        return None


def iso_time(text: str) -> datetime:
    """A day or time in any form of ISO 8601, also without an offset. Raises ValueError."""
    return datetime.fromisoformat(text)


def time_of(text: str) -> datetime:
    """A time in the offset in which it is written. Raises ValueError; a time without an offset is
    none."""
    if not _DAY.match(text):
        raise ValueError("no time")
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError("a time without offset is no instant")
    return read


@lru_cache(maxsize=65536)
def moment(text: str) -> Moment | None:
    """A day or an RFC 3339 time, or None for a text that is neither or names no real day."""
    try:
        if len(text) == DAY_LENGTH:
            return Moment(day_of(text))
        read = time_of(text)
        return Moment(read.date(), read.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def is_before(left: Moment, right: Moment) -> bool:
    """Whether ``left`` is surely before ``right``.

    Two instants are compared as instants. Where one side is only a day, the time zone of that
    day is unknown, so the other side counts with its day as written and with its day in UTC: the
    answer is yes only where both say so.
    """
    if left.instant is not None and right.instant is not None:
        return left.instant < right.instant
    latest = max(left.day, left.utc_day)
    earliest = min(right.day, right.utc_day)
    return latest < earliest


def start_of_day(of: date) -> datetime:
    """The start of a day in UTC."""
    return datetime(of.year, of.month, of.day, tzinfo=UTC)


def day_number(of: date) -> int:
    """Days since 1970-01-01."""
    return of.toordinal() - _EPOCH


def numbered_day(number: int) -> date:
    """The day that is ``number`` days after 1970-01-01."""
    return date.fromordinal(number + _EPOCH)


def months_after(day: date, months: int) -> date:
    """The day of the same number so many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def second_number(at: datetime) -> int:
    """Whole seconds since the start of 1970 in UTC; parts of a second are dropped."""
    return (at - _START) // _SECOND


def utc_text(at: datetime) -> str:
    """A UTC time to the second, as ``2026-04-20T10:00:00Z``."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def today() -> date:
    """Today in UTC."""
    return datetime.now(UTC).date()


def day_asked(text: str | None, option: str = "--clock") -> date:
    """The day that a user gave for ``option``; today in UTC where none was given."""
    if text is None:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(option, "it is no day", "write YYYY-MM-DD") from None


def time_asked(text: str | None, option: str = "--clock") -> datetime:
    """The UTC time, without an offset, that a user gave for ``option`` (a day means its start);
    now where none was given."""
    if text is None:
        return datetime.now(UTC).replace(tzinfo=None)
    try:
        at = iso_time(text)
        return at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
    except (ValueError, OverflowError):
        raise UserError(option, "it is no day or time", "write YYYY-MM-DD") from None
