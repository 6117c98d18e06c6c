"""Shares: within their range, and together the whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.numbers_ import number_of
from harmscope.demands.path import nested, places


@dataclass(frozen=True, slots=True)
class InRange:
    """Every number at ``path`` lies between ``low`` and ``high``, both inside."""

    path: str
    low: int
    high: int

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for pointer, value in places(record, self.path):
            number = number_of(value)
            if number is not None and not self.low <= number <= self.high:
                yield pointer

    def schema(self) -> Schema | None:
        return nested(self.path, {"minimum": self.low, "maximum": self.high})


@dataclass(frozen=True, slots=True)
class MakeWhole:
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

    def schema(self) -> Schema | None:
        return None
