"""The databases: one way to name a SQLite file or a PostgreSQL database, and to open it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from harmscope.errors import UserError

_PATIENCE = 120
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_SECRETS = {"password", "sslpassword"}


def url_of(text: str) -> URL:
    """A database address. Raises UserError for other databases, and for a password in it."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise UserError(
            "--database", "this is not an address", "write postgresql://HOST/NAME"
        ) from None
    if url.get_backend_name() not in _DRIVERS:
        raise UserError("--database", "this database is not supported", "use PostgreSQL or SQLite")
    if url.password is not None or _SECRETS & url.query.keys():
        fix = "leave it out and set PGPASSWORD or a password file"
        raise UserError("--database", "the address holds a password", fix)
    return url.set(drivername=_DRIVERS[url.get_backend_name()])


def engine_at(url: URL) -> Engine:
    """The database at an address. A transaction with the option ``writes`` holds the write lock of
    SQLite from its start."""
    if url.get_backend_name() == "postgresql":
        # What the surroundings say of encodings is left aside.
        words = {"client_encoding": "utf8"}
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=words)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _PATIENCE})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def speaking(where: str) -> Iterator[None]:
    """Turn what the database says into words; its own text can hold what was stored."""
    try:
        yield
    except (DBAPIError, NoSuchModuleError, sqlite3.Error, UnicodeDecodeError) as error:
        fault = f"the database does not answer ({type(error).__name__})"
        fix = "check that it runs, has room and may be written, then try again"
        raise UserError(where, fault, fix) from None


def check_encoding(engine: Engine) -> None:
    """Raises UserError where the database could not hold every character."""
    if engine.dialect.name != "postgresql":
        return
    with engine.connect() as connection:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        fix = "make it with ENCODING 'UTF8' TEMPLATE template0"
        raise UserError("--database", "the database is not in UTF-8", fix)


def _set_up(connection: object, record: object) -> None:
    # The driver must not begin transactions by itself: ours begin with the write lock.
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    # A log beside the file would be cut short, without a word, at a byte that was flipped in it;
    # so what is committed lies in the file itself, and the end of its journal is on disk, too.
    for pragma in (f"busy_timeout={_PATIENCE * 1000}", "synchronous=EXTRA"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
