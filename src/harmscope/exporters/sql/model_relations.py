"""The tables of a record kind, made of its model: one for the record, one for each list in it.

What stands once in a record is a column, named by its path (``detection_source``). A list is a
table of its own, named by its path, too (``incident_decisions_actions``); ``no`` counts its rows
from 0 on, as the lists of JSON do.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from harmscope.exporters.sql.relations import Column, Kind, Relation
from harmscope.model.base import HarmId, Listed
from harmscope.times import DATE

Path = tuple[str, ...]
Stays = Callable[[str], bool]
"""Whether a member that holds free text is written; asked by its path, joined by dots."""

Row = tuple[object, ...]
Rows = tuple[str, Row]
"""A row, behind the name of its table."""


@dataclass(slots=True)
class _Node:
    """One table: its columns with the paths to their values, and the lists below it."""

    name: str
    keys: tuple[Column, ...]
    columns: list[tuple[Column, Path]] = field(default_factory=list)
    lists: list[tuple[Path, "_Node"]] = field(default_factory=list)
    maps: list[tuple[Path, "_Node"]] = field(default_factory=list)


class ModelRelations:
    """The tables of one model. ``keys`` are columns in front of each row, the first of them tells
    records apart; ``skip`` names members that have no place here. ``left_out`` lists the free texts
    that are not written."""

    def __init__(
        self,
        name: str,
        model: type[BaseModel],
        keys: Sequence[Column],
        note: str,
        *,
        stays: Stays = lambda path: True,
        skip: Sequence[str] = (),
    ) -> None:
        self.left_out: list[str] = []
        self._stays, self._skip, self._note = stays, {"record", "version", *skip}, note
        self._root = _Node(name, tuple(keys))
        self._fill(self._root, model, (), ())

    def relations(self) -> list[Relation]:
        """All tables, the one of the records first."""
        root = self._root
        columns = (*root.keys, *(column for column, _ in root.columns))
        top = Relation(root.name, columns, self._note, key=(root.keys[0].name,))
        return [top, *self._below(root, top)]

    def rows(self, keys: Row, record: Mapping[str, Any]) -> Iterator[Rows]:
        """The rows of a record, behind the values of its keys."""
        yield from self._rows(self._root, keys, record)

    def _fill(self, node: _Node, model: type[BaseModel], inner: Path, outer: Path) -> None:
        """Add the members of a model; ``inner`` is the path below the node, ``outer`` to it."""
        for name, member in model.model_fields.items():
            path = (*inner, name)
            if not (inner or outer) and name in self._skip:
                continue
            kind, marks = _plain(member.annotation, tuple(member.metadata))
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                self._fill(node, kind, path, outer)
            elif get_origin(kind) in (list, dict):
                self._list(node, kind, path, outer)
            elif self._is_written(kind, marks, (*outer, *path)):
                node.columns.append((_column("_".join(path), kind, marks), path))

    def _list(self, node: _Node, kind: Any, path: Path, outer: Path) -> None:
        name = f"{node.name}_{'_'.join(path)}"
        deeper = len(node.keys) > 1 and node is not self._root
        keys = (node.keys[0], *node.keys[1:]) if deeper else (node.keys[0],)
        if deeper:
            # The place in the list above, under the name of that list.
            last = f"{node.name.rpartition('_')[2]}_no"
            keys = (*keys[:-1], Column(last, "integer", "The place in the list above"))
        below = _Node(name, (*keys, Column("no", "integer", "The place in the list, from 0 on")))
        item, marks = _plain(get_args(kind)[-1], ())
        if get_origin(kind) is dict:
            below.columns = [(Column("name"), ()), (_column("value", item, marks), ())]
            node.maps.append((path, below))
            return
        if isinstance(item, type) and issubclass(item, BaseModel):
            self._fill(below, item, (), (*outer, *path))
        elif self._is_written(item, marks, (*outer, *path)):
            below.columns = [(_column("value", item, marks), ())]
        if below.columns or below.lists:
            node.lists.append((path, below))

    def _is_written(self, kind: Any, marks: Sequence[Any], path: Path) -> bool:
        name = ".".join(path)
        if not _is_free(kind, marks) or self._stays(name):
            return True
        self.left_out.append(name)
        return False

    def _below(self, node: _Node, above: Relation) -> Iterator[Relation]:
        first = node.keys[0].name
        for path, below in (*node.lists, *node.maps):
            keys = [
                Column(one.name, one.kind, one.note, f"{self._root.name}.{first}" if not n else "")
                for n, one in enumerate(below.keys)
            ]
            columns = (*keys, *(column for column, _ in below.columns))
            names = tuple(one.name for one in keys)
            inside = names[:-1] if len(names) > 2 else ()
            note = f"{'.'.join(path)} of {node.name}"
            found = Relation(below.name, columns, note, names, inside, node.name if inside else "")
            yield found
            yield from self._below(below, found)

    def _rows(self, node: _Node, keys: Row, data: Mapping[str, Any]) -> Iterator[Rows]:
        yield node.name, (*keys, *[_at(data, path) for _, path in node.columns])
        own = keys[:1] if node is self._root else keys
        for path, below in node.lists:
            for no, item in enumerate(_at(data, path) or ()):
                if isinstance(item, Mapping):
                    yield from self._rows(below, (*own, no), item)
                else:
                    yield below.name, (*own, no, item)
        for path, below in node.maps:
            for no, (name, value) in enumerate((_at(data, path) or {}).items()):
                yield below.name, (*own, no, name, value)


def _at(data: Mapping[str, Any], path: Path) -> Any:
    found: Any = data
    for name in path:
        if found is None:
            return None
        found = found.get(name)
    return found


# What the type of a member says of its column.


def _plain(kind: Any, marks: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """A type without what is said beside it and without None, and what is said beside it."""
    if get_origin(kind) is Annotated:
        inner, *beside = get_args(kind)
        return _plain(inner, (*marks, *beside))
    if get_origin(kind) in (Union, UnionType):
        options = [one for one in get_args(kind) if one is not NoneType]
        if len(options) == 1:
            return _plain(options[0], marks)
    return kind, marks


def _patterns(marks: Sequence[Any]) -> set[str]:
    inner = [one for mark in marks if isinstance(mark, FieldInfo) for one in mark.metadata]
    found = (getattr(mark, "pattern", None) for mark in (*marks, *inner))
    return {cast("str", one) for one in found if one}


_HARM = _patterns(_plain(HarmId, ())[1])
_DAY = {f"^{DATE}$"}
_KINDS: dict[Any, Kind] = {bool: "boolean", int: "integer", float: "real", str: "text"}


def _column(name: str, kind: Any, marks: Sequence[Any]) -> Column:
    patterns = _patterns(marks)
    if patterns == _DAY:
        return Column(name, "day")
    if get_origin(kind) in (Union, UnionType):
        return Column(name, "number")
    refers = "harm.id" if patterns == _HARM else ""
    codes = [f"A code of the list {mark.name}" for mark in marks if isinstance(mark, Listed)]
    return Column(name, _KINDS.get(kind, "text"), "".join(codes), refers)


def _is_free(kind: Any, marks: Sequence[Any]) -> bool:
    """Whether anything may be written there: text without a list or a form of its own."""
    listed = get_origin(kind) is Literal or any(isinstance(mark, Listed) for mark in marks)
    return kind is str and not listed and not _patterns(marks)
