"""Demands on numbers that must agree with each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from harmscope.demands import expressions as e
from harmscope.demands.base import NO_CONTEXT, Context, Demand, Schema
from harmscope.demands.expressions import Expr, Place
from harmscope.demands.path import nested, places, pointer_of, value_at

__all__ = ["AtMost", "InRange", "MakeWhole", "SumOf"]


def number_of(value: object) -> int | float | None:
    """A value as a number, or None where it is none; ``true`` is no number."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def count_at(record: object, path: str) -> int | None:
    """The whole number at ``path``, or None; ``true`` is no number."""
    value = value_at(record, path)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class AtMost(Demand):
    """The number at ``part`` is not above the one at ``whole``; both without ``*``."""

    part: str
    whole: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        part, whole = (number_of(value_at(record, path)) for path in (self.part, self.whole))
        if part is not None and whole is not None and part > whole:
            yield pointer_of(self.part)

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return e.Greater(at / self.part, at / self.whole)


@dataclass(frozen=True, slots=True)
class SumOf(Demand):
    """The number at ``total`` is the sum of all numbers at ``parts``."""

    total: str
    parts: tuple[str, ...]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        total = count_at(record, self.total)
        if total is None:
            return
        found = [value for path in self.parts for _, value in places(record, path)]
        if sum(value for value in found if isinstance(value, int)) != total:
            yield pointer_of(self.total)

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return e.Present(at / self.total) & e.Asked(at, partial(self.faults, context=context))


@dataclass(frozen=True, slots=True)
class InRange(Demand):
    """Every number at ``path`` lies between ``low`` and ``high``, both inside."""

    path: str
    low: int
    high: int

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for pointer, value in places(record, self.path):
            number = number_of(value)
            if number is not None and not self.low <= number <= self.high:
                yield pointer

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return e.Present(at / self.path) & e.Asked(at, partial(self.faults, context=context))

    def schema(self) -> Schema | None:
        return nested(self.path, {"minimum": self.low, "maximum": self.high})


@dataclass(frozen=True, slots=True)
class MakeWhole(Demand):
    """The numbers at ``path`` add up to 1, to within ``slack`` for what was rounded.

    Nothing is asked where some items have none. The pointer names the list.
    """

    path: str
    slack: float = 0.001

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        above, _, last = self.path.rpartition(".*.")
        for pointer, items in places(record, above):
            if not isinstance(items, list):
                continue
            found = [number_of(item.get(last)) for item in items if isinstance(item, dict)]
            numbers = [number for number in found if number is not None]
            if numbers and len(numbers) == len(items) and abs(sum(numbers) - 1) > self.slack:
                yield pointer

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        above = at / self.path.rpartition(".*.")[0]
        return e.Present(above) & e.Asked(at, partial(self.faults, context=context))
