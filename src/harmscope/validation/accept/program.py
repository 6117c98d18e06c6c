"""The rules of one kind, and what types cannot say of its shape, compiled to one function."""

from collections.abc import Callable
from typing import Any

import msgspec

from harmscope.demands import (
    Context,
    Demand,
    KeywordOfCategory,
    KnownCode,
    KnownScheme,
    ParentOf,
    VersionOfDay,
)
from harmscope.validation.accept import emit_values, runtime
from harmscope.validation.accept.emit import ROOT, ROUGH, Emitter, Lines, doubt, emit, indented
from harmscope.validation.accept.good import LATEST, Fits, NoneOf
from harmscope.validation.accept.shapes import TextTest, Typed
from harmscope.validation.statement import normal

Predicate = Callable[[Any], bool]
HELPERS = ("fine", "far", "native_fine", "may_be_retired", "codes_fine")
TOGETHER = (KnownScheme | KnownCode | ParentOf, KeywordOfCategory | VersionOfDay)
"""Demands that one test stands for."""

__all__ = ["Predicate", "compiled", "emit_values", "source"]


def source(demands: list[Demand], tests: tuple[TextTest, ...], out: Emitter) -> str:
    """The source of the function, for a reader and for the compiler."""
    body: Lines = []
    asked: set[tuple[int, str]] = set()
    for test in tests:
        body += _shape(test, out)
    for demand in demands:
        for number, kinds in enumerate(TOGETHER):
            if isinstance(demand, kinds):
                key = (number, getattr(demand, "path", ""))
                if key not in asked:
                    body += emit(demand, out, ROOT)
                asked.add(key)
                break
        else:
            body += emit(demand, out, ROOT)
    body += out.shared()
    lines = [f"{ROUGH} = False", *out.members(ROOT), *body, "return False"]
    return "\n".join([f"def doubtful({ROOT}):", *indented(lines)]) + "\n"


def _shape(test: TextTest, out: Emitter) -> Lines:
    if isinstance(test.check, NoneOf):
        words = tuple(sorted(test.check.days))
        return out.later(test.path, ROOT, lambda value: doubt(f"{value} in {words!r}"))
    if isinstance(test.check, Fits) and "." not in test.path and not test.cut:
        # Ids of records are all different: there is nothing to remember.
        fits = out.bind(test.check.whole)
        return out.later(test.path, ROOT, lambda value: doubt(f"{fits}({value}) is None"))
    return out.remembered(test.path, ROOT, test.check, test.cut)


def compiled(demands: list[Demand], context: Context, types: Typed) -> Predicate:
    """A function that is true for every record that fails one of ``demands`` or one of the tests
    of its shape, and for some more. Its argument is a struct of ``types``. The source holds names
    of members and codes out of our own rules and nothing out of any record.
    """
    today = LATEST if context.clock is None else context.clock.isoformat()
    out = Emitter(types.shape, today)
    names = {name: getattr(runtime, name) for name in HELPERS}
    text = source(demands, types.tests, out)
    plain = _plain_loose if types.shape.loose else _plain
    scope: dict[str, object] = {**names, "context": context, "plain": plain, **out.bound}
    exec(compile(text, "<rules>", "exec"), scope)  # noqa: S102 - generated from our own rules
    predicate = scope["doubtful"]
    assert callable(predicate)
    return predicate


def _plain(value: object) -> object:
    """A struct as the plain objects that demands take: lists are tuples in a struct."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _plain_loose(value: object) -> object:
    found = _plain(value)
    return normal(found) if isinstance(found, dict) else found
