"""Codes of other systems: known in their list, still valid, under the parent that is given."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeGuard

from harmscope.demands.base import NO_CONTEXT, Context, Schema
from harmscope.demands.path import places


@dataclass(frozen=True, slots=True)
class KnownScheme:
    """Every ``scheme`` of the items at ``path`` is one of the code systems shipped."""

    path: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for pointer, value in places(record, f"{self.path}.scheme"):
            if isinstance(value, str) and "@" in value and value not in _shipped():
                yield pointer

    def schema(self) -> Schema | None:
        return None


@dataclass(frozen=True, slots=True)
class KnownCode:
    """Every ``code`` of the items at ``path`` is in its ``scheme``, where that one is shipped."""

    path: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for pointer, item in places(record, self.path):
            match item:
                case {"scheme": str(scheme), "code": str(code)} if scheme in _shipped():
                    if not _parents(scheme).get(code):
                        yield f"{pointer}/code"

    def schema(self) -> Schema | None:
        return None


@dataclass(frozen=True, slots=True)
class ParentOf:
    """The ``parent`` that an item at ``path`` gives is one under which its list has the code."""

    path: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for pointer, item in places(record, self.path):
            match item:
                case {"scheme": str(scheme), "code": str(code), "parent": str(parent)}:
                    known = _parents(scheme).get(code) if scheme in _shipped() else None
                    if known and parent not in known:
                        yield f"{pointer}/parent"

    def schema(self) -> Schema | None:
        return None


@dataclass(frozen=True, slots=True)
class CurrentCode:
    """No ``code`` of the items at ``path`` was out of use in its list on the day at ``on``."""

    path: str
    on: tuple[str, ...]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        days = [value[:10] for path in self.on for _, value in places(record, path) if _text(value)]
        for pointer, item in places(record, self.path):
            match item:
                case {"scheme": str(scheme), "code": str(code)} if days:
                    ends = last_day(scheme, code)
                    if ends and min(days) > ends:
                        yield f"{pointer}/code"

    def schema(self) -> Schema | None:
        return None


def last_day(scheme: str, code: str) -> str | None:
    """The last day on which a code was in use, or None where it still is or is unknown."""
    return _ends(scheme).get(code) if scheme in _shipped() else None


def _text(value: object) -> TypeGuard[str]:
    return isinstance(value, str)


@lru_cache(maxsize=64)
def _ends(ref: str) -> dict[str, str]:
    """The last day of every code of a system that has one under each parent it stands under."""
    from harmscope.taxonomy import load_system

    found: dict[str, list[str]] = {}
    for code in load_system(ref).codes.values():
        found.setdefault(code.code, []).append(str(code.valid_to or ""))
    return {code: max(ends) for code, ends in found.items() if all(ends)}


@lru_cache(maxsize=1)
def _shipped() -> frozenset[str]:
    from harmscope.taxonomy import systems

    return frozenset(f"{info.name}@{info.version}" for info in systems())


@lru_cache(maxsize=64)
def _parents(ref: str) -> dict[str, frozenset[str]]:
    """Every code of a system with all parents that it stands under (``""`` for none)."""
    from harmscope.taxonomy import load_system

    found: dict[str, set[str]] = {}
    for code in load_system(ref).codes.values():
        found.setdefault(code.code, set()).add(code.parent or "")
    return {code: frozenset(parents) for code, parents in found.items()}
