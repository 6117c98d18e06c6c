"""One row of a log: its members, its place and its digest."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from harmscope.canonical import canonical
from harmscope.importers.timestamps import BadTime, from_unix, record_time


class BadRow(Exception):  # noqa: N818
    """The row lacks what an event needs. ``name`` is the member at fault; ``reported``
    where a finding names it already."""

    def __init__(self, name: str, *, reported: bool = False) -> None:
        super().__init__(name)
        self.name = name
        self.reported = reported


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a log. ``table`` names its kind; ``file``, ``line`` and ``offset`` are its place;
    ``pointer`` is the place inside the line, for rows of a page."""

    table: str
    data: dict[str, object]
    file: str
    line: int
    offset: int
    pointer: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the row as JSON with sorted names and no spaces."""
        return hashlib.sha256(canonical(self.data)).hexdigest()

    def has(self, name: str) -> bool:
        """Whether the member is there, and neither null nor empty text."""
        return self.data.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """A member as text; numbers in their decimal form, dates and ids of MongoDB's Extended
        JSON in plain form. Empty text where there is none."""
        value = _plain(self.data.get(name))
        if isinstance(value, bool) or value is None:
            return ""
        return str(value) if isinstance(value, str | int) else ""

    def need(self, name: str) -> str:
        """A member as text. Raises BadRow where there is none."""
        value = self.text(name)
        if not value:
            raise BadRow(name)
        return value

    def flag(self, name: str) -> bool:
        """A yes or no, as JSON, SQL or CSV write it."""
        return str(self.data.get(name, "")).strip().lower() in ("true", "t", "1", "yes")

    def part(self, name: str) -> dict[str, object]:
        """A member that is an object; empty where there is none."""
        value = self.data.get(name)
        return value if isinstance(value, dict) else {}

    def sub(self, name: str) -> "Entry":
        """A member that is an object, read in the same way."""
        pointer = f"{self.pointer}/{name}"
        return Entry(self.table, self.part(name), self.file, self.line, self.offset, pointer)

    def parts(self, name: str) -> list[dict[str, object]]:
        """The objects in a list; other items are left out."""
        value = self.data.get(name)
        return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

    def items(self, name: str) -> list[str]:
        """A list of texts: a JSON list, JSON in a cell, or a PostgreSQL array such as ``{1,2}``."""
        value = self.data.get(name)
        if isinstance(value, str):
            value = _from_cell(value.strip())
        if not isinstance(value, list):
            return []
        return [str(one) for one in value if isinstance(one, str | int)]

    def inner(self, name: str, table: str) -> Iterator["Entry"]:
        """The rows of a page: objects in the list ``name``."""
        value = self.data.get(name)
        for place, one in enumerate(value if isinstance(value, list) else []):
            if isinstance(one, dict):
                pointer = f"{self.pointer}/{name}/{place}"
                yield Entry(table, one, self.file, self.line, self.offset, pointer)


def _plain(value: object) -> object:
    """A value of MongoDB's Extended JSON (version 2) in plain form; other values as they are."""
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
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
