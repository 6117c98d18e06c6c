"""What an import of a table keeps on disk until all rows are read: rows of further tables, and the
rows that they belong to."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harmscope.importers.columns import Book
from harmscope.importers.log.entry import Entry
from harmscope.importers.log.events import CaseMembers, Ref
from harmscope.importers.mapping_file import MappingFile
from harmscope.spill import Database

_SETUP = """
CREATE TABLE anchor (tbl TEXT, id TEXT, body TEXT, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
CREATE TABLE kept (tbl TEXT, body TEXT);
"""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A row that rows of further tables belong to: its subject and group, the members of its case,
    its notice and its decision, the times of both, and whether the decision restricts."""

    subject: str
    group: str
    case: CaseMembers
    notice: Ref | None = None
    decision: Ref | None = None
    asked: str = ""
    decided: str = ""
    restricts: bool = False


class Joins(Database):
    """Use as a context manager; the files are gone afterwards."""

    def __init__(self, mapping: MappingFile, folder: Path | None = None) -> None:
        super().__init__(_SETUP, folder)
        self._named = frozenset(one.to for one in mapping.more if one.file)

    def expects(self, table: str) -> bool:
        """Whether rows of a further table belong to rows of this one."""
        return table in self._named

    def keep(self, table: str, entry: Entry) -> None:
        """Keep a row of a further table for later."""
        row = [entry.file, entry.line, entry.offset, entry.data]
        self.rows("INSERT INTO kept VALUES (?, ?)", (table, json.dumps(row)))

    def kept(self, table: str, book: Book) -> Iterator[Entry]:
        """The rows of a further table, in the order in which they were read; ``book`` takes note
        of their columns."""
        for (body,) in self.rows("SELECT body FROM kept WHERE tbl = ? ORDER BY rowid", (table,)):
            file, line, offset, data = json.loads(body)
            columns = book.columns(file, "rows")
            yield Entry(table, data, file, line, offset, book=book, columns=columns)

    def anchor(self, table: str, id_: str, anchor: Anchor) -> None:
        """Remember a row by its id; of several with one id, the last."""
        row = [
            anchor.subject, anchor.group, anchor.case, anchor.notice, anchor.decision,
            anchor.asked, anchor.decided, anchor.restricts,
        ]  # fmt: skip
        self.rows("INSERT OR REPLACE INTO anchor VALUES (?, ?, ?)", (table, id_, json.dumps(row)))

    def found(self, table: str, id_: str) -> Anchor | None:
        """The row with that id, or None."""
        row = self.rows("SELECT body FROM anchor WHERE tbl = ? AND id = ?", (table, id_)).fetchone()
        if row is None:
            return None
        subject, group, case, notice, decision, *times = json.loads(row[0])
        return Anchor(subject, group, case, _ref(notice), _ref(decision), *times)


def _ref(pair: list[str] | None) -> Ref | None:
    return None if pair is None else (pair[0], pair[1])
