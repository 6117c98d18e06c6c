"""Categories and keywords of the DSA Transparency Database: their parents, their two versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.path import places

CHANGED = "2025-07-01"
"""The day from which the second version of the lists holds."""

_VERSIONS = ("dsa@v1", "dsa@v2")
_PATHS = ("category", "category_addition.*", "category_specification.*")


@dataclass(frozen=True, slots=True)
class VersionOfDay:
    """Codes are of the version that held on ``created_at``; without it, of the newer one.

    With ``newer`` only codes are looked for that came after the record, else only those that were
    out of use.
    """

    newer: bool = False

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        created = next((value for _, value in places(record, "created_at")), CHANGED)
        is_old = isinstance(created, str) and created < CHANGED
        if is_old is not self.newer:
            return
        fitting, other = ("dsa@v1", "dsa@v2") if is_old else ("dsa@v2", "dsa@v1")
        wrong = _parents(other).keys() - _parents(fitting).keys()
        for path in _PATHS:
            for pointer, value in places(record, path):
                if isinstance(value, str) and value in wrong:
                    yield pointer

    def schema(self) -> Schema | None:
        return None


@dataclass(frozen=True, slots=True)
class KeywordOfCategory:
    """Every keyword stands under the category or one of the additional ones, in either version.

    Where the category is missing or unknown, that is the fault, and keywords say nothing more. A
    keyword of which no parent is known stands under any.
    """

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        named = {
            value
            for path in _PATHS[:2]
            for _, value in places(record, path)
            if isinstance(value, str)
        }
        category = next((value for _, value in places(record, _PATHS[0])), None)
        if not isinstance(category, str) or not any(category in _parents(ref) for ref in _VERSIONS):
            return
        for pointer, value in places(record, _PATHS[2]):
            if isinstance(value, str):
                parents = {one for ref in _VERSIONS for one in _parents(ref).get(value, ())}
                if parents and "" not in parents and not parents & named:
                    yield pointer

    def schema(self) -> Schema | None:
        return None


@lru_cache(maxsize=2)
def _parents(ref: str) -> dict[str, set[str]]:
    """Every code of a version with the categories that it stands under."""
    from harmscope.taxonomy import load_system

    found: dict[str, set[str]] = {}
    for code in load_system(ref).codes.values():
        found.setdefault(code.code, set()).add(code.parent)
    return found
