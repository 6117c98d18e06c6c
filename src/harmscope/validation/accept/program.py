"""The rules of one kind, compiled to one function."""

from collections.abc import Callable

from harmscope.demands import Context, Demand, KnownCode, KnownScheme, ParentOf
from harmscope.validation.accept import emit_values, runtime
from harmscope.validation.accept.emit import ROOT, Emitter, Lines, emit, indented
from harmscope.validation.accept.good import LATEST

Predicate = Callable[[dict[str, object]], bool]
HELPERS = ("fine", "far", "native_fine", "may_be_retired", "asks_for_facets")

__all__ = ["Predicate", "compiled", "emit_values", "source"]


def source(demands: list[Demand], out: Emitter) -> str:
    """The source of the function, for a reader and for the compiler."""
    body: Lines = []
    native: set[str] = set()
    for demand in demands:
        if isinstance(demand, KnownScheme | KnownCode | ParentOf):
            # One test stands for all three.
            if demand.path in native:
                continue
            native.add(demand.path)
        body += emit(demand, out, ROOT)
    body += out.shared()
    lines = [*out.members(ROOT), *body, "return False"]
    return "\n".join([f"def doubtful({ROOT}):", *indented(lines)]) + "\n"


def compiled(
    demands: list[Demand], context: Context, known: frozenset[str] | None = None
) -> Predicate:
    """A function that is true for every record that fails one of ``demands``, and for some more.

    Its argument must have the shape that the published schema of its kind asks for. ``known`` are
    all members that the schema allows in it, None where it allows any. The source
    holds names of members and codes out of our own rules and nothing out of any record.
    """
    today = LATEST if context.clock is None else context.clock.isoformat()
    out = Emitter(known, today)
    names = {name: getattr(runtime, name) for name in HELPERS}
    text = source(demands, out)
    scope: dict[str, object] = {**names, "context": context, **out.bound}
    exec(compile(text, "<rules>", "exec"), scope)  # noqa: S102 - generated from our own rules
    predicate = scope["doubtful"]
    assert callable(predicate)
    return predicate
