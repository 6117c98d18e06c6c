"""Times and days of records: parsed once, compared at the precision that both sides have."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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


@lru_cache(maxsize=65536)
def moment(text: str) -> Moment | None:
    """A day or an RFC 3339 time, or None for a text that is neither or names no real day."""
    if not _DAY.match(text):
        return None
    try:
        if len(text) == 10:
            return Moment(date.fromisoformat(text))
        read = datetime.fromisoformat(text)
        return Moment(read.date(), read.astimezone(UTC)) if read.tzinfo else None
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
