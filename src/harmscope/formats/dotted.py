"""Nested records as flat rows: columns named by dotted paths, such as ``decisions.0.decided_at``.

A part of the path is a member's name, or the place of an item in a list, counted from 0. An empty
cell is an absent member. A table with such columns says the same as the record it stands for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite

# Which members of a record are not text, read off its JSON Schema.

_TYPED = ("boolean", "integer", "number")
_DEEPEST = 12


def types_of(schema: Mapping[str, object]) -> dict[str, str]:
    """JSON type of every member that is a number or a truth value, by dotted path with ``*`` for
    places in lists: ``{"reach.copies_found": "integer"}``.

    ``schema`` is a self-contained JSON Schema 2020-12 (references into its own ``$defs`` only).
    """
    return dict(_walk(schema, schema, "", _DEEPEST))


def _walk(
    node: Mapping[str, object], root: Mapping[str, object], path: str, left: int
) -> Iterator[tuple[str, str]]:
    if left == 0:
        return
    node = _resolved(node, root)
    if node.get("type") in _TYPED:
        yield path, str(node["type"])
    for name, member in _mapping(node.get("properties")).items():
        yield from _walk(_mapping(member), root, f"{path}.{name}" if path else name, left - 1)
    if "items" in node:
        yield from _walk(_mapping(node["items"]), root, f"{path}.*", left - 1)
    for keyword in ("anyOf", "oneOf", "allOf"):
        choices = node.get(keyword)
        for choice in choices if isinstance(choices, list) else []:
            yield from _walk(_mapping(choice), root, path, left - 1)


def _resolved(node: Mapping[str, object], root: Mapping[str, object]) -> Mapping[str, object]:
    reference = node.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/$defs/"):
        return node
    return _mapping(_mapping(root.get("$defs")).get(reference.removeprefix("#/$defs/")))


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


# Columns bound to records.

_PLACE = re.compile(r"0|[1-9][0-9]{0,3}")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_TRUTH = {"true": True, "false": False}

Types = Mapping[str, str]
"""JSON type of the members that are not text, by path with ``*`` for places in lists."""


class BadColumns(ValueError):  # noqa: N818
    """Column names of which one path runs through another, or that count a list with gaps."""


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    parts: tuple[str | int, ...]
    type: str


@dataclass(slots=True)
class _Branch:
    """An object of the record, or a list: what of it stands in which column, in order."""

    is_list: bool = False
    members: "dict[str | int, _Branch | _Column]" = field(default_factory=dict)

    def read(self, row: Mapping[str, object]) -> dict[str, object] | list[object]:
        """The object or list that a row holds; empty where all of its cells are."""
        found: list[tuple[str, object]] = []
        for name, member in self.members.items():
            if isinstance(member, _Column):
                cell = row.get(member.name)
                if cell is not None and cell != "":
                    plain = member.type == "string" and isinstance(cell, str)
                    found.append((name, cell if plain else _typed(cell, member.type)))  # type: ignore[arg-type]
            else:
                part = member.read(row)
                if part:
                    found.append((name, part))  # type: ignore[arg-type]
        return [value for _, value in found] if self.is_list else dict(found)


class Binding:
    """Binds the columns of one table to nested records. Raises BadColumns."""

    def __init__(self, columns: Sequence[str], types: Types) -> None:
        bound = sorted(
            (_column(name, types) for name in columns), key=lambda column: _order(column.parts)
        )
        _check([column.parts for column in bound])
        self._root = _Branch()
        for column in bound:
            _place(self._root, column)

    def nest(self, row: Mapping[str, object]) -> dict[str, object]:
        """The record that a row stands for.

        Text in a cell whose member is a number or a truth value is read as such where it is
        written as JSON writes it, and stays text where it is not. Items of a list of which every
        cell is empty are left out.
        """
        found = self._root.read(row)
        assert isinstance(found, dict)
        return found


def flatten(record: Mapping[str, object]) -> dict[str, object]:
    """The row that stands for a record: scalars by dotted path, in the order of the record."""
    return dict(_flat("", record))


def _flat(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield from _flat(f"{path}.{name}" if path else str(name), member)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _flat(f"{path}.{place}", item)
    else:
        yield path, value


def _column(name: str, types: Types) -> _Column:
    parts = tuple(int(part) if _PLACE.fullmatch(part) else part for part in name.split("."))
    if "" in parts or isinstance(parts[0], int):
        raise BadColumns(name)
    path = ".".join("*" if isinstance(part, int) else part for part in parts)
    return _Column(name, parts, types.get(path, "string"))


def _order(parts: tuple[str | int, ...]) -> tuple[tuple[bool, int, str], ...]:
    return tuple(
        (isinstance(part, int), part if isinstance(part, int) else 0, str(part)) for part in parts
    )


def _check(paths: list[tuple[str | int, ...]]) -> None:
    """Refuse a path that ends where another goes on, and members beside places in a list."""
    whole = set(paths)
    kinds: dict[tuple[str | int, ...], type] = {}
    for path in paths:
        for length in range(1, len(path)):
            stem, part = path[:length], path[length]
            if stem in whole or kinds.setdefault(stem, type(part)) is not type(part):
                raise BadColumns(".".join(map(str, path)))


def _place(root: _Branch, column: _Column) -> None:
    branch = root
    for name, below in pairwise(column.parts):
        member = branch.members.setdefault(name, _Branch(isinstance(below, int)))
        assert isinstance(member, _Branch)
        branch = member
    branch.members[column.parts[-1]] = column


def _typed(value: object, type_: str) -> object:
    if not isinstance(value, str):
        return value if type_ != "string" or isinstance(value, bool) else str(value)
    if type_ == "boolean":
        return _TRUTH.get(value.lower(), value)
    if type_ == "integer" and _INTEGER.fullmatch(value):
        return int(value)
    if type_ == "number" and _NUMBER.fullmatch(value):
        number = float(value)
        return int(value) if _INTEGER.fullmatch(value) else number if isfinite(number) else value
    return value
