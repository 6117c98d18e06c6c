"""A platform's moderation system, as an importer knows it: tables, declarations, translators."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from harmscope.importers.entry import Entry
from harmscope.importers.scribe import Scribe

Translate = Callable[[Entry, Scribe], None]
"""Turns one row into events, or says why not. Raises BadRow."""


@dataclass(frozen=True, slots=True)
class LogSystem:
    """What one importer reads and says.

    ``reads``         what it takes, in words, one a line
    ``schemes``       the code lists of the system
    ``columns``       tables by the members that tell them, most telling first
    ``pages``         members that hold lists of rows, and the table of those rows
    ``translate``     a translator for each table
    ``not_recorded``  parts that the system does not keep, and why
    ``choices``       what the log leaves open, and how it is answered here
    ``explode``       what stands for a row of a table: the rows inside it, itself among them or not
    ``finish``        called when all rows are read
    ``lists``         members under which a JSON document of one table may wrap its rows
    """

    name: str
    title: str
    schemes: tuple[str, ...]
    reads: tuple[str, ...]
    columns: Mapping[str, frozenset[str]]
    pages: Mapping[str, str]
    translate: Mapping[str, Translate]
    capabilities: tuple[str, ...]
    not_recorded: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, str], ...]
    explode: Mapping[str, Callable[[Entry], list[Entry]]] = field(default_factory=dict)
    finish: Callable[[Scribe], None] | None = None
    lists: frozenset[str] = frozenset()

    def entries(self, data: dict[str, object], file: str, line: int, offset: int) -> list[Entry]:
        """The rows in one parsed line: a row itself, or the rows of a page. Rows of no known
        table have an empty ``table``."""
        page = Entry("", data, file, line, offset)
        tables = [name for name in self.pages if isinstance(data.get(name), list)]
        if tables:
            rows = [row for name in tables for row in page.inner(name, self.pages[name])]
        else:
            rows = [Entry(self._table(data), data, file, line, offset)]
        return [inner for row in rows for inner in self._exploded(row)]

    def _table(self, data: dict[str, object]) -> str:
        names = data.keys()
        return next((name for name, needed in self.columns.items() if needed <= names), "")

    def _exploded(self, row: Entry) -> list[Entry]:
        explode = self.explode.get(row.table)
        return explode(row) if explode else [row]
