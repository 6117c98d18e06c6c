"""Demands as lines of Python that return True where a record may fail them.

The lines run on records whose shape the schema has proved, so they ask for no types. Paths become
plain loops; what has no short form calls the demand itself where its members are there.
"""

from collections.abc import Callable
from functools import partial, singledispatch
from itertools import count

from harmscope import demands as d
from harmscope.validation.accept.good import LATEST, Check, Clocks, Good
from harmscope.validation.accept.shapes import Shape, attribute

Lines = list[str]
Bound = dict[str, object]
INDENT = "    "
ROOT = "record"
"""The variable that holds the record."""

ROUGH = "rough"
"""The variable that is true once a time was met that cannot be compared as text."""


class Emitter:
    """Writes lines, gives names to variables, and binds the objects that the lines refer to.

    ``shape`` is what the type of the record holds: what asks for other members never holds and
    is left out. Every member that is asked for is taken once, where its object comes into sight.
    ``today`` is the last day that is not in the future.
    """

    def __init__(self, shape: Shape, today: str = LATEST) -> None:
        self.bound: Bound = {}
        self.today = today
        self._shapes = {ROOT: shape}
        self._numbers = count()
        self._members: dict[str, dict[str, str]] = {}
        self._open = {ROOT: _Node()}
        self._tests: dict[tuple[str, str, str], list[Check]] = {}
        self._good: dict[tuple[Check, ...], str] = {}
        self._clocks: dict[str, str] = {}

    def later(self, path: str, at: str, body: Callable[[str], Lines]) -> Lines:
        """``body`` for everything at ``path``, put off so that all bodies below one object share
        one walk; nothing stands here now. Where ``at`` takes no more, the lines stand here."""
        node = self._open.get(at)
        if node is None:
            return self.each(path, at, body)
        for part in path.split("."):
            node = node.parts.setdefault(part, _Node())
        node.bodies.append(body)
        return []

    def shared(self) -> Lines:
        """Everything that was put off, with one walk over each part of the record."""
        return self._walk(self._open[ROOT], ROOT)

    def _walk(self, node: "_Node", at: str) -> Lines:
        self._open[at] = node
        lines = [line for body in node.bodies for line in body(at)]
        for part, inner in node.parts.items():
            lines += self._step(part, at, partial(self._walk, inner))
        del self._open[at]
        return lines

    def each(self, path: str, at: str, body: Callable[[str], Lines]) -> Lines:
        """``body`` for everything at ``path`` below the variable ``at``."""
        if not path:
            return body(at)
        head, _, rest = path.partition(".")
        return self._step(head, at, lambda value: self.each(rest, value, body))

    def _step(self, part: str, at: str, body: Callable[[str], Lines]) -> Lines:
        if part == "*":
            value = self.name()
            self._shapes[value] = self._shapes[at].item or Shape()
            inner = body(value)
            return [f"for {value} in {at}:", *indented([*self.members(value), *inner])]
        value = self._member(at, part)
        return [] if value == "None" else [f"if {value} is not None:", *indented(body(value))]

    def remembered(self, path: str, at: str, test: Check, cut: str) -> Lines:
        """Doubt each value at ``path`` that fails ``test``; ``cut`` is a slice of it. All tests of
        a value are one look-up: values that passed them are remembered."""
        tests = self._tests.setdefault((at, path, cut), [])
        tests.append(test)
        if at in self._open and len(tests) > 1:
            return []
        if path.endswith(".*") and not cut:
            above = path.removesuffix(".*")
            return self.later(above, at, lambda value: self._all_good(value, tuple(tests)))
        return self.later(path, at, lambda value: self._known_good(value + cut, tuple(tests)))

    def _good_by(self, tests: tuple[Check, ...]) -> str:
        if tests not in self._good:
            self._good[tests] = self.bind(Good(tests))
        return self._good[tests]

    def _all_good(self, values: str, tests: tuple[Check, ...]) -> Lines:
        good = self._good_by(tests)
        return doubt(f"not {good}.issuperset({values}) and {good}.refuses_any({values})")

    def _known_good(self, value: str, tests: tuple[Check, ...]) -> Lines:
        good = self._good_by(tests)
        return doubt(f"{value} not in {good} and {good}.refuses({value})")

    def name(self, of: str = "v") -> str:
        """A name that was not used before."""
        return f"{of}{next(self._numbers)}"

    def bind(self, value: object) -> str:
        """The name under which the lines find ``value``."""
        name = self.name("k")
        self.bound[name] = value
        return name

    def value(self, path: str, at: str) -> str:
        """A name for the value at a path without ``*``; None where it is missing."""
        for part in path.split("."):
            at = "None" if at == "None" else self._member(at, part)
        return at

    def members(self, at: str) -> Lines:
        """Lines that take every member of an object that is asked for, and theirs, once."""
        lines: Lines = []
        for member, name in self._members.get(at, {}).items():
            # A loose object holds nothing, null or an empty list where a member is missing.
            rest = " or None" if self._shapes[at].loose else ""
            lines.append(f"{name} = {at}.{attribute(member)}{rest}")
            lines += self._plain(name)
            inner = self.members(name)
            if inner:
                none = " = ".join([*self._names(name), "None"])
                lines += [f"if {name} is not None:", *indented(inner), "else:", INDENT + none]
        return lines

    def _plain(self, name: str) -> Lines:
        """Look at the time of day where a time comes into sight, and note one that is not plain."""
        pattern = self._shapes[name].time
        if not pattern:
            return []
        if pattern not in self._clocks:
            self._clocks[pattern] = self.bind(Clocks(pattern))
        known = self._clocks[pattern]
        refused = doubt(f"{known}.refuses({name}[10:])")
        noted = [f"if {name}[10:] not in {known}:", f"{INDENT}{ROUGH} = True"]
        test = f"if {name} is not None and {name}[10:] not in {known}:"
        return [test, *indented([*refused, *noted])]

    def _names(self, at: str) -> Lines:
        names = list(self._members.get(at, {}).values())
        return [*names, *(inner for name in names for inner in self._names(name))]

    def _member(self, at: str, name: str) -> str:
        inner = self._shapes[at].members.get(name)
        if inner is None:
            return "None"
        names = self._members.setdefault(at, {})
        if name not in names:
            names[name] = self.name("m" if at == ROOT else "v")
            self._shapes[names[name]] = inner
        return names[name]

    def holds(self, condition: d.Condition, at: str) -> str:
        """An expression that is true where the condition is met."""
        match condition:
            case d.Present(path):
                return f"{self.value(path, at)} is not None"
            case d.Equals(path, values):
                return one_of(self.value(path, at), values)
            case d.StartsWith(path, prefixes):
                return f"({self.value(path, at)} or '').startswith({prefixes!r})"
            case d.Contains(path, value):
                return f"{value!r} in ({self.value(path, at)} or ())"
            case d.AllOf(conditions):
                return " and ".join(f"({self.holds(each, at)})" for each in conditions)
        raise TypeError(type(condition).__name__)


