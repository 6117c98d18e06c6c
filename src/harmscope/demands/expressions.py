"""Tests: expressions that are true wherever a demand may find a fault.

A test may suspect what is right and never passes what is wrong. The language is closed, so that
one generator (``harmscope.validation.compile``) can turn every test into code for records of more
than one form. A test of a place in a list looks at each item, and is true where it is for one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any, ClassVar

Scalar = str | bool
Wrong = Callable[[Any], bool]
"""Tells whether a value is wrong. What it says of a value must not change: it is remembered."""


@dataclass(frozen=True, slots=True)
class Place:
    """Everything at a dotted path of a record; ``*`` stands for each item of a list.

    Two places on one list mean the same item of it.
    """

    path: str = ""

    def __truediv__(self, path: str) -> "Place":
        return Place(f"{self.path}.{path}" if self.path and path else self.path or path)

    @property
    def item(self) -> str:
        """The path of the innermost list item that the place lies in; of the record, if none."""
        head, star, _ = self.path.rpartition("*")
        return head + star

    @property
    def depth(self) -> int:
        """How many steps lead to the place."""
        return self.path.count(".") + 1 if self.path else 0


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts at ``path`` below one place, in their order."""

    place: Place
    path: str

    @property
    def holder(self) -> Place:
        """The outermost list that the texts lie in; the text itself where there is none."""
        return self.place / self.path.partition(".*")[0]

    @property
    def is_of_one_list(self) -> bool:
        """Whether there are no more texts than the list of ``holder`` has items."""
        return self.path.count("*") == 1


class Expr:
    """A test. ``exact`` ones say neither more nor less than they mean, and may be negated.

    ``sure`` ones are false where nothing stands at one of their places.
    """

    __slots__ = ()
    exact: ClassVar[bool] = True
    sure: ClassVar[bool] = True
    __match_args__: ClassVar[tuple[str, ...]] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """The places that the test looks at."""
        return tuple(place for part in _parts_of(self) for place in _places_of(part))

    @property
    def needs(self) -> tuple[Place, ...]:
        """Places of which the test is surely false where nothing stands there."""
        return self.places if self.sure else ()

    def __and__(self, other: "Expr") -> "Expr":
        return And((self, other))

    def __or__(self, other: "Expr") -> "Expr":
        return Or((self, other))

    def __invert__(self) -> "Expr":
        return Not(self)


@dataclass(frozen=True, slots=True)
class And(Expr):
    """All of ``parts``; true where there are none."""

    parts: tuple[Expr, ...]

    @property
    def needs(self) -> tuple[Place, ...]:
        return tuple(place for part in self.parts for place in part.needs)


@dataclass(frozen=True, slots=True)
class Or(Expr):
    """One of ``parts``; false where there are none."""

    parts: tuple[Expr, ...]
    sure: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Not(Expr):
    """The opposite of ``part``, which must be exact: else too much would turn into too little."""

    part: Expr
    sure: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if not _is_exact(self.part):
            raise TypeError(f"not exact: {self.part}")


@dataclass(frozen=True, slots=True)
class CountIsNot(Expr):
    """Not ``count`` of ``parts`` are true."""

    parts: tuple[Expr, ...]
    count: int
    sure: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Present(Expr):
    """Something stands at the place, and it is not null."""

    place: Place


@dataclass(frozen=True, slots=True)
class There(Expr):
    """Something stands at the place, be it null."""

    place: Place
    sure: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Text(Expr):
    """A text stands at the place."""

    place: Place


@dataclass(frozen=True, slots=True)
class Object(Expr):
    """An object stands at the place."""

    place: Place


@dataclass(frozen=True, slots=True)
class OneOf(Expr):
    """The value is one of ``values``; true is not 1."""

    place: Place
    values: tuple[Scalar, ...] | frozenset[str] | Texts


@dataclass(frozen=True, slots=True)
class StartsWith(Expr):
    """The value is a text that starts with one of ``prefixes``."""

    place: Place
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fits(Expr):
    """The value is a text that a pattern describes as a whole."""

    place: Place
    pattern: str


@dataclass(frozen=True, slots=True)
class Contains(Expr):
    """The value is a list with ``value`` in it."""

    place: Place
    value: Scalar


