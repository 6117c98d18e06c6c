"""Numbers that must agree with each other."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.path import places, pointer_of, value_at


def number_of(value: object) -> int | float | None:
    """A value as a number, or None where it is none; ``true`` is no number."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def count_at(record: object, path: str) -> int | None:
    """The whole number at ``path``, or None; ``true`` is no number."""
    value = value_at(record, path)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class AtMost:
    """The number at ``part`` is not above the one at ``whole``; both without ``*``."""

    part: str
    whole: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        part, whole = (number_of(value_at(record, path)) for path in (self.part, self.whole))
        if part is not None and whole is not None and part > whole:
            yield pointer_of(self.part)

    def schema(self) -> Schema | None:
        return None


@dataclass(frozen=True, slots=True)
class SumOf:
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

    def schema(self) -> Schema | None:
        return None
