"""Demands on times and days: real, meaningful, in order, not too far apart.

Times are compared at the precision that both sides have.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from harmscope.demands import expressions as e
from harmscope.demands.base import NO_CONTEXT, Context, Demand
from harmscope.demands.expressions import Expr, Place
from harmscope.demands.path import places
from harmscope.demands.text import TextDemand
from harmscope.times import DATE, Moment, is_before, moment

__all__ = [
    "DayRange",
    "InSequence",
    "NotAfterClock",
    "NotLonger",
    "NotSentinel",
    "Ordered",
    "RealDate",
]

PLAIN = ("", "T::Z")
"""Every third character from the tenth on: of a day, and of a time in UTC to the second. Days and
such times stand in the order of their texts, a day before each time of it."""

_FORM = re.compile(DATE)


def is_later(first: str, second: str) -> bool:
    """Whether the first of two texts is surely later; false where one is no day and no time."""
    if first[10::3] in PLAIN and second[10::3] in PLAIN:
        # Nearly all times: nothing is read.
        one, other = first[:10], second[:10]
        if one < other or (one == other and (first <= second or len(second) == 10)):
            return False
    left, right = moment(first), moment(second)
    return left is not None and right is not None and is_before(right, left)


def is_far(first: str, second: str, days: int) -> bool:
    """Whether the first of two times is more than so many days after the second."""
    left, right = moment(first), moment(second)
    return left is not None and right is not None and (left.day - right.day).days > days


def go_back(texts: Iterable[str]) -> bool:
    """Whether a time in a list comes after a later one."""
    known = [read for read in map(moment, texts) if read is not None]
    return any(is_before(second, first) for first, second in pairwise(known))


@dataclass(frozen=True, slots=True)
class RealDate(TextDemand):
    """Every text at ``paths`` that has the form of a date names a day of the calendar.

    30 February has the form and is none. The 32nd has not even the form, and that is the schema's
    finding.
    """

    paths: tuple[str, ...]
    of_days = True

    def wrong(self, context: Context) -> Callable[[str], bool]:
        return _is_no_day


@dataclass(frozen=True, slots=True)
class NotSentinel(TextDemand):
    """No time at ``paths`` lies on one of ``days`` (``YYYY-MM-DD``)."""

    paths: tuple[str, ...]
    days: tuple[str, ...]
    of_days = True

    def wrong(self, context: Context) -> Callable[[str], bool]:
        return lambda text: text[:10] in self.days


@dataclass(frozen=True, slots=True)
class NotAfterClock(TextDemand):
    """No time at ``paths`` lies after the day of the run's clock; silent without a clock."""

    paths: tuple[str, ...]
    of_days = True

    def wrong(self, context: Context) -> Callable[[str], bool]:
        today = context.clock

        def is_ahead(text: str) -> bool:
            read = moment(text)
            return today is not None and read is not None and min(read.day, read.utc_day) > today

        return is_ahead


@dataclass(frozen=True, slots=True)
class DayRange(TextDemand):
    """Every day at ``paths`` lies from ``first`` to ``last`` (``YYYY-MM-DD``, both inside)."""

    paths: tuple[str, ...]
    first: str
    last: str
    of_days = True

    def wrong(self, context: Context) -> Callable[[str], bool]:
        def is_outside(text: str) -> bool:
            read = moment(text)
            return read is not None and not self.first <= read.day.isoformat() <= self.last

        return is_outside


@dataclass(frozen=True, slots=True)
class Ordered(Demand):
    """No time at ``later`` is before any time at ``earlier``; the pointer names the later one."""

    earlier: str
    later: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        starts = [start for _, start in _moments(record, self.earlier)]
        if not starts:
            return
        for pointer, end in _moments(record, self.later):
            if any(is_before(end, start) for start in starts):
                yield pointer

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        earlier, later = at / self.earlier, at / self.later
        if are_apart(earlier, later):
            return e.Some(e.Texts(at, self.earlier)) & e.Some(e.Texts(at, self.later))
        return e.Later(earlier, later)


@dataclass(frozen=True, slots=True)
class InSequence(Demand):
    """The times at ``path`` (with one ``*``) never go back; the pointer names the one that does."""

    path: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        last: Moment | None = None
        for pointer, now in _moments(record, self.path):
            if last is not None and is_before(now, last):
                yield pointer
            else:
                last = now

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return e.Backwards(e.Texts(at, self.path))


@dataclass(frozen=True, slots=True)
class NotLonger(Demand):
    """No time at ``later`` is more than ``days`` days after a time at ``earlier``."""

    earlier: str
    later: str
    days: int

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        starts = [start.day for _, start in _moments(record, self.earlier)]
        for pointer, end in _moments(record, self.later):
            if any(end.day - start > timedelta(days=self.days) for start in starts):
                yield pointer

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        earlier, later = at / self.earlier, at / self.later
        if are_apart(earlier, later):
            return e.Some(e.Texts(at, self.earlier)) & e.Some(e.Texts(at, self.later))
        return e.FarApart(later, earlier, self.days)


def are_apart(one: Place, other: Place) -> bool:
    """Whether two places lie in different lists, so that items of both stand for several pairs."""
    shorter, longer = sorted((one.item, other.item), key=len)
    return shorter not in ("", longer) and not longer.startswith(f"{shorter}.")


def _is_no_day(text: str) -> bool:
    return _FORM.match(text) is not None and moment(text[:10]) is None


def _moments(record: object, path: str) -> Iterator[tuple[str, Moment]]:
    for pointer, value in places(record, path):
        read = moment(value) if isinstance(value, str) else None
        if read is not None:
            yield pointer, read
