"""A member must have, or must not have, certain values when a condition holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Condition, Context, Schema
from harmscope.demands.conditions import Scalar, is_one_of
from harmscope.demands.path import broken, nested, places, pointer_of, required


@dataclass(frozen=True, slots=True)
class ValueIf:
    """``path`` must be there with one of ``values`` when ``when`` holds."""

    when: Condition
    path: str
    values: tuple[Scalar, ...]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        if not self.when.holds(record) or broken(record, self.path):
            return
        found = [value for _, value in places(record, self.path)]
        if not found or not is_one_of(found[0], self.values):
            yield pointer_of(self.path)

    def schema(self) -> Schema | None:
        return {"if": self.when.schema(), "then": required(self.path, {"enum": list(self.values)})}


@dataclass(frozen=True, slots=True)
class NeverIf:
    """``path`` must not have one of ``values`` when ``when`` holds."""

    when: Condition
    path: str
    values: tuple[Scalar, ...]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        if not self.when.holds(record):
            return
        for pointer, value in places(record, self.path):
            if is_one_of(value, self.values):
                yield pointer

    def schema(self) -> Schema | None:
        fragment: Schema = {"not": {"enum": list(self.values)}}
        return {"if": self.when.schema(), "then": nested(self.path, fragment)}
