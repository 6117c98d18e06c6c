"""Conditions: a member is there, has one of some values, starts with a prefix, contains a code.

And demands that are made of others: several of them, one under a condition, one for each object.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands import expressions as e
from harmscope.demands.base import NO_CONTEXT, Condition, Context, Demand, Schema
from harmscope.demands.expressions import Expr, Place, Scalar
from harmscope.demands.path import given, nested, places, value_at

__all__ = ["AllOf", "Contains", "Equals", "Every", "Present", "StartsWith", "When", "Within"]


def is_one_of(value: object, options: tuple[Scalar, ...]) -> bool:
    """Equality as JSON has it: ``true`` is not 1."""
    return any(type(value) is type(option) and value == option for option in options)


@dataclass(frozen=True, slots=True)
class Present(Condition):
    """The member is there."""

    path: str

    def holds(self, record: object) -> bool:
        return value_at(record, self.path) is not None

    def test(self, at: Place) -> Expr:
        return e.Present(at / self.path)

    def schema(self) -> Schema:
        return given(self.path, {"not": {"type": "null"}})


@dataclass(frozen=True, slots=True)
class Equals(Condition):
    """The member has one of ``values``."""

    path: str
    values: tuple[Scalar, ...]

    def holds(self, record: object) -> bool:
        return is_one_of(value_at(record, self.path), self.values)

    def test(self, at: Place) -> Expr:
        return e.OneOf(at / self.path, self.values)

    def schema(self) -> Schema:
        return given(self.path, {"enum": list(self.values)})


@dataclass(frozen=True, slots=True)
class StartsWith(Condition):
    """The member is a text that starts with one of ``prefixes``."""

    path: str
    prefixes: tuple[str, ...]

    def holds(self, record: object) -> bool:
        value = value_at(record, self.path)
        return isinstance(value, str) and value.startswith(self.prefixes)

    def test(self, at: Place) -> Expr:
        return e.StartsWith(at / self.path, self.prefixes)

    def schema(self) -> Schema:
        options = "|".join(re.escape(prefix).replace(r"\-", "-") for prefix in self.prefixes)
        return given(self.path, {"type": "string", "pattern": f"^(?:{options})"})


@dataclass(frozen=True, slots=True)
class Contains(Condition):
    """The member is a list with ``value`` in it."""

    path: str
    value: Scalar

    def holds(self, record: object) -> bool:
        value = value_at(record, self.path)
        return isinstance(value, list) and any(is_one_of(item, (self.value,)) for item in value)

    def test(self, at: Place) -> Expr:
        return e.Contains(at / self.path, self.value)

    def schema(self) -> Schema:
        return given(self.path, {"type": "array", "contains": {"const": self.value}})


@dataclass(frozen=True, slots=True)
class AllOf(Condition):
    """All of several conditions."""

    conditions: tuple[Condition, ...]

    def holds(self, record: object) -> bool:
        return all(condition.holds(record) for condition in self.conditions)

    def test(self, at: Place) -> Expr:
        return e.And(tuple(condition.test(at) for condition in self.conditions))

    def schema(self) -> Schema:
        return {"allOf": [condition.schema() for condition in self.conditions]}


@dataclass(frozen=True, slots=True)
class Every(Demand):
    """Each of ``demands`` holds; a place that fails several is named once."""

    demands: tuple[Demand, ...]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        seen: set[str] = set()
        for demand in self.demands:
            for pointer in demand.faults(record, context):
                if pointer not in seen:
                    seen.add(pointer)
                    yield pointer

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return e.Or(tuple(demand.test(at, context) for demand in self.demands))

    def schema(self) -> Schema | None:
        fragments = [demand.schema() for demand in self.demands]
        if any(fragment is None for fragment in fragments):
            return None
        return {"allOf": fragments}


@dataclass(frozen=True, slots=True)
class When(Demand):
    """``demand`` holds where ``condition`` does."""

    condition: Condition
    demand: Demand

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        if self.condition.holds(record):
            yield from self.demand.faults(record, context)

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return self.condition.test(at) & self.demand.test(at, context)

    def schema(self) -> Schema | None:
        fragment = self.demand.schema()
        return None if fragment is None else {"if": self.condition.schema(), "then": fragment}


@dataclass(frozen=True, slots=True)
class Within(Demand):
    """``demand`` holds for everything at ``path``, such as every decision of an incident."""

    path: str
    demand: Demand

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for pointer, value in places(record, self.path):
            for inner in self.demand.faults(value, context):
                yield pointer + inner

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return e.Object(at / self.path) & self.demand.test(at / self.path, context)

    def schema(self) -> Schema | None:
        fragment = self.demand.schema()
        return None if fragment is None else nested(self.path, fragment)
