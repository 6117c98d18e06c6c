"""Conditions: a member is there, has one of some values, starts with a prefix, contains a code."""

import re
from dataclasses import dataclass

from harmscope.demands.base import Condition, Schema
from harmscope.demands.path import given, value_at

Scalar = str | bool


def is_one_of(value: object, options: tuple[Scalar, ...]) -> bool:
    """Equality as JSON has it: ``true`` is not 1."""
    return any(type(value) is type(option) and value == option for option in options)


@dataclass(frozen=True, slots=True)
class Present:
    """The member is there."""

    path: str

    def holds(self, record: object) -> bool:
        return value_at(record, self.path) is not None

    def schema(self) -> Schema:
        return given(self.path, {"not": {"type": "null"}})


@dataclass(frozen=True, slots=True)
class Equals:
    """The member has one of ``values``."""

    path: str
    values: tuple[Scalar, ...]

    def holds(self, record: object) -> bool:
        return is_one_of(value_at(record, self.path), self.values)

    def schema(self) -> Schema:
        return given(self.path, {"enum": list(self.values)})


@dataclass(frozen=True, slots=True)
class StartsWith:
    """The member is a text that starts with one of ``prefixes``."""

    path: str
    prefixes: tuple[str, ...]

    def holds(self, record: object) -> bool:
        value = value_at(record, self.path)
        return isinstance(value, str) and value.startswith(self.prefixes)

    def schema(self) -> Schema:
        options = "|".join(re.escape(prefix).replace(r"\-", "-") for prefix in self.prefixes)
        return given(self.path, {"type": "string", "pattern": f"^(?:{options})"})


@dataclass(frozen=True, slots=True)
class Contains:
    """The member is a list with ``value`` in it."""

    path: str
    value: Scalar

    def holds(self, record: object) -> bool:
        value = value_at(record, self.path)
        return isinstance(value, list) and any(is_one_of(item, (self.value,)) for item in value)

    def schema(self) -> Schema:
        return given(self.path, {"type": "array", "contains": {"const": self.value}})


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of several conditions."""

    conditions: tuple[Condition, ...]

    def holds(self, record: object) -> bool:
        return all(condition.holds(record) for condition in self.conditions)

    def schema(self) -> Schema:
        return {"allOf": [condition.schema() for condition in self.conditions]}
