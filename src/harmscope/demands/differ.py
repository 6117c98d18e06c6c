"""Two members that must not be the same."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.path import places, value_at


@dataclass(frozen=True, slots=True)
class Differ:
    """No value at ``path`` equals the text at ``other`` (without ``*``)."""

    path: str
    other: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        other = value_at(record, self.other)
        if not isinstance(other, str):
            return
        for pointer, value in places(record, self.path):
            if value == other:
                yield pointer

    def schema(self) -> Schema | None:
        return None
