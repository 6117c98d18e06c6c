"""A reference must point at something in the same record."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.path import places


@dataclass(frozen=True, slots=True)
class Refers:
    """Every text at ``path`` is also at ``target``; with ``itself`` false, not in the same item."""

    path: str
    target: str
    itself: bool = True

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        targets = {
            value: pointer
            for pointer, value in places(record, self.target)
            if isinstance(value, str)
        }
        for pointer, value in places(record, self.path):
            if not isinstance(value, str):
                continue
            if value not in targets or (not self.itself and _same_item(pointer, targets[value])):
                yield pointer

    def schema(self) -> Schema | None:
        return None


def _same_item(left: str, right: str) -> bool:
    return left.split("/")[:3] == right.split("/")[:3]
