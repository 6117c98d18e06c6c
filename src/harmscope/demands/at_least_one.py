"""At least one of several members must be there."""

from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.demands.base import NO_CONTEXT, Context, Schema


@dataclass(frozen=True, slots=True)
class AtLeastOne:
    """At least one of ``members`` must be there; exactly one where ``exactly`` is set."""

    members: tuple[str, ...]
    exactly: bool = False

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        if not isinstance(record, dict):
            return
        there = sum(member in record for member in self.members)
        if there == 0 or (self.exactly and there > 1):
            yield ""

    def schema(self) -> Schema | None:
        options = [{"required": [member]} for member in self.members]
        key = "oneOf" if self.exactly else "anyOf"
        return {"if": {"type": "object"}, "then": {key: options}}
