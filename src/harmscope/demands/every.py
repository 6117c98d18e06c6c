"""Several demands under one rule."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Context, Demand, Schema


@dataclass(frozen=True, slots=True)
class Every:
    """Each of ``demands`` holds; a place that fails several is named once."""

    demands: tuple[Demand, ...]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        seen: set[str] = set()
        for demand in self.demands:
            for pointer in demand.faults(record, context):
                if pointer not in seen:
                    seen.add(pointer)
                    yield pointer

    def schema(self) -> Schema | None:
        fragments = [demand.schema() for demand in self.demands]
        if any(fragment is None for fragment in fragments):
            return None
        return {"allOf": fragments}
