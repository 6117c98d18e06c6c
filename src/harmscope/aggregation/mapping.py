"""How a record's own codes lead to its harm category: the mapping quality of one case."""

from collections.abc import Iterable
from functools import cache, lru_cache

from harmscope.errors import UserError
from harmscope.metrics.dimensions import NOT_LISTED
from harmscope.taxonomy import load_system, native_to_harm

Natives = tuple[tuple[str, str | None, str], ...]
"""(scheme, parent, code) of every native code of a record, in its order."""

STATED = "stated"
UNALLOCATED = "unallocated"

_BEST_FIRST = ("equal", "approx", "rollup")


@cache
def mapping_of(natives: Natives, harm: str | None) -> str:
    """``equal``, ``approx`` or ``rollup`` where a native code leads to ``harm`` by that count rule;
    ``stated`` where the source names the harm itself; ``unallocated`` where there is none."""
    if harm is None:
        return UNALLOCATED
    rules = {rule for scheme in _schemes(natives) for rule in _rules(scheme, natives, harm)}
    return next((rule for rule in _BEST_FIRST if rule in rules), STATED)


@lru_cache(maxsize=50_000)
def key_of(scheme: str, parent: str | None, code: str) -> str:
    """What a report shows of a native code: list and key, or ``NOT_LISTED``.

    A code that no shipped list has is text out of a record, and no report repeats that.
    """
    try:
        found = load_system(scheme).find(code, parent or "")
    except UserError:
        return NOT_LISTED
    return NOT_LISTED if found is None else f"{scheme}:{found.key}"


def _schemes(natives: Natives) -> Iterable[str]:
    return dict.fromkeys(scheme for scheme, _, _ in natives)


def _rules(scheme: str, natives: Natives, harm: str) -> list[str]:
    keys = [
        code if parent is None else f"{parent}/{code}"
        for own, parent, code in natives
        if own == scheme
    ]
    try:
        found = native_to_harm(scheme, keys)
    except UserError:  # a system that is not shipped, or one without categories of harm
        return []
    return [found.count_rule] if found.harm == harm else []
