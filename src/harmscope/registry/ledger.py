"""The ledger: an append-only table in SQLite or PostgreSQL, and the only commit point there is."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from harmscope.errors import UserError
from harmscope.registry.chain import START, Body, Entry, link
from harmscope.registry.tables import COUNTED, ENTRIES, METADATA, RECEIPTS

_LOCK = 0x6861726D
_PATIENCE = 120


def url_of(text: str) -> URL:
    """A database address. Raises UserError for other databases, and for a password in it."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise UserError(
            "--database", "this is no address", "write postgresql://HOST/NAME"
        ) from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise UserError("--database", "this database is not supported", "use PostgreSQL or SQLite")
    if url.password is not None:
        fix = "leave it out and set PGPASSWORD or a password file"
        raise UserError("--database", "the address holds a password", fix)
    return url.set(drivername="postgresql+psycopg") if "postgresql" in url.drivername else url


@dataclass(frozen=True, slots=True)
class Writing:
    """One transaction that holds the ledger's lock. It ends whole or not at all."""

    connection: Connection

    def entries(self) -> Iterator[Entry]:
        """All entries in order."""
        return _entries(self.connection)

    def append(self, at: str, kind: str, body: Body) -> Entry:
        """Add an entry behind the last one."""
        rows = select(ENTRIES.c.seq, ENTRIES.c.hash).order_by(ENTRIES.c.seq.desc()).limit(1)
        last = self.connection.execute(rows).first()
        seq, previous = (last.seq + 1, last.hash) if last else (1, START)
        entry = link(seq, at, kind, body, previous)
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        self.connection.execute(
            insert(ENTRIES).values(
                seq=seq, at=at, kind=kind, body=text, previous=previous, hash=entry.hash
            )
        )
        return entry

    def receipt(self, package: str) -> str | None:
        """The receipt that this package got before."""
        return _receipt(self.connection, package)

    def answer(self, package: str, seq: int, receipt: str) -> None:
        """Keep the receipt of a package."""
        self.connection.execute(insert(RECEIPTS).values(package=package, seq=seq, receipt=receipt))

    def count(self, submission: str, seq: int) -> None:
        """Note that a submission was taken in; the database refuses the same one again."""
        self.connection.execute(insert(COUNTED).values(submission=submission, seq=seq))


class Ledger:
    """Opens the ledger at a database address."""

    def __init__(self, url: URL) -> None:
        self._engine = _engine(url)

    def create(self) -> None:
        """Make the tables. Raises UserError where a ledger is there already."""
        with self._speaking():
            METADATA.create_all(self._engine)
            with self._engine.connect() as connection:
                if connection.execute(select(func.count()).select_from(ENTRIES)).scalar_one():
                    fix = "give another database"
                    raise UserError("--database", "there is a ledger in it already", fix)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction under the ledger's lock: one writer at a time, others wait."""
        with self._speaking():
            connection = self._engine.connect().execution_options(writes=True)
            with connection, connection.begin():
                if self._engine.dialect.name == "postgresql":
                    connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
                yield Writing(connection)

    def entries(self) -> list[Entry]:
        """All entries in order, as they stand now."""
        with self._speaking(), self._engine.connect() as connection:
            return list(_entries(connection))

    def receipt(self, package: str) -> str | None:
        """The receipt that a package got."""
        with self._speaking(), self._engine.connect() as connection:
            return _receipt(connection, package)

    def receipts(self) -> dict[int, tuple[str, str]]:
        """Sequence number → (digest of the package, receipt)."""
        with self._speaking(), self._engine.connect() as connection:
            rows = connection.execute(select(RECEIPTS).order_by(RECEIPTS.c.seq))
            return {row.seq: (row.package, row.receipt) for row in rows}

    def counted(self) -> dict[str, int]:
        """Submission id → sequence number, for everything that was taken in."""
        with self._speaking(), self._engine.connect() as connection:
            return {row.submission: row.seq for row in connection.execute(select(COUNTED))}

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        """Turn what the database says into words; its own text can hold what was stored."""
        try:
            yield
        except (DatabaseError, NoSuchModuleError) as error:
            fault = f"the database does not answer ({type(error).__name__})"
            fix = "check that it runs, has room and may be written, then try again"
            raise UserError("ledger", fault, fix) from None


def _entries(connection: Connection) -> Iterator[Entry]:
    for row in connection.execute(select(ENTRIES).order_by(ENTRIES.c.seq)):
        yield Entry(row.seq, row.at, row.kind, _body(row.body), row.previous, row.hash)


def _body(text: str) -> Body:
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    # A body that is no object any more was altered; its hash will say so.
    return body if isinstance(body, dict) else {"unreadable": True}


def _receipt(connection: Connection, package: str) -> str | None:
    own = select(RECEIPTS.c.receipt).where(RECEIPTS.c.package == package)
    newest = own.order_by(RECEIPTS.c.seq.desc()).limit(1)
    return connection.execute(newest).scalar_one_or_none()


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _PATIENCE})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: object, record: object) -> None:
    # The driver must not begin transactions by itself: ours begin with the write lock.
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={_PATIENCE * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
