"""Tables of a database, in words that every database takes: columns, keys and what they refer to.

Days are ISO 8601 text in SQLite, which has no type for them; so are times, in every database, since
they keep the offset with which they were written, and some of them are a day alone.
"""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["text", "integer", "real", "number", "boolean", "day"]
"""What a column holds. ``number`` is a whole number or a fraction."""

SQLITE_TYPES: Final[dict[Kind, str]] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "real": "REAL",
    "number": "NUMERIC",
    "boolean": "INTEGER",
    "day": "TEXT",
}
DUCKDB_TYPES: Final[dict[Kind, str]] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "real": "DOUBLE",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "day": "DATE",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``refers`` is the ``table.column`` that its values are found in."""

    name: str
    kind: Kind = "text"
    note: str = ""
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """One table. ``key`` names the columns that tell its rows apart; the columns in ``inside``
    together refer to the key of the table ``of``."""

    name: str
    columns: tuple[Column, ...]
    note: str
    key: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    of: str = ""

    def with_constraints(self) -> str:
        """The statement that makes it in SQLite, with its keys."""
        lines = [f"{quoted(one.name)} {SQLITE_TYPES[one.kind]}" for one in self.columns]
        if self.key:
            lines.append(f"PRIMARY KEY ({_listed(self.key)})")
        for one in self.columns:
            if one.refers:
                table, _, column = one.refers.partition(".")
                place = f"REFERENCES {quoted(table)} ({quoted(column)})"
                lines.append(f"FOREIGN KEY ({quoted(one.name)}) {place}")
        if self.of:
            there = _listed((*self.inside[:-1], "no"))
            own = _listed(self.inside)
            lines.append(f"FOREIGN KEY ({own}) REFERENCES {quoted(self.of)} ({there})")
        return f"CREATE TABLE {quoted(self.name)} (\n  " + ",\n  ".join(lines) + "\n)"

    def without_constraints(self) -> str:
        """The statement that makes it in DuckDB, which would keep each key in memory."""
        lines = [f"{quoted(one.name)} {DUCKDB_TYPES[one.kind]}" for one in self.columns]
        return f"CREATE TABLE {quoted(self.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, names))
