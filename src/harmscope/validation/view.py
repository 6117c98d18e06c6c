"""A record of plain objects, read by attributes as the accept path's structs are."""

from typing import Any

from harmscope.validation.statement import normal
from harmscope.validation.subject import STATEMENT, Fields


class View:
    """A mapping whose members are attributes; members that are missing are None."""

    __slots__ = ("_row",)

    def __init__(self, row: dict[str, object]) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return _viewed(self._row.get(name))


NOTHING: Fields = View({})
"""A record without members."""


def view(kind: str, row: dict[str, object]) -> View:
    """A row as it stands in a file, as the records of its kind are looked at."""
    return View(normal(row) if kind == STATEMENT else row)


def _viewed(value: object) -> object:
    if isinstance(value, dict):
        return View(value)
    return tuple([_viewed(each) for each in value]) if isinstance(value, list) else value
