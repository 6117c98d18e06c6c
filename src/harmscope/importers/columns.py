"""What rows hold beside what an importer reads: columns that were not read, words that stand for
"no value", and rows without an id that equal each other. The same for every importer.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Self

from harmscope.spill import Database

# Words that programs write where there is no value.

NO_VALUE = frozenset(
    {
        *("nan", "NaN", "NAN", "-nan", "NaT", "<NA>", "NA", "N/A", "#N/A"),
        *("None", "NULL", "Null", "null", "(null)", "\\N", "<null>", "<NULL>", "[NULL]"),
        *("n/a", "#NULL!", "undefined"),
    }
)
"""Words that pandas, R, spreadsheets and databases write for a missing value."""


def is_no_value(text: str) -> bool:
    """Whether a cell holds nothing, or a word for nothing."""
    return not text or text in NO_VALUE


# Columns: what was there, what was read.

ANY = "*"
"""Stands for every table."""

_TAME = re.compile(r"[^\W\d](?:[\w $.:()#&+'-]|/(?!/)){0,59}")
_LISTED = 100


class Columns:
    """The columns (or members) of one table in one file."""

    def __init__(self) -> None:
        self.filled: set[str] = set()
        self.read: set[str] = set()
        self.words: Counter[tuple[str, str]] = Counter()
        self.rows = 0

    def take(self, data: dict[str, object]) -> None:
        """Count a row, and note which of its columns hold something."""
        self.rows += 1
        filled = self.filled
        if len(filled) == len(data) and filled == data.keys():
            return
        for name in data.keys() - filled:
            if data[name] not in (None, "", [], {}):
                filled.add(name)

    def word(self, name: str, text: str) -> None:
        """Note that a cell was read as a missing value."""
        self.words[name, text] += 1

    def unread(self) -> list[str]:
        """Columns that hold something and were not read, by name."""
        return sorted(self.filled - self.read)


class Book:
    """The columns of every table of an import, by file and table."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Columns] = {}

    def columns(self, file: str, table: str) -> Columns:
        """The columns of one table in one file."""
        found = self._found.get((file, table))
        if found is None:
            found = self._found[file, table] = Columns()
        return found

    def sizes(self, table: str) -> dict[str, int]:
        """How many rows of a table each file has; for ``ANY``, the longest of its tables."""
        sizes: dict[str, int] = {}
        for (file, name), one in self._found.items():
            if table in (name, ANY):
                sizes[file] = max(one.rows, sizes.get(file, 0))
        return sizes

    def place(self, table: str) -> str:
        """The file whose rows are events of ``table``, as findings name it; with more than one, the
        first and how many more."""
        own = table.partition("#")[0]
        files = sorted(file for file, name in self._found if name == own)
        more = f" and {len(files) - 1:,} more" if len(files) > 1 else ""
        return f"{files[0]}{more}" if files else table

    def notes(self, unread: str = "not read") -> Iterator[tuple[str, int]]:
        """What a user should know of the columns, with how often; ``unread`` are the words for
        columns that were not read."""
        for (file, table), columns in sorted(self._found.items()):
            place = f"{file} ({table})" if table else file
            if left := columns.unread():
                yield f"{place}: {unread} ({len(left)}): {named(left)}", 1
            for (name, word), times in sorted(columns.words.items()):
                yield f"{place}: {word} in {named([name])} is read as no value", times


def named(columns: Iterable[str]) -> str:
    """Names of columns in words. A name that may be a cell's value (an address, a number, a long
    text: the file has no header then) is not shown."""
    columns = list(columns)
    tame = [name for name in columns if _TAME.fullmatch(name)]
    shown = [*tame[:_LISTED]]
    if hidden := len(columns) - len(shown):
        shown.append(f"{hidden:,} more" if shown else f"{hidden:,} whose names are not shown")
    return ", ".join(shown)


# Rows without an id.


class EqualRows:
    """Counts equal rows of one file, on disk. To be closed."""

    def __init__(self) -> None:
        self._base: Database | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._base is not None:
            self._base.__exit__()
            self._base = None

    def place(self, file: str, digest: str) -> int:
        """The how manyth row of the file this one is that has the digest, from 1."""
        if self._base is None:
            self._base = Database(
                "CREATE TABLE seen (file TEXT, digest BLOB, n INTEGER, "
                "PRIMARY KEY (file, digest)) WITHOUT ROWID;"
            )
        (place,) = self._base.rows(
            "INSERT INTO seen VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1 RETURNING n",
            (file, bytes.fromhex(digest)),
        ).fetchone()
        return int(place)