class _Node:
    """A part of the record, with what is to be asked there and below."""

    def __init__(self) -> None:
        self.bodies: list[Callable[[str], Lines]] = []
        self.parts: dict[str, _Node] = {}


def indented(lines: Lines) -> Lines:
    """The lines one step deeper."""
    return [INDENT + line for line in lines]


def one_of(expression: str, values: tuple[object, ...]) -> str:
    """An expression that is true for one of ``values``; True is not 1."""
    if len(values) == 1:
        word = "is" if isinstance(values[0], bool) else "=="
        return f"{expression} {word} {values[0]!r}"
    return f"{expression} in {values!r}"


def doubt(test: str) -> Lines:
    """Lines that doubt the record where ``test`` is true."""
    return [f"if {test}:", f"{INDENT}return True"]


@singledispatch
def emit(demand: object, out: Emitter, at: str) -> Lines:
    """Lines for a demand on the object in the variable ``at``: by default, ask the demand."""
    return doubt(f"any({out.bind(demand)}.faults(plain({at}), context))")


def guarded(demand: object, out: Emitter, at: str, members: tuple[str, ...]) -> Lines:
    """Ask the demand itself, but only where all of ``members`` (paths) are there."""
    test = " and ".join(f"{out.value(path, at)} is not None" for path in members)
    return [f"if {test}:", *indented(emit.dispatch(object)(demand, out, at))]


