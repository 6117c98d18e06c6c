"""A demand on each object at a path, such as every decision of an incident."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Context, Demand, Schema
from harmscope.demands.path import nested, places


@dataclass(frozen=True, slots=True)
class Within:
    """``demand`` holds for everything at ``path``."""

    path: str
    demand: Demand

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for pointer, value in places(record, self.path):
            for inner in self.demand.faults(value, context):
                yield pointer + inner

    def schema(self) -> Schema | None:
        fragment = self.demand.schema()
        return None if fragment is None else nested(self.path, fragment)
