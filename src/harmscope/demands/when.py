"""Any demand, made to hold only where a condition does."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Condition, Context, Demand, Schema


@dataclass(frozen=True, slots=True)
class When:
    """``demand`` holds where ``condition`` does."""

    condition: Condition
    demand: Demand

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        if self.condition.holds(record):
            yield from self.demand.faults(record, context)

    def schema(self) -> Schema | None:
        fragment = self.demand.schema()
        return None if fragment is None else {"if": self.condition.schema(), "then": fragment}
