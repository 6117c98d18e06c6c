"""One row of a log: its members, its place and its digest."""

import hashlib
import json
from collections.abc import Collection, Iterator

import msgspec

from harmscope.canonical import canonical
from harmscope.importers.columns import NO_VALUE, Book, Columns, is_no_value
from harmscope.importers.timestamps import BadTime, from_unix, record_time


class BadRow(Exception):  # noqa: N818
    """The row lacks what an event needs. ``name`` is the member at fault; ``reported``
    where a finding names it already."""

    def __init__(self, name: str, *, reported: bool = False) -> None:
        super().__init__(name)
        self.name = name
        self.reported = reported


_UNHEARD_BOOK, UNHEARD = Book(), Columns()
"""Where notes go that nobody asks for: of objects inside of a row."""


class Entry(msgspec.Struct, frozen=True, eq=False):
    """A row of a log. ``table`` names its kind; ``file``, ``line`` and ``offset`` are its place;
    ``pointer`` is the place inside the line, for rows of a page. ``columns`` takes note of which
    members are read; ``book`` has those of every table."""

    table: str
    data: dict[str, object]
    file: str
    line: int
    offset: int
    pointer: str = ""
    book: Book = msgspec.field(default_factory=Book)
    columns: Columns = msgspec.field(default_factory=Columns)

    def other(
        self, table: str, data: dict[str, object] | None = None, pointer: str | None = None
    ) -> "Entry":
        """A row of another table at this place, with the same members unless ``data`` is given."""
        return Entry(
            table,
            self.data if data is None else data,
            self.file,
            self.line,
            self.offset,
            self.pointer if pointer is None else pointer,
            self.book,
            self.book.columns(self.file, table),
        )

    @property
    def digest(self) -> str:
        """SHA-256 of the row as JSON with sorted names and no spaces. Cells count as the text that
        a table has for them, and empty ones not at all, so that the same row has one digest as CSV
        and as JSON."""
        cells = {name: text for name, value in self.data.items() if (text := _cell(value))}
        return hashlib.sha256(canonical(cells)).hexdigest()

    def has(self, name: str) -> bool:
        """Whether the member is there, and neither null nor empty nor a word for "no value"."""
        value = self.data.get(name)
        self.columns.read.add(name)
        if isinstance(value, str):
            return not self._blank(name, value.strip())
        return value is not None

    def text(self, name: str, known: Collection[str] = ()) -> str:
        """A member as text; numbers in their decimal form, dates and ids of MongoDB's Extended
        JSON in plain form. Empty text where there is none, or a word for "no value" that is not
        among the ``known`` codes."""
        self.columns.read.add(name)
        value = self.data.get(name)
        if type(value) is str and not value.startswith('{"$'):
            bare = value.strip()
            if (bare and bare not in NO_VALUE) or value in known:
                return value
        value = _plain(value)
        if isinstance(value, bool) or value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = str(value) if isinstance(value, str | int) else ""
        return "" if text not in known and self._blank(name, text.strip()) else text

    def _blank(self, name: str, text: str) -> bool:
        if not is_no_value(text):
            return False
        if text:
            self.columns.word(name, text)
        return True

    def need(self, name: str) -> str:
        """A member as text. Raises BadRow where there is none."""
        value = self.text(name)
        if not value:
            raise BadRow(name)
        return value

    def flag(self, name: str) -> bool:
        """A yes or no, as JSON, SQL or CSV write it; no where nothing is said."""
        return self.answer(name) is True

    def answer(self, name: str) -> bool | None:
        """A yes or no, as JSON, SQL or CSV write it; None where nothing is said."""
        self.columns.read.add(name)
        return _ANSWERS.get(str(self.data.get(name, "")).strip().lower())

    def number(self, name: str) -> int | None:
        """A whole number, as JSON or a cell has it; None where there is none."""
        text = self.text(name).strip()
        return int(text) if text.isascii() and text.removeprefix("-").isdigit() else None

    def part(self, name: str) -> dict[str, object]:
        """A member that is an object, or a cell with one in JSON; empty where there is none."""
        self.columns.read.add(name)
        value = self.data.get(name)
        if isinstance(value, str) and value.lstrip().startswith("{"):
            value = _json(value)
        return value if isinstance(value, dict) else {}

    def sub(self, name: str) -> "Entry":
        """A member that is an object, read in the same way. What else stands in it is not named
        among the members that were not read; see :meth:`inside`."""
        pointer = f"{self.pointer}/{name}"
        return Entry(
            self.table,
            self.part(name),
            self.file,
            self.line,
            self.offset,
            pointer,
            _UNHEARD_BOOK,
            UNHEARD,
        )

    def inside(self, name: str) -> "Entry":
        """As :meth:`sub`, for the object that holds what the row tells of: its members belong to
        those that are read or not read."""
        return self._inside(name, self.part(name), f"{self.pointer}/{name}")

    def _inside(self, name: str, data: dict[str, object], pointer: str) -> "Entry":
        columns = self.book.columns(self.file, f"{self.table}: {name}")
        columns.take(data)
        return Entry(
            self.table, data, self.file, self.line, self.offset, pointer, self.book, columns
        )

    def parts(self, name: str) -> list[dict[str, object]]:
        """The objects in a list; other items are left out."""
        return [one for one in self.listed(name) if isinstance(one, dict)]

    def items(self, name: str) -> list[str]:
        """A list of texts: a JSON list, JSON in a cell, or a PostgreSQL array such as ``{1,2}``."""
        return [
            str(int(one) if isinstance(one, float) and one.is_integer() else one)
            for one in self.listed(name)
            if isinstance(one, str | int | float) and not isinstance(one, bool)
        ]

    def listed(self, name: str) -> list[object]:
        """A member that is a list, or a cell with one; empty where there is none."""
        self.columns.read.add(name)
        value = self.data.get(name)
        if isinstance(value, str):
            value = _from_cell(value.strip())
        return value if isinstance(value, list) else []

    def inner(self, name: str, table: str) -> Iterator["Entry"]:
        """The rows of a page: objects in the list ``name``."""
        for place, one in enumerate(self.listed(name)):
            if isinstance(one, dict):
                yield self.other(table, one, f"{self.pointer}/{name}/{place}")


_ANSWERS = {
    **dict.fromkeys(("true", "t", "1", "1.0", "yes", "y"), True),
    **dict.fromkeys(("false", "f", "0", "0.0", "no", "n"), False),
}


def _cell(value: object) -> str:
    """A value as a table has it."""
    if type(value) is str:
        return value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return canonical(value).decode("utf-8") if value else ""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _plain(value: object) -> object:
    """A value of MongoDB's Extended JSON (version 2) in plain form, also in a cell; other values as
    they are."""
    if isinstance(value, str) and value.startswith('{"$'):
        value = _json(value) or value
    if not isinstance(value, dict) or len(value) != 1:
        return value
    ((kind, inner),) = value.items()
    if kind in ("$oid", "$numberInt", "$numberLong"):
        return inner
    if kind != "$date":
        return None
    inner = _plain(inner)
    if isinstance(inner, str) and not inner.lstrip("-").isdigit():
        return inner
    try:
        return record_time(from_unix(int(str(inner)) / 1000))
    except (BadTime, ValueError):
        return None


def _from_cell(text: str) -> object:
    if text.startswith("{") and text.endswith("}"):
        return [part.strip().strip('"') for part in text[1:-1].split(",") if part.strip()]
    return _json(text)
