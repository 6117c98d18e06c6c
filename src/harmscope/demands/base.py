"""What a demand is: a question to one record, answered with the places that fail it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

Schema = dict[str, object]


@dataclass(frozen=True, slots=True)
class Context:
    """What a demand may know besides the record. ``clock`` is the day taken as today."""

    clock: date | None = None


NO_CONTEXT = Context()


class Demand(Protocol):
    """One kind of rule with its parameters.

    Demands never raise: where a record is not shaped as they expect, they see no fault, because
    the shape itself is judged by the schema.
    """

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        """RFC 6901 pointers of the places that fail, relative to ``record``."""
        ...

    def schema(self) -> Schema | None:
        """The same demand as a JSON Schema fragment, or None where JSON Schema cannot say it."""
        ...


class Condition(Protocol):
    """When a conditional demand applies."""

    def holds(self, record: object) -> bool:
        """Whether the condition is met; False for anything of another shape."""
        ...

    def schema(self) -> Schema:
        """The same condition as a JSON Schema fragment."""
        ...
