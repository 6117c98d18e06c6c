"""Rows of the DSA Transparency Database, as its API takes them and as its dumps hold them.

A dump row is brought into the request's shape, so that one schema and one set of rules judge both:
lists are JSON text in its cells, days carry midnight, and an empty cell is a missing member.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

from msgspec.json import Decoder

SERVER = frozenset({"uuid", "id", "permalink", "self"})
"""Members that the server adds and that say nothing about the statement."""

LISTS = frozenset(
    {
        "decision_visibility",
        "category_addition",
        "category_specification",
        "content_type",
        "territorial_scope",
    }
)
DATES = frozenset(
    {
        "end_date_visibility_restriction",
        "end_date_monetary_restriction",
        "end_date_service_restriction",
        "end_date_account_restriction",
        "content_date",
        "application_date",
        "created_at",
    }
)
LIGHT_OMITS = frozenset(
    {
        "illegal_content_explanation",
        "incompatible_content_explanation",
        "territorial_scope",
        "decision_facts",
    }
)
"""Columns that the light dumps leave out."""

MOST = 4096
"""Cells of which the meaning is remembered."""

LONGEST = 1000
"""Characters of a list that is remembered."""

_MIDNIGHT = (" 00:00:00", "T00:00:00Z", "T00:00:00")
_NOTHING: tuple[object, ...] = (None, "", [])
_NULL = "null"


def normal(row: dict[str, object]) -> dict[str, object]:
    """A row in the shape of a request. Values of the wrong type stay, so that they are judged.

    The API takes the text ``null`` for no value, and so does this.
    """
    record: dict[str, object] = {}
    # Written out: this runs for every cell.
    for name, cell in row.items():
        if not cell and cell in _NOTHING:
            continue
        if name in _READ:
            member, read = _READ[name]
            value = read(cell) if isinstance(cell, str) else cell
            if member and value is not None:
                record[member] = value
        elif cell != _NULL:
            record[name] = cell
    return record


def requests(columns: Mapping[str, Sequence[str]], rows: int) -> list[dict[str, object]]:
    """What :func:`normal` gives for the rows of a table of text, each distinct text of a column
    read once. Equal lists of a column are one list: they must not be changed."""
    values: list[tuple[str, Sequence[object]]] = []
    for name, cells in columns.items():
        member, read = _READ.get(name, (name, _text))
        read_cells = _column(cells, read) if member else None
        if read_cells is not None:
            values.append((member, read_cells))
    return across(values, rows)


def reader(name: str) -> tuple[str, Callable[[object], object]]:
    """The member of a request that a column holds, none where it is left out; and what gives of a
    cell what :func:`normal` does, None for nothing."""
    member, read = _READ.get(name, (name, _text))
    return member, partial(_of_cell, read)


def _of_cell(read: Callable[[str], object], cell: object) -> object:
    if isinstance(cell, str):
        return read(cell) if cell else None
    return None if not cell and cell in _NOTHING else cell


def across(columns: Sequence[tuple[str, Sequence[object]]], rows: int) -> list[dict[str, object]]:
    """The rows of columns, without the cells that hold nothing."""
    if not columns:
        return [{} for _ in range(rows)]
    names = [name for name, _ in columns]
    return [
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for row in zip(*(cells for _, cells in columns), strict=True)
    ]


def _column(cells: Sequence[str], read: Callable[[str], object]) -> Sequence[object] | None:
    """A value for each cell; None where all of them hold nothing."""
    known = {cell: read(cell) if cell else None for cell in set(cells)}
    if all(value is None for value in known.values()):
        return None
    if read is _text and "" not in known and _NULL not in known:
        return cells
    return [known[cell] for cell in cells]


def pointer(place: str, row: dict[str, object]) -> str:
    """A pointer into the request's shape as one into the row as it stands in the file."""
    return "/platform_uid" if place == "/puid" and "puid" not in row else place


def excused(place: str, row: dict[str, object]) -> bool:
    """Whether a member is missing only because the file is a light dump without its column."""
    name = place.removeprefix("/")
    return name in LIGHT_OMITS and name not in row and "uuid" in row


def _text(cell: str) -> object:
    return None if cell == _NULL else cell


@lru_cache(maxsize=MOST)
def _day(cell: str) -> object:
    for midnight in _MIDNIGHT:
        cell = cell.removesuffix(midnight)
    return _text(cell) if cell else None


def _start(cell: str) -> object:
    return _text(cell[:10])


def _list(cell: str) -> object:
    """The value of a cell with JSON text; what is no list stays text."""
    if len(cell) > LONGEST:
        return _parsed(cell)
    known = _short(cell)
    return list(known) if isinstance(known, tuple) else known


@lru_cache(maxsize=MOST)
def _short(cell: str) -> object:
    found = _parsed(cell)
    return tuple(found) if isinstance(found, list) else found


def _parsed(cell: str) -> object:
    if not cell.startswith("["):
        return _text(cell)
    try:
        return _TEXTS.decode(cell) or None
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(cell) or None
    except (ValueError, RecursionError):
        return cell


_TEXTS = Decoder(list[str])
"""Reads what nearly every list is, as the other reader would."""

_READ: dict[str, tuple[str, Callable[[str], object]]] = {
    "platform_uid": ("puid", _text),
    **dict.fromkeys(SERVER, ("", _text)),
    **{name: (name, _list) for name in LISTS},
    **{name: (name, _day) for name in DATES},
    "created_at": ("created_at", _start),
}
"""Columns that are not taken as they stand: the member's name (none: it is left out), and how the
text of a cell is read."""