@emit.register
def _(demand: d.Every, out: Emitter, at: str) -> Lines:
    return [line for each in demand.demands for line in emit(each, out, at)]


@emit.register
def _(demand: d.Within, out: Emitter, at: str) -> Lines:
    return out.later(demand.path, at, lambda value: emit(demand.demand, out, value))


@emit.register
def _(demand: d.RequiredIf, out: Emitter, at: str) -> Lines:
    missing = f"{out.value(demand.path, at)} is None"
    return doubt(f"{out.holds(demand.when, at)} and {missing}")


@emit.register
def _(demand: d.ForbiddenIf, out: Emitter, at: str) -> Lines:
    tests = [f"{out.value(demand.path, at)} is not None"]
    if demand.when is not None:
        tests.append(f"({out.holds(demand.when, at)})")
    if demand.unless is not None:
        tests.append(f"not ({out.holds(demand.unless, at)})")
    return doubt(" and ".join(tests))


@emit.register
def _(demand: d.ValueIf, out: Emitter, at: str) -> Lines:
    wrong = f"not ({one_of(out.value(demand.path, at), demand.values)})"
    return doubt(f"{out.holds(demand.when, at)} and {wrong}")


@emit.register
def _(demand: d.NeverIf, out: Emitter, at: str) -> Lines:
    inner = out.each(demand.path, at, lambda value: doubt(one_of(value, demand.values)))
    return [f"if {out.holds(demand.when, at)}:", *indented(inner)]


@emit.register
def _(demand: d.AtLeastOne, out: Emitter, at: str) -> Lines:
    values = [out.value(member, at) for member in demand.members]
    there = " + ".join(f"({value} is not None)" for value in values)
    return doubt(f"{there} != 1" if demand.exactly else f"not ({there})")


@emit.register
def _(demand: d.CodeIn, out: Emitter, at: str) -> Lines:
    codes = out.bind(demand.codes())
    word = "in" if demand.never else "not in"
    return each_of(demand.paths, out, at, lambda value: doubt(f"{value} {word} {codes}"))


@emit.register
def _(demand: d.Unique, out: Emitter, at: str) -> Lines:
    found = out.name()
    lines = out.each(demand.path, at, lambda value: [f"{found}.append({value})"])
    test = doubt(f"len(set({found})) != len({found})")
    return several(demand.path, out, at, [f"{found} = []", *lines, *test])


@emit.register
def _(demand: d.Refers, out: Emitter, at: str) -> Lines:
    names = out.name()
    targets = out.each(demand.target, at, lambda value: [f"{names}.add({value})"])
    # References are rare: what they may name is looked for when the first one is met.
    found = [f"if {names} is None:", *indented([f"{names} = set()", *targets])]
    test = out.later(demand.path, at, lambda value: [*found, *doubt(f"{value} not in {names}")])
    lines = [f"{names} = None", *test]
    if demand.itself:
        return lines
    common, _, own = demand.target.rpartition(".")
    rest = demand.path.removeprefix(f"{common}.")
    return [
        *lines,
        *out.later(
            common,
            at,
            lambda item: out.each(
                rest, item, lambda value: doubt(f"{value} == {out.value(own, item)}")
            ),
        ),
    ]


def several(path: str, out: Emitter, at: str, lines: Lines) -> Lines:
    """``lines`` where the only list on ``path`` has more than one item; always where it has more
    lists than one."""
    before, _, after = path.partition(".*")
    if ".*" in after or not _:
        return lines
    items = out.value(before, at)
    return [f"if {items} is not None and len({items}) > 1:", *indented(lines)]


def each_of(paths: tuple[str, ...], out: Emitter, at: str, body: Callable[[str], Lines]) -> Lines:
    """``body`` for everything at each of several paths."""
    return [line for path in paths for line in out.later(path, at, body)]
