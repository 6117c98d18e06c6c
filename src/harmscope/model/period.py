"""The period of a report: whole days in the report's time zone, both ends inside."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from harmscope.errors import UserError
from harmscope.times import day_of

_FIX = "write YYYY, YYYY-H1, YYYY-Q3, YYYY-07 or FROM/TO with two dates (YYYY-MM-DD/YYYY-MM-DD)"
_YEAR = re.compile(r"^([0-9]{4})$")
_PART = re.compile(r"^([0-9]{4})-([HQ])([1-4])$")
_MONTH = re.compile(r"^([0-9]{4})-([0-9]{2})$")
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_SPAN = re.compile(f"^({_DAY})/({_DAY})$")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from ``start`` to ``end``, both inside."""

    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.start.isoformat()}/{self.end.isoformat()}"

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days + 1

    def contains(self, day: date) -> bool:
        """Whether ``day`` lies inside."""
        return self.start <= day <= self.end

    def months(self) -> list[str]:
        """The months that the period touches, as ``YYYY-MM``, in order."""
        first = self.start.year * 12 + self.start.month - 1
        last = self.end.year * 12 + self.end.month - 1
        return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(first, last + 1)]


def parse_period(text: str) -> Period:
    """The period that ``text`` names: ``2025``, ``2025-H2``, ``2025-Q3``, ``2025-07``, ``FROM/TO``.

    Raises UserError where it names none, or one that ends before it starts.
    """
    try:
        period = _months_of(text) or _span_of(text)
    except ValueError:
        period = None
    if period is None:
        raise UserError("--period", "this is not a period", _FIX)
    if period.end < period.start:
        raise UserError("--period", "the period ends before it starts", "put the earlier day first")
    return period


def _months_of(text: str) -> Period | None:
    if match := _YEAR.fullmatch(text):
        return _run(int(match[1]), 1, 12)
    if match := _PART.fullmatch(text):
        length = 6 if match[2] == "H" else 3
        first = (int(match[3]) - 1) * length + 1
        return _run(int(match[1]), first, length) if first <= 12 else None
    if match := _MONTH.fullmatch(text):
        return _run(int(match[1]), int(match[2]), 1)
    return None


def _span_of(text: str) -> Period | None:
    match = _SPAN.fullmatch(text)
    return Period(day_of(match[1]), day_of(match[2])) if match else None


def _run(year: int, first: int, length: int) -> Period:
    last = first + length - 1
    return Period(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def before(period: Period) -> Period:
    """The period of the same number of days right before ``period``."""
    return Period(period.start - timedelta(days=period.days), period.start - timedelta(days=1))


def clipped(month: str | None, period: Period) -> Period:
    """The days of a month that lie in the period; the whole period without a month."""
    if month is None:
        return period
    whole = parse_period(month)
    return Period(max(whole.start, period.start), min(whole.end, period.end))
