"""The two kinds of records that rules are compiled for, and what to do about a suspicion.

:func:`doubtful` says of a struct whether any demand may find a fault; :class:`Candidates` names the
demands that may find one in a dict of any shape.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import msgspec

from harmscope.demands import Context, Demand
from harmscope.demands import expressions as e
from harmscope.demands.expressions import Expr, Place, Texts, Wrong, alternatives, leaves
from harmscope.demands.times import PLAIN, go_back, is_far, is_later
from harmscope.validation.compile import RECORD, YES, Asked, Lines, Spot, Target, Walk
from harmscope.validation.memo import Clocks, Combinations, Memo
from harmscope.validation.statement import normal
from harmscope.validation.typed_records import Shape, Typed, attribute

Predicate = Callable[[Any], bool]

FUNCTION = "suspicious"
"""The name of the generated function."""

ROUGH = "rough"
"""The variable that is true once a time was met that cannot be compared as text."""

DAY = "[:10]"
"""What of a time is looked at where only the day counts."""


class Structs(Target):
    """Structs whose shape is proved: None stands for what is missing, and no type is asked for.

    The first suspicion is the answer. Members that the type of the records does not hold are known
    to be missing.
    """

    has_nulls = False

    def __init__(self) -> None:
        super().__init__()
        self._clocks: dict[str, str] = {}

    def function(self, body: Lines) -> Lines:
        lines = [f"{ROUGH} = False", *body, "return False"]
        return [f"def {FUNCTION}({RECORD}):", *(f"    {line}" for line in lines)]

    def suspect(self, number: int) -> Lines:
        return ["return True"]

    def shape(self, above: Shape, step: str) -> tuple[bool, Shape | None]:
        found = above.item if step == "*" else above.members.get(step)
        return found is not None, found

    def member(self, holder: Spot, name: str) -> str:
        # A loose object holds nothing, null or an empty list where a member is missing.
        return f"{holder.var}.{attribute(name)}{' or None' if holder.shape.loose else ''}"

    def taken(self, spot: Spot) -> Lines:
        """Look at the time of day where a time comes into sight, and note one that is not plain."""
        pattern = spot.shape.time
        if not pattern:
            return []
        if pattern not in self._clocks:
            self._clocks[pattern] = self.names.bind(Clocks(pattern))
        known, rest = self._clocks[pattern], f"{spot.var}[10:]"
        return [
            f"if {spot.var} is not None and {rest} not in {known}:",
            f"    if {known}.refuses({rest}): return True",
            f"    if {rest} not in {known}: {ROUGH} = True",
        ]

    def is_object(self, var: str) -> str:
        return YES

    def is_list(self, var: str) -> str:
        return YES

    def leaf(self, test: Expr, spots: list[Spot], known: list[bool]) -> str:
        var, *others = [spot.var for spot in spots]
        there = [
            f"{spot.var} is not None" for spot, sure in zip(spots, known, strict=True) if not sure
        ]
        match test:
            case e.Present() | e.There() | e.Text() | e.Object():
                return there[0] if there else YES
            case e.OneOf(_, values):
                assert not isinstance(values, Texts)
                return self.one_of(var, values)
            case e.StartsWith(_, prefixes):
                found = f"{var}.startswith({prefixes!r})"
            case e.Fits(_, pattern):
                found = f"{self.names.bind(re.compile(pattern).fullmatch)}({var}) is not None"
            case e.Contains(_, value):
                found = f"{value!r} in {var}"
            case e.Same():
                found = f"{var} == {others[0]}"
            case e.Greater():
                found = f"{var} > {others[0]}"
            case e.Later():
                # Plain times, the common case, are compared where they stand.
                found = f"({ROUGH} or {var} > {others[0]}) and is_later({var}, {others[0]})"
            case e.FarApart(_, _, days):
                found = f"is_far({var}, {others[0]}, {days})"
            case _:
                raise TypeError(type(test).__name__)
        return " and ".join([*there, found])

    def asked(self, test: e.Asked, spot: Spot) -> str:
        plain = _plain_loose if spot.shape.loose else _plain
        faults = self.names.bind(lambda value: any(True for _ in test.faults(plain(value))))
        return f"{faults}({spot.var})"

    def is_text(self, var: str) -> str:
        return f"{var} is not None"

    def items(self, var: str) -> str:
        return f"({var} or ())"

    def get(self, var: str, name: str) -> str:
        return f"None if {var} is None else {var}.{attribute(name)}"

    def look_up(self, values: tuple[str, ...], asked: Asked, *, days: bool) -> Lines:
        return [f"if {self._failing(values, asked, days)}: return True"]

    def looked_up(self, values: tuple[str, ...], wrong: Wrong, *, days: bool) -> str:
        return self._failing(values, [(0, wrong)], days)

    def look_up_all(self, var: str, asked: Asked) -> Lines:
        if not asked:
            return []
        memo = self.names.bind(Memo(asked))
        return [f"if not {memo}.issuperset({var}) and {memo}.refuses_any({var}): return True"]

    def _failing(self, values: tuple[str, ...], asked: Asked, days: bool) -> str:
        memo = self.names.bind(Memo(asked))
        value = f"({', '.join(values)})" if len(values) > 1 else values[0] + DAY * days
        return f"{value} not in {memo} and {memo}.refuses({value})"


class Dicts(Target):
    """Objects as they stand in JSON, of any shape: every step asks for the type that it needs.

    All suspicions are collected, by the numbers of the demands.
    """

    has_nulls = True

    def function(self, body: Lines) -> Lines:
        lines = ["found = set()", "add = found.add", *body, "return found"]
        return [f"def {FUNCTION}({RECORD}):", *(f"    {line}" for line in lines)]

    def suspect(self, number: int) -> Lines:
        return [f"add({number})"]

    def shape(self, above: None, step: str) -> tuple[bool, None]:
        return True, None

    def member(self, holder: Spot, name: str) -> str:
        return f"{holder.var}.get({name!r})"

    def taken(self, spot: Spot) -> Lines:
        return []

    def is_object(self, var: str) -> str:
        return f"isinstance({var}, dict)"

    def is_list(self, var: str) -> str:
        return f"isinstance({var}, list)"

    def leaf(self, test: Expr, spots: list[Spot], known: list[bool]) -> str:
        if len(spots) > 1:
            return self._of_two(test, *(spot.var for spot in spots))
        var = spots[0].var
        match test:
            case e.Present():
                found = f"{var} is not None"
            case e.There():
                found = self._has(spots[0])
            case e.Text():
                found = self.is_text(var)
            case e.Object():
                found = self.is_object(var)
            case e.OneOf(_, values):
                assert not isinstance(values, Texts)
                found = self.one_of(var, values)
            case e.StartsWith(_, prefixes):
                found = f"{self.is_text(var)} and {var}.startswith({prefixes!r})"
            case e.Fits(_, pattern):
                fits = self.names.bind(re.compile(pattern).fullmatch)
                found = f"{self.is_text(var)} and {fits}({var}) is not None"
            case e.Contains(_, value):
                item = self.names.fresh()
                among = f"any({self.one_of(item, (value,))} for {item} in {var})"
                found = f"{self.is_list(var)} and {among}"
            case _:
                raise TypeError(type(test).__name__)
        return found

    @staticmethod
    def _of_two(test: Expr, var: str, other: str) -> str:
        kind, texts = "(int, float)", f"isinstance({var}, str) and isinstance({other}, str)"
        match test:
            case e.Same():
                found = f"isinstance({other}, str) and {var} == {other}"
            case e.Greater():
                numbers = f"isinstance({var}, {kind}) and isinstance({other}, {kind})"
                found = f"{numbers} and {var} > {other}"
            case e.Later():
                plain = f"{var}[10::3] in {PLAIN!r} and {other}[10::3] in {PLAIN!r}"
                late = f"not ({var} <= {other} and {plain}) and is_later({var}, {other})"
                found = f"{texts} and {late}"
            case e.FarApart(_, _, days):
                found = f"{texts} and is_far({var}, {other}, {days})"
            case _:
                raise TypeError(type(test).__name__)
        return found

    @staticmethod
    def _has(spot: Spot) -> str:
        """Whether a member is there, as null or as anything else."""
        name = spot.path.rpartition(".")[2]
        assert spot.holder is not None
        holder = spot.holder.var
        found = f"{name!r} in {holder}"
        return found if holder == RECORD else f"isinstance({holder}, dict) and {found}"

    def asked(self, test: e.Asked, spot: Spot) -> str:
        return YES

    def is_text(self, var: str) -> str:
        return f"isinstance({var}, str)"

    def items(self, var: str) -> str:
        return f"({var} if isinstance({var}, list) else ())"

    def get(self, var: str, name: str) -> str:
        return f"{var}.get({name!r}) if isinstance({var}, dict) else None"

    def look_up(self, values: tuple[str, ...], asked: Asked, *, days: bool) -> Lines:
        memo = self.names.bind(Memo(asked))
        if len(values) > 1:
            return [f"found.update({memo}.failed_by({', '.join(values)}))"]
        var = values[0]
        value = var + DAY * days
        test = f"isinstance({var}, str) and {value} not in {memo}"
        return [f"if {test}: found.update({memo}.failed({value}))"]

    def looked_up(self, values: tuple[str, ...], wrong: Wrong, *, days: bool) -> str:
        memo = self.names.bind(Memo([(0, wrong)]))
        if len(values) > 1:
            return f"bool({memo}.failed_by({', '.join(values)}))"
        value = values[0] + DAY * days
        return f"isinstance({values[0]}, str) and {value} not in {memo} and {memo}.refuses({value})"

    def look_up_all(self, var: str, asked: Asked) -> Lines:
        return []


def doubtful(demands: Iterable[Demand], context: Context, types: Typed) -> Predicate:
    """A function that is true for every record that fails one of ``demands`` or one of the tests
    of its shape, and for some more. Its argument is a struct of ``types``.

    Tests that look at members with few values only are asked once for each combination of these.
    """
    walk, few = Walk(Structs(), types.shape), Walk(Structs(), types.shape)
    tests = [*types.tests, *(demand.test(Place(), context) for demand in demands)]
    each = [e.And(parts) for test in tests for parts in alternatives(test)]
    of_few = [(test, _of_few(test, types.shape)) for test in each]
    looked: dict[Place, bool] = {}
    for _, found in of_few:
        for place, is_value in (found or {}).items():
            looked[place] = looked.get(place, False) or is_value
    # Looking up costs about as much as one test for each member.
    together = len(looked) < sum(found is not None for _, found in of_few)
    for test, found in of_few:
        (few if together and found is not None else walk).ask(-1, test)
    if together:
        walk.root.first.extend(_combination(walk, looked, Combinations(compiled(few))))
    return compiled(walk)


def _of_few(test: Expr, shape: Shape) -> dict[Place, bool] | None:
    """What a test looks at, and whether at the value or only at whether there is one; None where
    that may be more than few things, or one of them stands in a list."""
    found: dict[Place, bool] = {}
    for leaf in leaves(test):
        if isinstance(leaf, e.Asked):
            return None
        is_value = not isinstance(leaf, e.Present | e.There | e.Text | e.Object)
        for place in leaf.places:
            inner = _shape_at(shape, place)
            if inner is None or not place.path or (is_value and not inner.closed):
                return None
            found[place] = found.get(place, False) or is_value
    return found


def _shape_at(shape: Shape, place: Place) -> Shape | None:
    """The shape of what stands at a place; None for items of a list, and where nothing stands."""
    found: Shape | None = shape
    for step in place.path.split(".") if place.path else ():
        found = found.members.get(step) if found is not None else None
    return found


def _combination(walk: Walk, looked: dict[Place, bool], known: Combinations) -> Lines:
    """Lines that look the combination up, after the members have been taken."""
    spots = [(walk.spot(place.path), is_value) for place, is_value in looked.items()]
    values = [spot.var if is_value else f"{spot.var} is None" for spot, is_value in spots if spot]
    name, key = walk.names.bind(known), walk.names.fresh()
    asked = f"{key} not in {name} and {name}.refuses({key}, {RECORD})"
    return [f"{key} = ({', '.join(values)},)", f"if {asked}: return True"]


class Candidates:
    """``suspects`` gives the numbers of the demands that a record may fail, in their order."""

    def __init__(self, demands: Iterable[Demand], context: Context) -> None:
        walk = Walk(Dicts())
        for number, demand in enumerate(demands):
            walk.ask(number, demand.test(Place(), context))
        self._suspects = compiled(walk)

    def suspects(self, record: dict[str, object]) -> list[int]:
        """Numbers of the demands that may find a fault: all that do, and some that do not."""
        return sorted(self._suspects(record))


@lru_cache(maxsize=32)
def candidates_of(demands: tuple[Demand, ...], context: Context) -> Candidates:
    """The candidates among some demands; the same ones for the same demands."""
    return Candidates(demands, context)


def compiled(walk: Walk) -> Callable[[Any], Any]:
    """The function of a walk. Its source holds names of members and codes out of our own rules, and
    nothing out of any record."""
    source = walk.source()
    scope = dict(walk.names.bound)
    scope |= {helper.__name__: helper for helper in (is_later, is_far, go_back, are_repeated)}
    exec(compile(source, "<rules>", "exec"), scope)  # noqa: S102 - from our own rules
    function = scope[FUNCTION]
    assert callable(function)
    return function


def are_repeated(texts: list[str]) -> bool:
    """Whether a text stands in a list twice."""
    return len(set(texts)) != len(texts)


def _plain(value: object) -> object:
    """A struct as the plain objects that demands take: lists are tuples in a struct."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _plain_loose(value: object) -> object:
    found = _plain(value)
    return normal(found) if isinstance(found, dict) else found
