"""Demands as lines of Python that return True where a record may fail them.

The lines run on records whose shape the schema has proved, so they ask for no types. Paths become
plain loops; what has no short form calls the demand itself where its members are there.
"""

from collections.abc import Callable
from functools import singledispatch
from itertools import count

from harmscope import demands as d
from harmscope.demands.conditions import Scalar

Lines = list[str]
Bound = dict[str, object]
INDENT = "    "
ROOT = "record"
"""The variable that holds the record."""


class Emitter:
    """Writes lines, gives names to variables, and binds the objects that the lines refer to."""

    def __init__(self) -> None:
        self.bound: Bound = {}
        self._numbers = count()
        self._shared = _Node()
        self._members: dict[str, str] = {}

    def later(self, path: str, body: Callable[[str], Lines]) -> Lines:
        """Put ``body`` off until :meth:`shared` walks to ``path``; nothing stands here now."""
        node = self._shared
        for part in path.split("."):
            node = node.parts.setdefault(part, _Node())
        node.bodies.append(body)
        return []

    def shared(self, at: str) -> Lines:
        """Everything that was put off, with one walk over each part of the record."""
        return self._walk(self._shared, at)

    def _walk(self, node: "_Node", at: str) -> Lines:
        lines = [line for body in node.bodies for line in body(at)]
        for part, inner in node.parts.items():
            value = self._member(part) if at == ROOT else self.name()
            below = indented(self._walk(inner, value))
            if at == ROOT:
                lines += [f"if {value} is not None:", *below]
            elif part == "*":
                lines += [f"for {value} in {at}:", *below]
            else:
                lines += [f"{value} = {at}.get({part!r})", f"if {value} is not None:", *below]
        return lines

    def name(self, of: str = "v") -> str:
        """A name that was not used before."""
        return f"{of}{next(self._numbers)}"

    def bind(self, value: object) -> str:
        """The name under which the lines find ``value``."""
        name = self.name("k")
        self.bound[name] = value
        return name

    def each(self, path: str, at: str, body: Callable[[str], Lines]) -> Lines:
        """``body`` for everything at ``path`` below the variable ``at``."""
        if not path:
            return body(at)
        head, _, rest = path.partition(".")
        if at == ROOT:
            value = self._member(head)
            return [f"if {value} is not None:", *indented(self.each(rest, value, body))]
        value = self.name()
        inner = self.each(rest, value, body)
        if head == "*":
            return [f"for {value} in {at}:", *indented(inner)]
        return [
            f"{value} = {at}.get({head!r})",
            f"if {value} is not None:",
            *indented(inner),
        ]

    def value(self, path: str, at: str) -> str:
        """An expression for the value at a path without ``*``; None where it is missing."""
        head, _, rest = path.partition(".")
        if at == ROOT:
            member = self._member(head)
            if not rest:
                return member
            return f"(None if {member} is None else {self.value(rest, member)})"
        first = f"{at}.get({head!r})"
        if not rest:
            return first
        name = self.name()
        return f"(None if ({name} := {first}) is None else {self.value(rest, name)})"

    def members(self) -> Lines:
        """Lines that take every member of the record that is asked for, once."""
        return [f"{name} = {ROOT}.get({member!r})" for member, name in self._members.items()]

    def _member(self, name: str) -> str:
        if name not in self._members:
            self._members[name] = self.name("m")
        return self._members[name]

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


def one_of(expression: str, values: tuple[Scalar, ...]) -> str:
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
    name = out.bind(demand)
    return doubt(f"next({name}.faults({at}, context), None) is not None")


def guarded(demand: object, out: Emitter, at: str, members: tuple[str, ...]) -> Lines:
    """Ask the demand itself, but only where all of ``members`` (paths) are there."""
    test = " and ".join(f"{out.value(path, at)} is not None" for path in members)
    return [f"if {test}:", *indented(emit.dispatch(object)(demand, out, at))]


@emit.register
def _(demand: d.Every, out: Emitter, at: str) -> Lines:
    return [line for each in demand.demands for line in emit(each, out, at)]


@emit.register
def _(demand: d.Within, out: Emitter, at: str) -> Lines:
    if at == ROOT:
        return out.later(demand.path, lambda value: emit(demand.demand, out, value))
    return out.each(demand.path, at, lambda value: emit(demand.demand, out, value))


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
    there = " + ".join(f"({member!r} in {at})" for member in demand.members)
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
    return [f"{found} = []", *lines, *doubt(f"len(set({found})) != len({found})")]


@emit.register
def _(demand: d.Refers, out: Emitter, at: str) -> Lines:
    names = out.name()
    targets = out.each(demand.target, at, lambda value: [f"{names}.add({value})"])
    inner = out.each(demand.path, at, lambda value: doubt(f"{value} not in {names}"))
    lines = [f"{names} = set()", *targets, *inner]
    if demand.itself:
        return lines
    common, _, own = demand.target.rpartition(".")
    rest = demand.path.removeprefix(f"{common}.")
    return [
        *lines,
        *out.each(
            common,
            at,
            lambda item: out.each(
                rest, item, lambda value: doubt(f"{value} == {out.value(own, item)}")
            ),
        ),
    ]


def each_of(paths: tuple[str, ...], out: Emitter, at: str, body: Callable[[str], Lines]) -> Lines:
    """``body`` for everything at each of several paths."""
    if at == ROOT:
        return [line for path in paths for line in out.later(path, body)]
    return [line for path in paths for line in out.each(path, at, body)]
