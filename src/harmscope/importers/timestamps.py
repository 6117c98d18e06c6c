"""Times of logs: as they are sorted, as records show them, and as a table in a time zone has them.

Inside, a time is UTC with six decimals and ``Z``, so that text order is time order; a day stays a
day and sorts before the times of that day. Records show no needless zeros.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from harmscope.times import DAY_LENGTH, day_or_none, iso_time, today

_INSIDE = len("YYYY-MM-DDTHH:MM:SS.ffffff")


class BadTime(ValueError):  # noqa: N818
    """Text that is no time, or a local time that the clock showed twice or never."""


def from_iso(text: str, zone: ZoneInfo | None = None) -> str:
    """A time in ISO 8601 or RFC 3339, also with a space for ``T`` and `` UTC`` for ``Z``.

    A time without offset is taken as one in ``zone`` (default UTC, which is what these systems
    store). Raises BadTime.
    """
    text = text.strip()
    if len(text) == DAY_LENGTH and (day := day_or_none(text)):
        return day.isoformat()
    try:
        value = iso_time(text.removesuffix(" UTC").strip())
    except ValueError:
        raise BadTime from None
    return from_datetime(value, zone)


def from_datetime(value: datetime, zone: ZoneInfo | None = None) -> str:
    """A datetime; a naive one is a clock's reading in ``zone`` (default UTC). Raises BadTime."""
    if value.tzinfo is None:
        value = at_clock(value, zone) if zone else value.replace(tzinfo=UTC)
    try:
        utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    except OverflowError:
        raise BadTime from None
    return utc.isoformat(timespec="microseconds")[:_INSIDE] + "Z"


def at_clock(value: datetime, zone: ZoneInfo) -> datetime:
    """The one moment at which clocks in ``zone`` showed ``value``.

    Raises BadTime in the hour that a change of the clocks skips or repeats: which moment was meant
    cannot be known.
    """
    first, second = value.replace(tzinfo=zone, fold=0), value.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        raise BadTime
    return first


def from_unix(seconds: float) -> str:
    """Seconds since 1970-01-01 UTC. Raises BadTime."""
    try:
        return from_datetime(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, OSError, ValueError):
        raise BadTime from None


def record_time(at: str) -> str:
    """A sortable time as records have it: RFC 3339 in UTC without needless zeros, or the day."""
    if len(at) <= DAY_LENGTH:
        return at
    return at[:-1].rstrip("0").rstrip(".") + "Z"


def is_ahead(at: str) -> bool:
    """Whether a time, sortable or as records have it, lies after today: nothing has happened then,
    and ``validate`` refuses it."""
    return at[:DAY_LENGTH] > today().isoformat()


def past(text: str) -> str:
    """A time in ISO 8601 that has been, in the sortable form; empty for no text. Raises BadTime
    for what is no time, or lies ahead."""
    at = from_iso(text) if text else ""
    if at and is_ahead(at):
        raise BadTime
    return at


def is_before(at: str, other: str) -> bool:
    """Whether a record's time lies before another one; where one of them is a day, whether its day
    does."""
    if min(len(at), len(other)) == DAY_LENGTH:
        return at[:DAY_LENGTH] < other[:DAY_LENGTH]
    return iso_time(at) < iso_time(other)


# Times in a table: several forms, a time zone, and the hour that a clock shows twice.

_UTC = ZoneInfo("UTC")
RepeatedHour = Literal["refuse", "earlier", "later"]


class Ambiguous(BadTime):
    """A local time in an hour that a change of the clocks repeats or skips."""


class TwoReadings(BadTime):
    """Text that two of the forms read as two different days: day and month may be swapped."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Reads the times of a table. ``formats`` are those of ``strptime``; ISO 8601 is always
    understood."""

    formats: tuple[str, ...] = ()
    zone: ZoneInfo = _UTC
    repeated_hour: RepeatedHour = "refuse"

    def read(self, text: str) -> str:
        """A time in the sortable form, or a day. Raises BadTime; Ambiguous where the clocks
        change, TwoReadings where two forms differ on what it says."""
        return _read_by(self, text.strip())

    def read_anew(self, text: str) -> str:
        """As :meth:`read`, for a text that was not read before."""
        fits = {
            (value, has_hour(form))
            for form in self.formats
            if (value := _read_as(text, form)) is not None
        }
        if len({value for value, _ in fits}) > 1:
            raise TwoReadings
        for value, timed in fits:
            return self._moment(value) if timed else value.date().isoformat()
        try:
            return from_iso(text, self.zone)
        except BadTime:
            return self._moment(_naive(text))

    def day(self, at: str) -> str:
        """The day in the zone of a time in the sortable form; a day stays a day."""
        if len(at) == DAY_LENGTH or self.zone is _UTC:
            return at[:DAY_LENGTH]
        try:
            return iso_time(at).astimezone(self.zone).date().isoformat()
        except OverflowError:  # the calendar of the zone ends before
            return at[:DAY_LENGTH]

    def _moment(self, value: datetime) -> str:
        if value.tzinfo is not None:
            return from_datetime(value)
        first, second = (value.replace(tzinfo=self.zone, fold=fold) for fold in (0, 1))
        earlier, later = from_datetime(first), from_datetime(second)
        if earlier == later:
            return earlier
        if self.repeated_hour == "refuse" or not self._exists(value):
            raise Ambiguous
        return min(earlier, later) if self.repeated_hour == "earlier" else max(earlier, later)

    def _exists(self, value: datetime) -> bool:
        """Whether clocks in the zone ever showed the time."""
        there = iso_time(from_datetime(value.replace(tzinfo=self.zone)))
        back = there.astimezone(self.zone).replace(tzinfo=None)
        return abs(back - value) < timedelta(microseconds=1)


@lru_cache(maxsize=65_536)
def _read_by(clock: Clock, text: str) -> str:
    """What a clock reads; days and times stand in many rows of a table."""
    return clock.read_anew(text)


def has_hour(form: str) -> bool:
    """Whether a form gives the time of day, not the day alone."""
    return any(mark in form for mark in ("%H", "%I", "%c", "%X", "%T"))


def _read_as(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None


def _naive(text: str) -> datetime:
    try:
        return iso_time(text)
    except ValueError:
        raise BadTime from None