@dataclass(frozen=True, slots=True)
class Same(Expr):
    """The value is the text that stands at ``other``, too."""

    place: Place
    other: Place


@dataclass(frozen=True, slots=True)
class Greater(Expr):
    """Of two numbers the one at ``place`` is the larger one."""

    place: Place
    other: Place
    exact: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Later(Expr):
    """The time at ``place`` may be later than the one at ``other``."""

    place: Place
    other: Place
    exact: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class FarApart(Expr):
    """The time at ``place`` may be more than ``days`` days after the one at ``other``."""

    place: Place
    other: Place
    days: int
    exact: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Fails(Expr):
    """``wrong`` is true of the text at the place, or, with ``days``, of its first ten characters.

    Where there are several places, ``wrong`` is asked about a tuple of all their values: None
    stands for nothing and for null, a tuple for a list. Values that are not wrong are remembered.
    ``coarse`` gives what counts of the value at the first place, where that is less than all of it.
    """

    all: tuple[Place, ...]
    wrong: Wrong
    days: bool = False
    coarse: Callable[[Any], Any] | None = None
    exact: ClassVar[bool] = False

    @property
    def needs(self) -> tuple[Place, ...]:
        return self.all if len(self.all) == 1 else ()


@dataclass(frozen=True, slots=True)
class Repeated(Expr):
    """Two of the texts are the same."""

    texts: Texts


@dataclass(frozen=True, slots=True)
class Backwards(Expr):
    """One of the texts is a time after which an earlier one follows."""

    texts: Texts


@dataclass(frozen=True, slots=True)
class Some(Expr):
    """There are texts."""

    texts: Texts


@dataclass(frozen=True, slots=True)
class Asked(Expr):
    """``faults`` gives anything for what stands at the place: for what no other test says."""

    place: Place
    faults: Callable[[object], Iterator[str]] = field(repr=False)
    exact: ClassVar[bool] = False
    sure: ClassVar[bool] = False


def leaves(test: Expr) -> Iterator[Expr]:
    """The tests of values that a test is made of."""
    inner = [part for part in _parts_of(test) if isinstance(part, Expr)]
    if not inner and not isinstance(test, And | Or | CountIsNot):
        yield test
    for part in inner:
        yield from leaves(part)


def _is_exact(test: Expr) -> bool:
    return test.exact and all(_is_exact(part) for part in _parts_of(test) if isinstance(part, Expr))


def _parts_of(test: Expr) -> Iterator[object]:
    """What a test is made of, and what its tuples are."""
    for name in test.__match_args__:
        value = getattr(test, name)
        yield from value if isinstance(value, tuple) else (value,)


def _places_of(part: object) -> tuple[Place, ...]:
    match part:
        case Place():
            return (part,)
        case Texts():
            return (part.holder,)
        case Expr():
            return part.places
    return ()


def alternatives(test: Expr) -> Iterator[tuple[Expr, ...]]:
    """A test as alternatives, one of which is true where the test is: each is all of its parts.

    What can be told at one place stays together, but for values that are looked up.
    """
    if isinstance(test, Or):
        for part in test.parts:
            yield from alternatives(part)
        return
    split: list[tuple[Expr, ...]] = [(test,)]
    if isinstance(test, And):
        found = [list(alternatives(part)) for part in test.parts]
        split = [tuple(each for one in parts for each in one) for parts in product(*found)]
    looked_up = any(isinstance(part, Fails) for parts in split for part in parts)
    if len(split) > 1 and not looked_up and {home(each) for each in split} == {home((test,))}:
        split = [(test,)]
    yield from split


def home(parts: tuple[Expr, ...]) -> Place:
    """The place at which all of ``parts`` can be told.

    It is the first of the deepest that they need, else the innermost list item that they look at.
    Raises TypeError where they look at items of two lists of which none lies in the other.
    """
    both = And(parts)
    item = max((place.item for place in both.places), key=len, default="")
    for place in both.places:
        if place.item not in ("", item) and not item.startswith(f"{place.item}."):
            raise TypeError(f"two lists in one test: {item} and {place.item}")
    needed = [place for place in both.needs if place.item == item]
    return max(needed, key=lambda place: place.depth, default=Place(item))
