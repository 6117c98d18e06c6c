"""A SQLite or DuckDB file that rows are added to, a batch at a time."""

import sqlite3
from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from harmscope.exporters.sql.relations import Relation, quoted
from harmscope.exporters.sql.sql_views import MOMENT, View

_BATCH: Final = 2000
"""Rows of a table that wait in memory."""


class DatabaseFile:
    """A new database. ``relations`` holds its tables in order, ``counts`` their rows."""

    name: str
    """What ``--to`` calls it."""
    moment: str
    """What ``moment(column)`` of a view is here."""

    def __init__(self) -> None:
        self.relations: dict[str, Relation] = {}
        self.counts: Counter[str] = Counter()
        self._waiting: dict[str, list[Sequence[object]]] = {}

    def create(self, relation: Relation) -> None:
        """Make a table."""
        self.relations[relation.name] = relation
        self._waiting[relation.name] = []
        self.run(self._statement(relation))

    def view(self, view: View) -> None:
        """Make a view."""
        query = MOMENT.sub(lambda found: self.moment.format(found[1]), view.query.strip())
        self.run(f"CREATE VIEW {quoted(view.name)} AS {query}")

    def add(self, table: str, row: Sequence[object]) -> None:
        """Add a row, one value a column in their order."""
        waiting = self._waiting[table]
        waiting.append(row)
        if len(waiting) >= _BATCH:
            self._flush(table)

    def add_all(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Add several rows."""
        for row in rows:
            self.add(table, row)

    def flush(self) -> None:
        """Write what waits."""
        for table in self._waiting:
            self._flush(table)

    def _flush(self, table: str) -> None:
        rows, self._waiting[table] = self._waiting[table], []
        if rows:
            self.counts[table] += len(rows)
            self._write(self.relations[table], rows)

    @abstractmethod
    def run(self, statement: str) -> None:
        """Run a statement that we wrote."""

    @abstractmethod
    def close(self) -> None:
        """Write everything and finish the file."""

    @abstractmethod
    def _statement(self, relation: Relation) -> str: ...

    @abstractmethod
    def _write(self, relation: Relation, rows: list[Sequence[object]]) -> None: ...


class SqliteFile(DatabaseFile):
    """A SQLite database, with primary and foreign keys. Yes-or-no columns hold 1 and 0."""

    name = "sqlite"
    moment = "julianday({})"

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._database = sqlite3.connect(path, isolation_level=None)
        # Nobody sees the file before it is finished, so nothing has to be undone in it.
        self.run("PRAGMA journal_mode = OFF")
        self.run("PRAGMA synchronous = OFF")
        self.run("BEGIN")

    def run(self, statement: str) -> None:
        """Run a statement that we wrote."""
        self._database.execute(statement)

    def close(self) -> None:
        """Write everything and finish the file."""
        self.flush()
        self.run("COMMIT")
        self._database.close()

    def _statement(self, relation: Relation) -> str:
        return relation.with_constraints()

    def _write(self, relation: Relation, rows: list[Sequence[object]]) -> None:
        marks = ", ".join("?" * len(relation.columns))
        self._database.executemany(
            f"INSERT INTO {quoted(relation.name)} VALUES ({marks})",  # noqa: S608 - our own names
            rows,
        )


class DuckdbFile(DatabaseFile):
    """A DuckDB database, without keys: DuckDB would keep them in memory. It reads no other file."""

    name = "duckdb"
    moment = (
        "TRY_CAST(CASE WHEN length({0}) = 10 THEN {0} || 'T00:00:00Z' ELSE {0} END AS TIMESTAMPTZ)"
    )

    def __init__(self, path: Path) -> None:
        import duckdb

        super().__init__()
        self._database = duckdb.connect(
            str(path),
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "allow_community_extensions": "false",
                "allow_unsigned_extensions": "false",
                "enable_external_access": "false",
                "lock_configuration": "true",
            },
        )

    def run(self, statement: str) -> None:
        """Run a statement that we wrote."""
        self._database.execute(statement)

    def close(self) -> None:
        """Write everything and finish the file."""
        self.flush()
        self._database.close()

    def _statement(self, relation: Relation) -> str:
        return relation.without_constraints()

    def _write(self, relation: Relation, rows: list[Sequence[object]]) -> None:
        import pyarrow as pa

        types: dict[str, Any] = {
            "text": pa.string(),
            "integer": pa.int64(),
            "real": pa.float64(),
            "number": pa.float64(),
            "boolean": pa.bool_(),
            "day": pa.string(),
        }
        columns = zip(relation.columns, zip(*rows, strict=True), strict=True)
        arrays = [pa.array(values, type=types[column.kind]) for column, values in columns]
        batch = pa.table(arrays, names=[column.name for column in relation.columns])
        self._database.register("batch", batch)
        self.run(f"INSERT INTO {quoted(relation.name)} SELECT * FROM batch")  # noqa: S608
        self._database.unregister("batch")
