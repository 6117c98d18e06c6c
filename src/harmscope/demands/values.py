"""Demands on the values of members, and on values that must not come twice."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harmscope.demands import expressions as e
from harmscope.demands.base import NO_CONTEXT, Condition, Context, Demand, Schema
from harmscope.demands.conditions import is_one_of
from harmscope.demands.expressions import Expr, Place, Scalar
from harmscope.demands.path import broken, nested, places, pointer_of, required, value_at

__all__ = ["CodeIn", "Differ", "Listed", "NeverIf", "Refers", "Unique", "ValueIf"]


@dataclass(frozen=True, slots=True)
class ValueIf(Demand):
    """``path`` must be there with one of ``values`` when ``when`` holds."""

    when: Condition
    path: str
    values: tuple[Scalar, ...]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        if not self.when.holds(record) or broken(record, self.path):
            return
        found = [value for _, value in places(record, self.path)]
        if not found or not is_one_of(found[0], self.values):
            yield pointer_of(self.path)

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return ~e.OneOf(at / self.path, self.values) & self.when.test(at)

    def schema(self) -> Schema | None:
        return {"if": self.when.schema(), "then": required(self.path, {"enum": list(self.values)})}


@dataclass(frozen=True, slots=True)
class NeverIf(Demand):
    """``path`` must not have one of ``values`` when ``when`` holds."""

    when: Condition
    path: str
    values: tuple[Scalar, ...]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        if not self.when.holds(record):
            return
        for pointer, value in places(record, self.path):
            if is_one_of(value, self.values):
                yield pointer

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return e.OneOf(at / self.path, self.values) & self.when.test(at)

    def schema(self) -> Schema | None:
        fragment: Schema = {"not": {"enum": list(self.values)}}
        return {"if": self.when.schema(), "then": nested(self.path, fragment)}


@dataclass(frozen=True, slots=True)
class CodeIn(Demand):
    """Every text at ``paths`` is one of ``codes()``, or none of them where ``never`` is set.

    ``codes`` is a function because the lists are read from data only when a rule first runs.
    """

    paths: tuple[str, ...]
    codes: Callable[[], frozenset[str]]
    never: bool = False

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for path in self.paths:
            for pointer, value in places(record, path):
                if isinstance(value, str) and (value in self.codes()) is self.never:
                    yield pointer

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return e.Or(tuple(self._test(at / path) for path in self.paths))

    def _test(self, place: Place) -> Expr:
        among = e.OneOf(place, self.codes())
        return among if self.never else e.Text(place) & ~among


@dataclass(frozen=True, slots=True)
class Listed(Demand):
    """Every text at ``paths`` is a code that ``known`` finds in the lists of a standard.

    It is asked once for each code, so that no list is read where no record has such a code.
    """

    paths: tuple[str, ...]
    known: Callable[[str], bool]

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        for path in self.paths:
            for pointer, value in places(record, path):
                if self._unknown(value):
                    yield pointer

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return e.Or(tuple(e.Fails((at / path,), self._unknown) for path in self.paths))

    def _unknown(self, value: object) -> bool:
        return isinstance(value, str) and not self.known(value)


@dataclass(frozen=True, slots=True)
class Differ(Demand):
    """No value at ``path`` equals the text at ``other`` (without ``*``)."""

    path: str
    other: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        other = value_at(record, self.other)
        if not isinstance(other, str):
            return
        for pointer, value in places(record, self.path):
            if value == other:
                yield pointer

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return e.Same(at / self.path, at / self.other)


@dataclass(frozen=True, slots=True)
class Unique(Demand):
    """No two texts at ``path`` (with one ``*``, such as ``decisions.*.id``) are the same.

    The pointer names the second and later ones.
    """

    path: str

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        seen: set[str] = set()
        for pointer, value in places(record, self.path):
            if isinstance(value, str):
                if value in seen:
                    yield pointer
                seen.add(value)

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        return e.Repeated(e.Texts(at, self.path))


@dataclass(frozen=True, slots=True)
class Refers(Demand):
    """Every text at ``path`` is also at ``target``; with ``itself`` false, not in the same item."""

    path: str
    target: str
    itself: bool = True

    def faults(self, record: object, context: Context = NO_CONTEXT) -> Iterator[str]:
        targets = {
            value: pointer
            for pointer, value in places(record, self.target)
            if isinstance(value, str)
        }
        for pointer, value in places(record, self.path):
            if not isinstance(value, str):
                continue
            if value not in targets or (not self.itself and _same_item(pointer, targets[value])):
                yield pointer

    def test(self, at: Place, context: Context = NO_CONTEXT) -> Expr:
        place = at / self.path
        lost = e.Text(place) & ~e.OneOf(place, e.Texts(at, self.target))
        return lost if self.itself else lost | e.Same(place, at / self.target)


def _same_item(left: str, right: str) -> bool:
    return left.split("/")[:3] == right.split("/")[:3]
