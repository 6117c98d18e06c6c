"""The one compiler of rules: the tests of demands as one function over one walk through a record.

A :class:`Target` says what the records are that the code runs on, and what it does about a
suspicion. There are two, in ``harmscope.validation.targets``: structs whose shape their types
have proved, where the first suspicion is the answer, and loose dicts of any shape, where all are.

Columns need no target of their own: ``harmscope.validation.column_tests`` compiles the tests that
look at the same members as a function of these alone, and asks it once for each combination.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, ClassVar

from harmscope.demands import expressions as e
from harmscope.demands.expressions import Expr, Place, Scalar, Texts, Wrong, alternatives, home

Lines = list[str]
INDENT = "    "
RECORD = "record"
"""The variable that holds the record."""

YES, NO, NOTHING = "True", "False", "None"

Asked = list[tuple[int, Wrong]]
"""Tests of values with the numbers of the demands that ask them."""

Key = tuple[tuple[str, ...], bool]
"""Variables of values that are looked up together, and whether only the day of a time counts."""


@dataclass(eq=False)
class Spot:
    """A place of the walk: the variable that holds what stands there, and what is asked of it.

    ``tests`` look at the value, which is not None; ``inside`` runs where it is an object. ``first``
    stands before both. ``memos`` are look-ups of the value, or, with several places, of members:
    by the variables, and whether only the day counts. ``shape`` is what a target knows of the
    place, ``holder`` the spot above.
    """

    path: str
    var: str
    shape: Any = None
    holder: "Spot | None" = None
    first: Lines = field(default_factory=list)
    tests: Lines = field(default_factory=list)
    inside: Lines = field(default_factory=list)
    memos: dict[Key, Asked] = field(default_factory=dict)
    members: dict[str, "Spot"] = field(default_factory=dict)
    item: "Spot | None" = None


class Names:
    """Gives every variable a name of its own, and binds the objects that the lines refer to."""

    def __init__(self) -> None:
        self.bound: dict[str, object] = {}
        self._numbers = count()

    def fresh(self) -> str:
        """A name that was not used before."""
        return f"v{next(self._numbers)}"

    def bind(self, value: object) -> str:
        """The name under which the lines find ``value``."""
        name = f"k{next(self._numbers)}"
        self.bound[name] = value
        return name


class Target(ABC):
    """What code is generated for. ``has_nulls`` says that an item of a list may be None."""

    has_nulls: ClassVar[bool]

    def __init__(self) -> None:
        self.names = Names()

    @abstractmethod
    def function(self, body: Lines) -> Lines:
        """The whole function around the walk."""

    @abstractmethod
    def suspect(self, number: int) -> Lines:
        """What is done about a demand that may find a fault."""

    @abstractmethod
    def shape(self, above: Any, step: str) -> tuple[bool, Any]:
        """Whether there can be such a member (or item: ``*``), and what is known of its shape."""

    @abstractmethod
    def member(self, holder: Spot, name: str) -> str:
        """An expression for a member of an object; None where there is none."""

    @abstractmethod
    def taken(self, spot: Spot) -> Lines:
        """What is done with a value when it comes into sight."""

    @abstractmethod
    def is_object(self, var: str) -> str:
        """Whether a value that is not None is an object."""

    @abstractmethod
    def is_list(self, var: str) -> str:
        """Whether a value that is not None is a list."""

    @abstractmethod
    def leaf(self, test: Expr, spots: list[Spot], known: list[bool]) -> str:
        """An expression for a test of single values, which stand at ``spots``; ``known`` says of
        each that surely it is not None."""

    @abstractmethod
    def asked(self, test: e.Asked, spot: Spot) -> str:
        """An expression for what only the demand itself can tell."""

    @abstractmethod
    def is_text(self, var: str) -> str:
        """Whether a value is a text."""

    @abstractmethod
    def items(self, var: str) -> str:
        """An expression for the items of a value; none where it is no list."""

    @abstractmethod
    def get(self, var: str, name: str) -> str:
        """An expression for a member of a value; None where it is no object."""

    def one_of(self, var: str, values: tuple[Scalar, ...] | frozenset[str]) -> str:
        """Whether a value is one of ``values``, as JSON has it: ``true`` is not 1."""
        if isinstance(values, frozenset):
            # A set cannot be asked about a list.
            return _all([self.is_text(var), f"{var} in {self.names.bind(values)}"])
        texts = tuple(value for value in values if isinstance(value, str))
        tests = [f"{var} is {value}" for value in values if isinstance(value, bool)]
        if texts:
            tests.append(f"{var} in {texts!r}" if len(texts) > 1 else f"{var} == {texts[0]!r}")
        return _any(tests)

    @abstractmethod
    def look_up(self, values: tuple[str, ...], asked: Asked, *, days: bool) -> Lines:
        """Lines that look values up and do something about those that fail."""

    @abstractmethod
    def looked_up(self, values: tuple[str, ...], wrong: Wrong, *, days: bool) -> str:
        """An expression that is true where a value fails, looked up first."""

    @abstractmethod
    def look_up_all(self, var: str, asked: Asked) -> Lines:
        """Lines that look up every item of a list of texts at once; none where that is no use."""


class Walk:
    """Puts every test where the values that it needs come into sight, and writes the walk."""

    def __init__(self, target: Target, shape: Any = None) -> None:
        self.target = target
        self.names = target.names
        self.root = Spot("", RECORD, shape)
        self._sets: dict[Texts, str] = {}

    def ask(self, number: int, test: Expr) -> None:
        """Add a test; ``number`` is what the target names it by."""
        for parts in alternatives(test):
            self._place(number, parts)

    def source(self) -> str:
        """The function, for a reader and for Python's compiler."""
        lines = [*self._fetched(self.root), *self._object(self.root)]
        return "\n".join(self.target.function(lines)) + "\n"

    def spot(self, path: str) -> Spot | None:
        """The spot of a path; None where no record holds anything there."""
        found = self.root
        for step in path.split(".") if path else ():
            inner = found.item if step == "*" else found.members.get(step)
            if inner is None:
                there, shape = self.target.shape(found.shape, step)
                if not there:
                    return None
                inner = Spot(f"{found.path}.{step}".strip("."), self.names.fresh(), shape, found)
                if step == "*":
                    found.item = inner
                else:
                    found.members[step] = inner
            found = inner
        return found

    def _place(self, number: int, parts: tuple[Expr, ...]) -> None:
        place = home(parts)
        spot = self.spot(place.path)
        if spot is None:
            return
        is_needed = place in e.And(parts).needs
        rest = [part for part in parts if not (is_needed and _is_implied(part, place))]
        match rest:
            case [e.Fails(places, wrong, days)]:
                spots = [self.spot(each.path) for each in places]
                key = tuple(each.var if each else NOTHING for each in spots)
                spot.memos.setdefault((key, days), []).append((number, wrong))
                return
        test = _all(self._rendered(part, place) for part in rest)
        lines = _where(test, self.target.suspect(number))
        of_object = spot is self.root or not is_needed or e.Object(place) in parts
        (spot.inside if of_object else spot.tests).extend(lines)

    def _rendered(self, test: Expr, here: Place) -> str:
        """An expression of Python for a test at a place."""
        match test:
            case e.And(parts):
                found = _all(self._rendered(part, here) for part in parts)
            case e.Or(parts):
                found = _any(self._rendered(part, here) for part in parts)
            case e.Not(part):
                found = _not(self._rendered(part, here))
            case e.CountIsNot(parts, wanted):
                each = [f"({self._rendered(part, here)})" for part in parts]
                found = f"{' + '.join(each)} != {wanted}"
            case e.Repeated(texts) | e.Backwards(texts) | e.Some(texts):
                found = self._of_texts(test, texts)
            case _:
                found = self._of_values(test, here)
        return found

    def _of_values(self, test: Expr, here: Place) -> str:
        """An expression of Python for a test of what stands at places."""
        all_spots = [self.spot(place.path) for place in test.places]
        spots = [spot for spot in all_spots if spot is not None]
        match test:
            case e.Fails(_, wrong, days) if spots:
                values = tuple(spot.var if spot else NOTHING for spot in all_spots)
                return self.target.looked_up(values, wrong, days=days)
            case _ if len(spots) < len(all_spots):
                return NO
            case e.Asked():
                return self.target.asked(test, spots[0])
            case e.OneOf(_, Texts() as texts):
                return f"{spots[0].var} in {self._set(texts)}"
        return self.target.leaf(test, spots, [_is_above(each, here) for each in test.places])

    def _of_texts(self, test: Expr, texts: Texts) -> str:
        found = self._texts(texts)
        if found is None:
            return NO
        if isinstance(test, e.Some):
            return f"bool({found})"
        helper = "are_repeated" if isinstance(test, e.Repeated) else "go_back"
        several = YES
        if texts.is_of_one_list:
            holder = self.spot(texts.holder.path)
            assert holder is not None
            several = _all([self.target.is_list(holder.var), f"len({holder.var}) > 1"])
        return _all([several, f"{helper}({found})"])

    def _set(self, texts: Texts) -> str:
        """An expression for a set of texts, which is made when it is first needed."""
        if texts not in self._sets:
            found, above = self._texts(texts), self.spot(texts.place.path)
            if found is None or above is None:
                return "()"
            name = self.names.fresh()
            above.first.append(f"{name} = None")
            self._sets[texts] = f"({name} if {name} is not None else ({name} := set({found})))"
        return self._sets[texts]

    def _texts(self, texts: Texts) -> str | None:
        """An expression for a list of texts; None where there are none."""
        if not self._can_be(texts.place / texts.path):
            return None
        head, star, rest = texts.path.partition(".*")
        spot = self.spot((texts.place / head).path)
        assert spot is not None
        if rest == "" and star and not self.target.has_nulls:
            return self.target.items(spot.var)
        # The value itself is the first that the comprehension runs over.
        var = self.names.fresh()
        parts = [f"for {var} in ({spot.var},)"]
        for step in f"*{rest}".split(".") if star else ():
            inner = self.names.fresh()
            value = f"({self.target.get(var, step)},)" if step != "*" else self.target.items(var)
            parts.append(f"for {inner} in {value}")
            var = inner
        return f"[{var} {' '.join(parts)} if {self.target.is_text(var)}]"

    def _can_be(self, place: Place) -> bool:
        """Whether records can hold anything at a place."""
        there, shape = True, self.root.shape
        for step in place.path.split("."):
            there, shape = self.target.shape(shape, step) if there else (False, None)
        return there

    def _object(self, spot: Spot) -> Lines:
        """What is asked of an object of which the members have been taken."""
        below = [line for member in spot.members.values() for line in self._below(member)]
        together = [
            line
            for (values, days), asked in spot.memos.items()
            if len(values) > 1
            for line in self.target.look_up(values, asked, days=days)
        ]
        return [*spot.first, *together, *spot.inside, *below]

    def _below(self, spot: Spot) -> Lines:
        """What is asked of a member of which the members have been taken."""
        lines = [*self._of_value(spot, spot.memos.items()), *self._items(spot)]
        return _where(f"{spot.var} is not None", lines)

    def _of_value(self, spot: Spot, memos: Iterable[tuple[Key, Asked]]) -> Lines:
        """What is asked of a value that is not None."""
        lines = [
            line
            for (values, days), asked in memos
            if len(values) == 1
            for line in self.target.look_up(values, asked, days=days)
        ]
        inner = _where(self.target.is_object(spot.var), self._object(spot))
        return [*lines, *spot.tests, *inner]

    def _items(self, spot: Spot) -> Lines:
        """What is asked of the items of a value that is not None."""
        item = spot.item
        if item is None:
            return []
        memos = dict(item.memos)
        at_once = self.target.look_up_all(spot.var, memos.get(((item.var,), False), []))
        if at_once:
            del memos[(item.var,), False]
        lines = [*self._of_value(item, memos.items()), *self._items(item)]
        if self.target.has_nulls:
            lines = _where(f"{item.var} is not None", lines)
        taken = self._taken_inside(item) if self.target.has_nulls else self._fetched(item)
        inner = [*self.target.taken(item), *taken, *lines]
        loop = [f"for {item.var} in {spot.var}:", *_indented(inner)] if inner else []
        return _where(self.target.is_list(spot.var), [*at_once, *loop])

    def _fetched(self, spot: Spot) -> Lines:
        """Lines that take every member that is asked for, and theirs, once."""
        lines: Lines = []
        for name, member in spot.members.items():
            lines.append(f"{member.var} = {self.target.member(spot, name)}")
            lines += self.target.taken(member)
            lines += self._taken_inside(member)
        return lines

    def _taken_inside(self, spot: Spot) -> Lines:
        """Lines that take the members of a value, which are None where it is no object."""
        inner = self._fetched(spot)
        if not inner:
            return []
        none = " = ".join([*_names(spot), NOTHING])
        is_there = _all([f"{spot.var} is not None", self.target.is_object(spot.var)])
        return [f"if {is_there}:", *_indented(inner), "else:", INDENT + none]


