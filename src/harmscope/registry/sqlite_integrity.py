"""Checks the file of a SQLite ledger below its tables: pages, definitions, kinds of values."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Integer, Table, create_engine

from harmscope.errors import UserError
from harmscope.formats.door import shown
from harmscope.registry.ledger import ABOUT, METADATA

_PATIENCE = 120
_SURROUNDINGS = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
"""Errors that say nothing of the file's bytes."""

_VERSIONS, _FRACTIONS, _SPARE = slice(18, 20), slice(20, 24), slice(72, 92)
"""Places in the file's header (sqlite.org/fileformat2.html, 1.3)."""

_WORDS = ("encoding", "user_version", "application_id", "auto_vacuum", "default_cache_size")
"""Settings that the header holds; a new ledger has them as SQLite sets them."""


class _Text(bytes):
    """Bytes of a value that SQLite calls text."""


def faults(path: Path) -> list[str]:
    """What is wrong with the file at ``path``, each fault naming it; nothing of what it stores.

    Whatever else the file is found to hold, each byte of it then belongs to a row as written, or
    is used by no row at all. Raises UserError where the file cannot be looked at.
    """
    if not path.is_file():
        return [f"{path.name} is missing"]
    found: list[str] = []
    try:
        _look(path, found)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in _SURROUNDINGS:
            fault = f"the database does not answer ({type(error).__name__})"
            fix = "check that it may be read and is not in use, then try again"
            raise UserError(path.name, fault, fix) from None
        found.append(f"{path.name} was altered: it is no whole database any more")
    return found


def _look(path: Path, found: list[str]) -> None:
    name = path.name
    address = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE)) as connection:
        # The first read also takes back what a killed process had begun.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        found += [f"{name} was altered: {what}" for what in _header(path)]
        for check in ("integrity_check", "foreign_key_check"):
            told = [row for row in connection.execute(f"PRAGMA {check}") if row != ("ok",)]
            if told:
                words = shown(" ".join(str(value) for value in told[0]))
                found.append(f"{name} was altered: {check} tells {len(told)} faults, as {words}")
        found += [f"{name} was altered: {what}" for what in _definitions(connection)]
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        connection.text_factory = _Text
        for table in (one for one in METADATA.sorted_tables if one.name in names):
            found += [f"{name} was altered: {what}" for what in _values(connection, table)]


def _header(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        head = file.read(100)
    journals = (b"\1\1", b"\2\2")
    if head[_VERSIONS] not in journals or head[_FRACTIONS] != b"\0\x40\x20\x20":
        yield "its header names another format"
    if any(head[_SPARE]):
        yield "its header holds bytes that have no use"


def _definitions(connection: sqlite3.Connection) -> Iterator[str]:
    """Tables, indexes and settings must be those of a new ledger. The index of entries may lack:
    it is made again."""
    wanted, there = _model(), _described(connection)
    for key in sorted({*wanted, *there}, key=str):
        optional = ABOUT.name in key and not any(ABOUT.name in one for one in there)
        if wanted.get(key) != there.get(key) and not optional:
            yield f"the definition of {shown(' '.join(map(str, key)))} is another"


def _model() -> dict[tuple[object, ...], object]:
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as new:
            METADATA.create_all(new)
            raw = new.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            return _described(raw)
    finally:
        engine.dispose()


def _described(connection: sqlite3.Connection) -> dict[tuple[object, ...], object]:
    found: dict[tuple[object, ...], object] = {
        (word,): connection.execute(f"PRAGMA {word}").fetchone() for word in _WORDS
    }
    for kind, name, table, sql in connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master"
    ):
        found[kind, name, table] = (sql,)
    return found


def _values(connection: sqlite3.Connection, table: Table) -> Iterator[str]:
    """Columns of numbers must hold numbers, all others text in UTF-8."""
    numbers = [isinstance(column.type, Integer) for column in table.columns]
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    rows = connection.execute(f"SELECT {names} FROM {table.name}")  # noqa: S608 - our own names
    for number, row in enumerate(rows, 1):
        if not all(map(_fits, row, numbers)):
            yield f"row {number} of table {table.name} holds what cannot stand there"


def _fits(value: object, number: bool) -> bool:
    if number:
        return isinstance(value, int)
    if not isinstance(value, _Text):
        return False
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True
