"""A code must be one of a set that is data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.path import places


@dataclass(frozen=True, slots=True)
class CodeIn:
    """Every text at ``paths`` is one of ``codes()``, or none of them where ``never`` is set.

    ``codes`` is a function because the lists are read from data only when a rule first runs.
    """

    paths: tuple[str, ...]
    codes: Callable[[], frozenset[str]]
    never: bool = False

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for path in self.paths:
            for pointer, value in places(record, path):
                if isinstance(value, str) and (value in self.codes()) is self.never:
                    yield pointer

    def schema(self) -> Schema | None:
        return None
