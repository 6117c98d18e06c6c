"""A member must be there when a condition holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Condition, Context, Schema
from harmscope.demands.path import broken, places, pointer_of, required


@dataclass(frozen=True, slots=True)
class RequiredIf:
    """``path`` (without ``*``) must be there when ``when`` holds."""

    when: Condition
    path: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        if not self.when.holds(record) or broken(record, self.path):
            return
        if not any(True for _ in places(record, self.path)):
            yield pointer_of(self.path)

    def schema(self) -> Schema | None:
        return {"if": self.when.schema(), "then": required(self.path)}
