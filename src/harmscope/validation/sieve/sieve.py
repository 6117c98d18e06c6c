"""The demands of one kind, compiled to one function that names those that may find a fault."""

from collections.abc import Callable
from functools import lru_cache

from harmscope.demands import Context, Demand
from harmscope.validation.sieve import doubts_values, memory
from harmscope.validation.sieve.doubts import Writer, doubt
from harmscope.validation.sieve.scope import indented

HELPERS = ("late", "far", "retired", "doubled", "faceted")

__all__ = ["Sieve", "doubts_values", "sieve_of"]


class Sieve:
    """``suspects`` gives the numbers of the demands that a record may fail, in their order."""

    def __init__(self, demands: tuple[Demand, ...], context: Context) -> None:
        out = Writer(context)
        for number, demand in enumerate(demands):
            doubt(demand, number, out.root, out)
        lines = ["found = set()", "add = found.add", *out.program(), "return found"]
        self.source = "\n".join(["def suspects(record):", *indented(lines)]) + "\n"
        names = {name: getattr(memory, name) for name in HELPERS}
        scope: dict[str, object] = {**names, **out.names.bound}
        # Generated from our own rules: names of members and codes, and nothing out of a record.
        exec(compile(self.source, "<sieve>", "exec"), scope)  # noqa: S102
        suspects = scope["suspects"]
        assert callable(suspects)
        self._suspects: Callable[[dict[str, object]], set[int]] = suspects

    def suspects(self, record: dict[str, object]) -> list[int]:
        """Numbers of the demands that may find a fault: all that do, and some that do not."""
        return sorted(self._suspects(record))


@lru_cache(maxsize=32)
def sieve_of(demands: tuple[Demand, ...], context: Context) -> Sieve:
    """The sieve of some demands; the same one for the same demands."""
    return Sieve(demands, context)
