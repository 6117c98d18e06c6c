"""A member must not be there when a condition holds."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Condition, Context, Schema
from harmscope.demands.path import nested, places, pointer_of


@dataclass(frozen=True, slots=True)
class ForbiddenIf:
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

    def schema(self) -> Schema | None:
        head, _, last = self.path.rpartition(".")
        absent = nested(head, {"properties": {last: False}})
        if self.unless is not None:
            absent = {"if": self.unless.schema(), "else": absent}
        if self.when is not None:
            absent = {"if": self.when.schema(), "then": absent}
        return absent
