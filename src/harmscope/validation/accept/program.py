"""The rules of one kind, compiled to one function."""

from collections.abc import Callable
from datetime import date

from harmscope.demands import Context, Demand, KnownCode, KnownScheme, ParentOf
from harmscope.validation.accept import emit_values, runtime
from harmscope.validation.accept.emit import ROOT, Emitter, Lines, emit, indented

Predicate = Callable[[dict[str, object]], bool]
HELPERS = ("fine", "far", "unreal", "personal", "native_fine", "may_be_retired", "asks_for_facets")
LATEST = date.max.isoformat()

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
    body += out.shared(ROOT)
    lines = [*out.members(), *body, "return False"]
    return "\n".join([f"def doubtful({ROOT}):", *indented(lines)]) + "\n"


def compiled(demands: list[Demand], context: Context) -> Predicate:
    """A function that is true for every record that fails one of ``demands``, and for some more.

    Its argument must have the shape that the published schema of its kind asks for. The source
    holds names of members and codes out of our own rules and nothing out of any record.
    """
    out = Emitter()
    today = LATEST if context.clock is None else context.clock.isoformat()
    names = {name: getattr(runtime, name) for name in HELPERS}
    text = source(demands, out)
    scope: dict[str, object] = {**names, "today": today, "context": context, **out.bound}
    exec(compile(text, "<rules>", "exec"), scope)  # noqa: S102 - generated from our own rules
    predicate = scope["doubtful"]
    assert callable(predicate)
    return predicate
