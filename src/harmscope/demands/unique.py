"""Items of a list differ."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.path import places


@dataclass(frozen=True, slots=True)
class Unique:
    """No two texts at ``path`` (with one ``*``, such as ``decisions.*.id``) are the same.

    The pointer names the second and later ones.
    """

    path: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        seen: set[str] = set()
        for pointer, value in places(record, self.path):
            if isinstance(value, str):
                if value in seen:
                    yield pointer
                seen.add(value)

    def schema(self) -> Schema | None:
        return None
