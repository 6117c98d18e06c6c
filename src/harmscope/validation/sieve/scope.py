"""Writes one walk over a record, with every test at the place where its values come into sight.

Nothing is known of the record's shape, so every step asks for the type that it needs.
"""

from collections.abc import Iterator
from itertools import count

Lines = list[str]
INDENT = "    "


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


class Scope:
    """A place of the record: the variable that holds it, and what is asked there.

    ``tests`` look at the value whatever it is; None stands for null and, but for items of a list,
    for a missing member. ``inside`` runs where the value is an object, between ``before`` and
    ``after``, which enclose what is asked of its members, too.
    """

    def __init__(self, names: Names, var: str) -> None:
        self.names = names
        self.var = var
        self.tests: Lines = []
        self.before: Lines = []
        self.inside: Lines = []
        self.after: Lines = []
        self._members: dict[str, Scope] = {}
        self._items: Scope | None = None

    def at(self, path: str) -> "Scope":
        """The scope of everything at ``path`` below this one."""
        head, _, rest = path.partition(".")
        if head == "*":
            self._items = self._items or Scope(self.names, self.names.fresh())
            inner = self._items
        else:
            inner = self._members.setdefault(head, Scope(self.names, self.names.fresh()))
        return inner.at(rest) if rest else inner

    def value(self, path: str) -> str:
        """The variable of a path without ``*``; None where the member is missing or null."""
        return self.at(path).var

    def has(self, path: str) -> str:
        """An expression for ``inside``: true where the member at a path without ``*`` is there, as
        null or as anything else."""
        above, _, last = path.rpartition(".")
        if not above:
            return f"{last!r} in {self.var}"
        holder = self.value(above)
        return f"(isinstance({holder}, dict) and {last!r} in {holder})"

    def program(self) -> Lines:
        """The whole walk, from a variable that surely holds an object."""
        return [*self.tests, *self._object()]

    def _object(self) -> Lines:
        return [*self._fetched(), *self._asked()]

    def _asked(self) -> Lines:
        inner = [line for each in self._members.values() for line in each._below()]
        return [*self.before, *self.inside, *inner, *self.after]

    def _below(self) -> Lines:
        """What is asked of a member; its own members have been fetched already."""
        lines = [*self.tests, *within(f"isinstance({self.var}, dict)", self._asked())]
        lines += self._each()
        return within(f"{self.var} is not None", lines)

    def _each(self) -> Lines:
        if self._items is None:
            return []
        item = self._items
        lines = [*item.tests, *within(f"isinstance({item.var}, dict)", item._object())]
        lines += item._each()
        if not lines:
            return []
        loop = [f"for {item.var} in {self.var}:", *indented(lines)]
        return within(f"isinstance({self.var}, list)", loop)

    def _fetched(self) -> Lines:
        """Lines that take every member that is asked for, and theirs."""
        lines: Lines = []
        for name, member in self._members.items():
            lines.append(f"{member.var} = {self.var}.get({name!r})")
            inner = member._fetched()
            if inner:
                none = " = ".join([*member._all(), "None"])
                lines += within(f"isinstance({member.var}, dict)", inner)
                lines += ["else:", INDENT + none]
        return lines

    def _all(self) -> Iterator[str]:
        for member in self._members.values():
            yield member.var
            yield from member._all()


def indented(lines: Lines) -> Lines:
    """The lines one step deeper."""
    return [INDENT + line for line in lines]


def within(test: str, lines: Lines) -> Lines:
    """The lines where ``test`` is true; nothing where there are none."""
    return [f"if {test}:", *indented(lines)] if lines else []
