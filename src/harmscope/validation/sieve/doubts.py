"""Every kind of demand as tests that are true wherever it may find a fault.

``number`` is what the sieve names a demand by, ``here`` the scope that its paths start from.
Importing ``doubts_values`` adds the demands on times, texts and codes.
"""

from dataclasses import dataclass, field
from functools import singledispatch

from harmscope import demands as d
from harmscope.demands.conditions import Scalar
from harmscope.validation.sieve.memory import LONGEST, Codes, Days, Natives, Texts
from harmscope.validation.sieve.scope import Lines, Names, Scope, within

CODES = ("created_at", "category", "category_addition", "category_specification")
"""Members of a statement that tell whether its codes go together."""


@dataclass
class Asked:
    """Tests of values that stand at one place, so that one look-up does for all of them."""

    days: list[tuple[int, d.Demand]] = field(default_factory=list)
    texts: list[tuple[int, d.Demand]] = field(default_factory=list)
    natives: list[tuple[int, d.Demand]] = field(default_factory=list)
    codes: list[tuple[int, d.Demand]] = field(default_factory=list)


class Writer:
    """Collects the tests of all demands over one walk."""

    def __init__(self, context: d.Context) -> None:
        self.context = context
        self.names = Names()
        self.root = Scope(self.names, "record")
        self._asked: dict[int, tuple[Scope, Asked]] = {}
        self._gathered: dict[tuple[int, str], str] = {}

    def asked(self, scope: Scope) -> Asked:
        """What is asked of the values of a scope."""
        return self._asked.setdefault(id(scope), (scope, Asked()))[1]

    def program(self) -> Lines:
        """The whole walk."""
        for scope, asked in self._asked.values():
            scope.tests += self._texts(scope, asked)
            scope.inside += self._natives(scope, asked) + self._codes(scope, asked)
        return self.root.program()

    def gathered(self, path: str, here: Scope) -> str:
        """The variable of a list of all texts at a path."""
        key = (id(here), path)
        if key not in self._gathered:
            found, place = self.names.fresh(), here.at(path)
            here.before.append(f"{found} = []")
            place.tests += within(f"isinstance({place.var}, str)", [f"{found}.append({place.var})"])
            self._gathered[key] = found
        return self._gathered[key]

    def _texts(self, scope: Scope, asked: Asked) -> Lines:
        lines, var = [], scope.var
        for tests, kind, new in (
            (asked.days, Days, "{0}[:10] not in {1}"),
            (asked.texts, Texts, f"(len({{0}}) > {LONGEST} or {{0}} not in {{1}})"),
        ):
            if tests:
                known = self.names.bind(kind(tests, self.context))
                lines += within(new.format(var, known), [f"found.update({known}.ask({var}))"])
        return within(f"isinstance({var}, str)", lines)

    def _natives(self, scope: Scope, asked: Asked) -> Lines:
        if not asked.natives:
            return []
        values = ", ".join(scope.value(name) for name in ("scheme", "code", "parent"))
        return [f"found.update({self.names.bind(Natives(asked.natives))}.ask({values}))"]

    def _codes(self, scope: Scope, asked: Asked) -> Lines:
        if not asked.codes:
            return []
        values = ", ".join(scope.value(name) for name in CODES)
        return [f"found.update({self.names.bind(Codes(asked.codes))}.ask({values}))"]


def suspect(number: int, test: str) -> Lines:
    """Lines that name a demand where ``test`` is true."""
    return within(test, [f"add({number})"])


def one_of(var: str, values: tuple[Scalar, ...]) -> str:
    """An expression that is true for one of ``values``, as JSON has it: ``true`` is not 1."""
    texts = tuple(value for value in values if isinstance(value, str))
    tests = [f"{var} is {value}" for value in values if isinstance(value, bool)]
    if texts:
        tests.append(f"{var} in {texts!r}" if len(texts) > 1 else f"{var} == {texts[0]!r}")
    return f"({' or '.join(tests)})"


def holds(condition: d.Condition, here: Scope) -> str:
    """An expression that is true where the condition is met, and nowhere else."""
    match condition:
        case d.Present(path):
            return f"{here.value(path)} is not None"
        case d.Equals(path, values):
            return one_of(here.value(path), values)
        case d.StartsWith(path, prefixes):
            var = here.value(path)
            return f"(isinstance({var}, str) and {var}.startswith({prefixes!r}))"
        case d.Contains(path, value):
            var, item = here.value(path), here.names.fresh()
            return (
                f"(isinstance({var}, list) and any({one_of(item, (value,))} for {item} in {var}))"
            )
        case d.AllOf(conditions):
            return f"({' and '.join(holds(each, here) for each in conditions)})"
    raise TypeError(type(condition).__name__)


@singledispatch
def doubt(demand: object, number: int, here: Scope, out: Writer) -> None:
    """Write the tests of a demand: by default it is always asked."""
    here.inside.append(f"add({number})")


@doubt.register
def _(demand: d.Every, number: int, here: Scope, out: Writer) -> None:
    for each in demand.demands:
        doubt(each, number, here, out)


@doubt.register
def _(demand: d.Within, number: int, here: Scope, out: Writer) -> None:
    doubt(demand.demand, number, here.at(demand.path), out)


@doubt.register
def _(demand: d.When, number: int, here: Scope, out: Writer) -> None:
    here.inside += suspect(number, holds(demand.condition, here))


@doubt.register
def _(demand: d.RequiredIf, number: int, here: Scope, out: Writer) -> None:
    missing = f"{here.value(demand.path)} is None"
    here.inside += suspect(number, f"{missing} and {holds(demand.when, here)}")


@doubt.register
def _(demand: d.ForbiddenIf, number: int, here: Scope, out: Writer) -> None:
    tests = [here.has(demand.path)]
    if demand.when is not None:
        tests.append(holds(demand.when, here))
    if demand.unless is not None:
        tests.append(f"not {holds(demand.unless, here)}")
    here.inside += suspect(number, " and ".join(tests))


@doubt.register
def _(demand: d.ValueIf, number: int, here: Scope, out: Writer) -> None:
    wrong = f"not {one_of(here.value(demand.path), demand.values)}"
    here.inside += suspect(number, f"{holds(demand.when, here)} and {wrong}")


@doubt.register
def _(demand: d.NeverIf, number: int, here: Scope, out: Writer) -> None:
    place = here.at(demand.path)
    wrong = one_of(place.var, demand.values)
    place.tests += suspect(number, f"{wrong} and {holds(demand.when, here)}")


@doubt.register
def _(demand: d.AtLeastOne, number: int, here: Scope, out: Writer) -> None:
    there = [f"{member!r} in {here.var}" for member in demand.members]
    none = f"not ({' or '.join(there)})"
    count = " + ".join(f"({each})" for each in there)
    here.inside += suspect(number, f"{count} != 1" if demand.exactly else none)


@doubt.register
def _(demand: d.Unique, number: int, here: Scope, out: Writer) -> None:
    items, _, own = demand.path.rpartition(".")
    if own == "*" and "*" not in items:
        place = here.at(items)
        place.tests += suspect(number, f"isinstance({place.var}, list) and doubled({place.var})")
    else:
        found = out.gathered(demand.path, here)
        here.after += suspect(number, f"len({found}) > 1 and doubled({found})")


@doubt.register
def _(demand: d.Refers, number: int, here: Scope, out: Writer) -> None:
    found = out.gathered(demand.path, here)
    if demand.itself:
        targets = out.gathered(demand.target, here)
        here.after += suspect(number, f"{found} and not set({targets}).issuperset({found})")
    else:
        here.after += suspect(number, found)
