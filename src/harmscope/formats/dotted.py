"""Nested records as flat rows: columns named by dotted paths, such as ``decisions.0.decided_at``.

A part of the path is a member's name, or the place of an item in a list, counted from 0. An empty
cell is an absent member. A table with such columns says the same as the record it stands for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

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


class Binding:
    """Binds the columns of one table to nested records. Raises BadColumns."""

    def __init__(self, columns: Sequence[str], types: Types) -> None:
        self._columns = sorted(
            (_column(name, types) for name in columns), key=lambda column: _order(column.parts)
        )
        _check([column.parts for column in self._columns])

    def nest(self, row: Mapping[str, object]) -> dict[str, object]:
        """The record that a row stands for.

        Text in a cell whose member is a number or a truth value is read as such where it is
        written as JSON writes it, and stays text where it is not. Items of a list of which every
        cell is empty are left out.
        """
        record: dict[str, object] = {}
        for column in self._columns:
            value = row.get(column.name)
            if value is not None and value != "":
                _put(record, column.parts, _typed(value, column.type))
        return {name: _settled(value) for name, value in record.items()}


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


def _put(record: dict[str, object], parts: tuple[str | int, ...], value: object) -> None:
    """Lists are objects with whole numbers as names until the record is complete."""
    part: dict[str | int, object] = record  # type: ignore[assignment]
    for name in parts[:-1]:
        part = part.setdefault(name, {})  # type: ignore[assignment]
    part[parts[-1]] = value


def _settled(value: object) -> object:
    if not isinstance(value, dict):
        return value
    if any(isinstance(name, int) for name in value):
        return [_settled(value[place]) for place in sorted(value)]
    return {name: _settled(member) for name, member in value.items()}


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
