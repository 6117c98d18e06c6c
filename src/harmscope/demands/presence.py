"""Demands on what must be there, and on what must not."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands import expressions as e
from harmscope.demands.base import NO_CONTEXT, Condition, Context, Demand, Schema
from harmscope.demands.expressions import Expr, Place
from harmscope.demands.path import broken, nested, places, pointer_of, required

__all__ = ["AtLeastOne", "ForbiddenIf", "RequiredIf"]


@dataclass(frozen=True, slots=True)
class AtLeastOne(Demand):
    """At least one of ``members`` must be there; exactly one where ``exactly`` is set."""

    members: tuple[str, ...]
    exactly: bool = False

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        if not isinstance(record, dict):
            return
        there = sum(member in record for member in self.members)
        if there == 0 or (self.exactly and there > 1):
            yield ""

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        there = tuple(e.There(at / member) for member in self.members)
        return e.CountIsNot(there, 1) if self.exactly else e.And(tuple(e.Not(one) for one in there))

    def schema(self) -> Schema | None:
        options = [{"required": [member]} for member in self.members]
        key = "oneOf" if self.exactly else "anyOf"
        return {"if": {"type": "object"}, "then": {key: options}}


@dataclass(frozen=True, slots=True)
class RequiredIf(Demand):
    """``path`` (without ``*``) must be there when ``when`` holds."""

    when: Condition
    path: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        if not self.when.holds(record) or broken(record, self.path):
            return
        if not any(True for _ in places(record, self.path)):
            yield pointer_of(self.path)

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return ~e.Present(at / self.path) & self.when.test(at)

    def schema(self) -> Schema | None:
        return {"if": self.when.schema(), "then": required(self.path)}


@dataclass(frozen=True, slots=True)
class ForbiddenIf(Demand):
    """``path`` (without ``*``) must be left out when ``when`` holds, or, with ``unless``, when
    that condition does not hold."""

    path: str
    when: Condition | None = None
    unless: Condition | None = None

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        if self.when is not None and not self.when.holds(record):
            return
        if self.unless is not None and self.unless.holds(record):
            return
        if any(True for _ in places(record, self.path)):
            yield pointer_of(self.path)

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        test: Expr = e.There(at / self.path)
        if self.when is not None:
            test &= self.when.test(at)
        return test if self.unless is None else test & ~self.unless.test(at)

    def schema(self) -> Schema | None:
        head, _, last = self.path.rpartition(".")
        absent = nested(head, {"properties": {last: False}})
        if self.unless is not None:
            absent = {"if": self.unless.schema(), "else": absent}
        if self.when is not None:
            absent = {"if": self.when.schema(), "then": absent}
        return absent
