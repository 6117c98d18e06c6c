"""What a demand is: a question to one record, answered with the places that fail it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from harmscope.demands.expressions import Expr, Place

__all__ = ["NO_CONTEXT", "Condition", "Context", "Demand", "Schema"]

Schema = dict[str, object]


@dataclass(frozen=True, slots=True)
class Context:
    """What a demand may know besides the record. ``clock`` is the day taken as today."""

    clock: date | None = None


NO_CONTEXT = Context()


class Demand(ABC):
    """One kind of rule with its parameters.

    Demands never raise: where a record is not shaped as they expect, they see no fault, because
    the shape itself is judged by the schema.
    """

    __slots__ = ()

    @abstractmethod
    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        """RFC 6901 pointers of the places that fail, relative to ``record``."""

    @abstractmethod
    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        """A test of what stands at a place, which is an object: true wherever ``faults`` gives
        anything, and nearly nowhere else."""

    def schema(self) -> Schema | None:
        """The same demand as a JSON Schema fragment, or None where JSON Schema cannot say it."""
        return None


class Condition(ABC):
    """When a conditional demand applies."""

    __slots__ = ()

    @abstractmethod
    def holds(self, record: object) -> bool:
        """Whether the condition is met; False for anything of another shape."""

    @abstractmethod
    def test(self, at: Place) -> Expr:
        """The same condition as an exact test of what stands at a place."""

    @abstractmethod
    def schema(self) -> Schema:
        """The same condition as a JSON Schema fragment."""
