"""Demands on codes of other systems: known in their list, still valid, under the right parent.

Those of statements of the DSA Transparency Database stand in members of their own; all others as
objects with a scheme, a code and, where the list is a tree, a parent.
"""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import ClassVar, TypeGuard

from harmscope.demands import expressions as e
from harmscope.demands.base import NO_CONTEXT, Context, Demand
from harmscope.demands.expressions import Expr, Place
from harmscope.demands.path import places

__all__ = [
    "CurrentCode",
    "KeywordOfCategory",
    "KnownCode",
    "KnownScheme",
    "ParentOf",
    "VersionOfDay",
]

NATIVE = ("scheme", "code", "parent")
"""Members of a native code."""

STATEMENT = ("created_at", "category", "category_addition", "category_specification")
"""Members of a statement that tell whether its codes go together."""

CHANGED = "2025-07-01"
"""The day from which the second version of the lists of statements holds."""

_VERSIONS = ("dsa@v1", "dsa@v2")
_PATHS = ("category", "category_addition.*", "category_specification.*")
_Native = tuple[object, object, object]


class NativeDemand(Demand):
    """A demand on each object with a code at ``path``; what is at fault is its ``member``."""

    __slots__ = ()
    path: str
    member: ClassVar[str]

    @abstractmethod
    def wrong(self, native: _Native) -> bool:
        """Whether a scheme, a code and a parent (None for none) fail."""

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for pointer, item in places(record, self.path):
            if isinstance(item, dict):
                scheme, code, parent = map(item.get, NATIVE)
                if self.wrong((scheme, code, parent)):
                    yield f"{pointer}/{self.member}"

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return e.Fails(tuple(at / self.path / member for member in NATIVE), self.wrong)


@dataclass(frozen=True, slots=True)
class KnownScheme(NativeDemand):
    """Every ``scheme`` of the items at ``path`` is one of the code systems shipped."""

    path: str
    member = "scheme"

    def wrong(self, native: _Native) -> bool:
        scheme = native[0]
        return _is_text(scheme) and "@" in scheme and scheme not in _shipped()


@dataclass(frozen=True, slots=True)
class KnownCode(NativeDemand):
    """Every ``code`` of the items at ``path`` is in its ``scheme``, where that one is shipped."""

    path: str
    member = "code"

    def wrong(self, native: _Native) -> bool:
        scheme, code, _ = native
        if not (_is_text(scheme) and _is_text(code) and scheme in _shipped()):
            return False
        return not parents_of(scheme).get(code)


@dataclass(frozen=True, slots=True)
class ParentOf(NativeDemand):
    """The ``parent`` that an item at ``path`` gives is one under which its list has the code."""

    path: str
    member = "parent"

    def wrong(self, native: _Native) -> bool:
        scheme, code, parent = native
        if not (_is_text(scheme) and _is_text(code) and _is_text(parent)):
            return False
        known = parents_of(scheme).get(code) if scheme in _shipped() else None
        return bool(known) and known is not None and parent not in known


@dataclass(frozen=True, slots=True)
class CurrentCode(Demand):
    """No ``code`` of the items at ``path`` was out of use in its list on the day at ``on``."""

    path: str
    on: tuple[str, ...]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        found = (value for path in self.on for _, value in places(record, path))
        days = [value[:10] for value in found if _is_text(value)]
        for pointer, item in places(record, self.path):
            match item:
                case {"scheme": str(scheme), "code": str(code)} if days:
                    ends = last_day(scheme, code)
                    if ends and min(days) > ends:
                        yield f"{pointer}/code"

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        code = tuple(at / self.path / member for member in NATIVE[:2])
        # The days of a record matter only for a code that has a last one.
        return e.Fails(code, _ended) & e.Asked(at, partial(self.faults, context=context))


class StatementDemand(Demand):
    """A demand on the codes of a statement, taken together."""

    __slots__ = ()

    def wrong(self, codes: tuple[object, ...]) -> bool:
        """Whether the values of the members in ``STATEMENT`` fail; lists come as tuples."""
        created, *others = codes
        return _is_wrong(self, (_side(created), *others))

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return e.Fails(tuple(at / member for member in STATEMENT), self.wrong, coarse=_side)


def _side(created: object) -> str | None:
    """Days are many and codes few: of a day only the side of the change counts."""
    return "" if isinstance(created, str) and created < CHANGED else None


@lru_cache(maxsize=20_000)
def _is_wrong(demand: StatementDemand, codes: tuple[object, ...]) -> bool:
    members = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in zip(STATEMENT, codes, strict=True)
        if value is not None
    }
    return any(True for _ in demand.faults(members))


@dataclass(frozen=True, slots=True)
class VersionOfDay(StatementDemand):
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
        fitting, other = _VERSIONS if is_old else _VERSIONS[::-1]
        wrong = parents_of(other).keys() - parents_of(fitting).keys()
        for path in _PATHS:
            for pointer, value in places(record, path):
                if isinstance(value, str) and value in wrong:
                    yield pointer


@dataclass(frozen=True, slots=True)
class KeywordOfCategory(StatementDemand):
    """Every keyword stands under the category or one of the additional ones, in either version.

    Where the category is missing or unknown, that is the fault, and keywords say nothing more. A
    keyword of which no parent is known stands under any.
    """

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        found = (value for path in _PATHS[:2] for _, value in places(record, path))
        named = {value for value in found if isinstance(value, str)}
        lists = [parents_of(ref) for ref in _VERSIONS]
        category = next((value for _, value in places(record, _PATHS[0])), None)
        if not isinstance(category, str) or not any(category in codes for codes in lists):
            return
        for pointer, value in places(record, _PATHS[2]):
            if isinstance(value, str):
                parents = {parent for codes in lists for parent in codes.get(value, ())}
                if parents and "" not in parents and not parents & named:
                    yield pointer


def last_day(scheme: str, code: str) -> str | None:
    """The last day on which a code was in use, or None where it still is or is unknown."""
    return _ends(scheme).get(code) if scheme in _shipped() else None


def _ended(code: tuple[object, object]) -> bool:
    scheme, name = code
    return _is_text(scheme) and _is_text(name) and last_day(scheme, name) is not None


def _is_text(value: object) -> TypeGuard[str]:
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
def parents_of(ref: str) -> dict[str, frozenset[str]]:
    """Every code of a system with all parents that it stands under (``""`` for none)."""
    from harmscope.taxonomy import load_system

    found: dict[str, set[str]] = {}
    for code in load_system(ref).codes.values():
        found.setdefault(code.code, set()).add(code.parent or "")
    return {code: frozenset(parents) for code, parents in found.items()}
