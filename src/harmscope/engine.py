"""Engines run unbound Ibis expressions over flat tables that we wrote ourselves.

DuckDB is locked down: it may read and write one folder and nothing else, no other file, no
network, no extension. Names of tables and paths come from us, never from data.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import duckdb
import ibis

from harmscope.errors import UserError
from harmscope.memory import size_of

Cells = dict[str, Any]


class Engine(Protocol):
    """What counting needs of an engine: it runs unbound Ibis expressions, which name tables and
    neither files nor connections, over the Parquet tables of one folder.

    ``several`` says of tables whether some records have several rows in them; of a table that it
    does not name, nothing is known."""

    several: dict[str, bool]

    def rows(self, expression: Any) -> list[Cells]:
        """The result as dicts. Their order is that of the expression; sort where it matters."""
        ...

    def write(self, expression: Any, path: Path) -> None:
        """The result as a Parquet file inside the engine's folder."""
        ...

    def table(self, name: str, path: Path) -> None:
        """Make the Parquet file at ``path``, which we wrote, the table ``name``."""
        ...

    def close(self) -> None:
        """Give back what the engine holds."""
        ...


OpenEngine = Callable[[Path], Engine]
"""Opens an engine over the tables of a folder that is thrown away afterwards."""

_NAME = re.compile(r"^[a-z][a-z_]*$")


class DuckDb:
    """A DuckDB connection in memory that spills into ``folder`` and reads nothing outside it.

    ``memory`` is a limit such as ``2GB``. Raises UserError where it is no size.
    """

    name = "duckdb"

    def __init__(self, folder: Path, memory: str | None = None, threads: int | None = None) -> None:
        if memory is not None:
            size_of(memory)
        self._folder = folder.resolve()
        self.several: dict[str, bool] = {}
        self._raw = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "allow_community_extensions": "false",
                "allow_unsigned_extensions": "false",
            },
        )
        # Names in a query are tables, never variables of this program.
        self._set("python_enable_replacements", "false")
        spill = self._folder / "spill"
        spill.mkdir(exist_ok=True)
        self._set("temp_directory", str(spill))
        if memory is not None:
            self._set("memory_limit", memory)
        if threads is not None:
            self._raw.execute(f"SET threads = {int(threads)}")
        self._raw.execute("SET TimeZone = 'UTC'")
        self._raw.execute(f"SET allowed_directories = [{_quoted(str(self._folder) + '/')}]")
        self._raw.execute("SET enable_external_access = false")
        self._raw.execute("SET lock_configuration = true")

    def table(self, name: str, path: Path) -> None:
        """Make the Parquet file at ``path`` the table ``name``, in place of one of that name."""
        if not _NAME.fullmatch(name):
            raise ValueError("a table's name is made of small letters")
        source = f"read_parquet({_quoted(str(path.resolve()))})"
        self.several.pop(name, None)
        self._raw.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM {source}")  # noqa: S608

    def rows(self, expression: Any) -> list[Cells]:
        """The result as dicts."""
        try:
            table = self._raw.sql(_sql(expression.op())).to_arrow_table()
        except duckdb.OutOfMemoryException:
            raise _too_little_memory() from None
        rows: list[Cells] = table.cast(expression.schema().to_pyarrow()).to_pylist()
        return rows

    def write(self, expression: Any, path: Path) -> None:
        """The result as a Parquet file; ``path`` must lie inside the folder."""
        try:
            target = f"{_quoted(str(path.resolve()))} (FORMAT parquet)"
            self._raw.execute(f"COPY ({_sql(expression.op())}) TO {target}")
        except duckdb.OutOfMemoryException:
            raise _too_little_memory() from None

    def close(self) -> None:
        """Close the connection."""
        self._raw.close()

    def _set(self, option: str, value: str) -> None:
        self._raw.execute(f"SET {option} = {_quoted(value)}")


@lru_cache(maxsize=512)
def _sql(operation: Any) -> str:
    """The SQL of an unbound expression: it names tables and no connection, so it is the same in
    every report of a process. To write it takes longer than to run it on small tables."""
    return str(ibis.to_sql(operation.to_expr(), dialect="duckdb", pretty=False))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _too_little_memory() -> UserError:
    return UserError("--memory-limit", "the counting did not fit into it", "raise the limit")