def _names(spot: Spot) -> Iterator[str]:
    for member in spot.members.values():
        yield member.var
        yield from _names(member)


def _is_above(place: Place, here: Place) -> bool:
    """Whether ``here`` is ``place`` or lies below it."""
    return place.path in ("", here.path) or here.path.startswith(f"{place.path}.")


def _is_implied(part: Expr, here: Place) -> bool:
    """Whether a part is true wherever something stands at ``here``."""
    return isinstance(part, e.Present | e.Object) and _is_above(part.place, here)


def _indented(lines: Lines) -> Lines:
    return [INDENT + line for line in lines]


def _where(test: str, lines: Lines) -> Lines:
    """The lines where ``test`` is true; nothing where there are none."""
    if not lines or test == NO:
        return []
    return lines if test == YES else [f"if {test}:", *_indented(lines)]


def _all(tests: Iterable[str]) -> str:
    parts = [test for test in tests if test != YES]
    if NO in parts:
        return NO
    return " and ".join(f"({part})" if " or " in part else part for part in parts) or YES


def _any(tests: Iterable[str]) -> str:
    parts = [test for test in tests if test != NO]
    if YES in parts:
        return YES
    return " or ".join(f"({part})" if " and " in part else part for part in parts) or NO


def _not(test: str) -> str:
    if test in (YES, NO):
        return NO if test == YES else YES
    match test.split(" "):
        case [var, "is", "not", "None"]:
            return f"{var} is None"
        case [var, "in", values]:
            return f"{var} not in {values}"
    return f"not ({test})"
