"""Times in a table: several forms, a time zone, and the hour that a clock shows twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from harmscope.importers.times import BadTime, from_datetime, from_iso

_UTC = ZoneInfo("UTC")
RepeatedHour = Literal["refuse", "earlier", "later"]


class Ambiguous(BadTime):
    """A local time in an hour that a change of the clocks repeats or skips."""


@dataclass(frozen=True, slots=True)
class Clock:
    """``formats`` are those of ``strptime``, tried in order; ISO 8601 is always understood."""

    formats: tuple[str, ...] = ()
    zone: ZoneInfo = _UTC
    repeated_hour: RepeatedHour = "refuse"

    def read(self, text: str) -> str:
        """A time as the join sorts it, or a day. Raises BadTime; Ambiguous where the clocks
        change."""
        text = text.strip()
        for form in self.formats:
            try:
                value = datetime.strptime(text, form)
            except ValueError:
                continue
            return self._moment(value) if has_hour(form) else value.date().isoformat()
        try:
            return from_iso(text, self.zone)
        except BadTime:
            return self._moment(_naive(text))

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
        there = datetime.fromisoformat(from_datetime(value.replace(tzinfo=self.zone)))
        back = there.astimezone(self.zone).replace(tzinfo=None)
        return abs(back - value) < timedelta(microseconds=1)


def has_hour(form: str) -> bool:
    """Whether a form gives the time of day, not the day alone."""
    return any(mark in form for mark in ("%H", "%I", "%c", "%X", "%T"))


def _naive(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise BadTime from None
