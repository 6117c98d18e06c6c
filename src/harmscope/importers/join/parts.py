"""A spool for notices on several items, which come from several groups of events."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType

from harmscope.importers.join.event import Ref


class Parts:
    """Parts of notices by the key that they share. Use as a context manager."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="harmscope-", dir=folder)
        self._base = sqlite3.connect(Path(self._folder.name) / "parts.sqlite")
        self._base.isolation_level = None
        self._base.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;"
            "CREATE TABLE part (tbl TEXT, key TEXT, body TEXT)"
        )
        self._base.execute("BEGIN")

    def __enter__(self) -> "Parts":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._base.close()
        self._folder.cleanup()

    def add(self, key: Ref, part: dict[str, object]) -> None:
        """Take one part in."""
        self._base.execute("INSERT INTO part VALUES (?, ?, ?)", (*key, json.dumps(part)))

    def notices(self) -> Iterator[tuple[Ref, list[dict[str, object]]]]:
        """The parts of each notice, in order of the key."""
        rows = self._base.execute("SELECT tbl, key, body FROM part ORDER BY tbl, key, body")
        for key, group in groupby(rows, key=lambda row: (row[0], row[1])):
            yield key, [json.loads(body) for *_, body in group]
