"""The ledger: an append-only table in SQLite or PostgreSQL, and the only commit point there is."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    MetaData,
    Select,
    String,
    Table,
    Text,
    func,
    insert,
    select,
)
from sqlalchemy.engine import URL

from harmscope.canonical import canonical_text
from harmscope.database import check_encoding, engine_at, speaking
from harmscope.errors import UserError
from harmscope.registry.entries import START, Body, Entry, Mention, link, mentions

# The ledger's tables, the same on SQLite and PostgreSQL.

METADATA = MetaData()

ENTRIES = Table(
    "entries",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)
"""Everything that ever happened, in order; rows are added and never changed."""

RECEIPTS = Table(
    "receipts",
    METADATA,
    Column("package", String(64), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False, unique=True),
    Column("receipt", Text, nullable=False),
)
"""The answers to each package, by the digest of its bytes. The newest holds: there is a second one
only where the first check was not brought to its end."""

COUNTED = Table(
    "counted",
    METADATA,
    Column("submission", String(64), primary_key=True),
    Column("seq", BigInteger, nullable=False, unique=True),
)
"""Submissions that were taken in, by id: the database itself refuses a second time."""

ABOUT = Table(
    "about",
    METADATA,
    Column("topic", String(20), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("last", String(10), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("first", String(10), nullable=False),
)
"""Which entries are about what, and from when to when. It holds nothing that the entries do not
say, is written with them, checked against them, and made again where it is missing."""


# The ledger: an append-only table in SQLite or PostgreSQL, and the only commit point there is.

_LOCK = 0x6861726D


@dataclass(frozen=True, slots=True)
class Reading:
    """One connection to read with."""

    connection: Connection

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """All entries in order, or those behind the one with sequence number ``after``."""
        yield from self._found(select(ENTRIES).where(ENTRIES.c.seq > after))

    def head(self) -> tuple[int, str]:
        """Sequence number and hash of the last entry; of none, those that the first one follows."""
        rows = select(ENTRIES.c.seq, ENTRIES.c.hash).order_by(ENTRIES.c.seq.desc()).limit(1)
        last = self.connection.execute(rows).first()
        return (last.seq, last.hash) if last else (0, START)

    def about(
        self, topic: str, name: str, span: tuple[str, str] = ("", "9999-12-31")
    ) -> Iterator[Entry]:
        """Entries under a topic that touch the days ``span``, in order."""
        index = ABOUT.c
        own = (index.topic == topic) & (index.name == name)
        touching = (index.last >= span[0]) & (index.first <= span[1])
        both = ENTRIES.join(ABOUT, ENTRIES.c.seq == index.seq)
        yield from self._found(select(ENTRIES).select_from(both).where(own & touching))

    def taken_in(self, submission: str) -> Iterator[Entry]:
        """The entry with which a submission was taken in, if it was."""
        both = ENTRIES.join(COUNTED, ENTRIES.c.seq == COUNTED.c.seq)
        own = COUNTED.c.submission == submission
        yield from self._found(select(ENTRIES).select_from(both).where(own))

    def receipt(self, package: str) -> str | None:
        """The newest receipt of a package."""
        own = select(RECEIPTS.c.receipt).where(RECEIPTS.c.package == package)
        newest = own.order_by(RECEIPTS.c.seq.desc()).limit(1)
        return self.connection.execute(newest).scalar_one_or_none()

    def receipt_of(self, submission: str) -> str | None:
        """The receipt with which a submission was taken in, whatever it was wrapped in."""
        both = RECEIPTS.join(COUNTED, RECEIPTS.c.seq == COUNTED.c.seq)
        own = select(RECEIPTS.c.receipt).select_from(both)
        found = own.where(COUNTED.c.submission == submission)
        return self.connection.execute(found).scalar_one_or_none()

    def receipt_at(self, seq: int) -> str | None:
        """The receipt that the entry with this sequence number gave."""
        own = select(RECEIPTS.c.receipt).where(RECEIPTS.c.seq == seq)
        return self.connection.execute(own).scalar_one_or_none()

    def mentions(self, seq: int | None = None) -> list[tuple[int, Mention]]:
        """The index of one entry, or the whole of it."""
        rows = select(ABOUT) if seq is None else select(ABOUT).where(ABOUT.c.seq == seq)
        found = self.connection.execute(rows.order_by(ABOUT.c.seq))
        return [(row.seq, Mention(row.topic, row.name, row.first, row.last)) for row in found]

    def behind(self) -> int | None:
        """The last entry that the index knows, where there are later ones."""
        last, known = (
            self.connection.execute(select(func.coalesce(func.max(column), 0))).scalar_one()
            for column in (ENTRIES.c.seq, ABOUT.c.seq)
        )
        return int(known) if known < last else None

    def _found(self, rows: Select[Any]) -> Iterator[Entry]:
        for row in self.connection.execute(rows.order_by(ENTRIES.c.seq)):
            yield Entry(row.seq, row.at, row.kind, _body(row.body), row.previous, row.hash)


@dataclass(frozen=True, slots=True)
class Writing(Reading):
    """One transaction that holds the ledger's lock. It ends whole or not at all."""

    def append(self, at: str, kind: str, body: Body) -> Entry:
        """Add an entry behind the last one."""
        last, previous = self.head()
        seq = last + 1
        entry = link(seq, at, kind, body, previous)
        text = canonical_text(body)
        self.connection.execute(
            insert(ENTRIES).values(
                seq=seq, at=at, kind=kind, body=text, previous=previous, hash=entry.hash
            )
        )
        self.note(entry)
        return entry

    def note(self, entry: Entry) -> None:
        """Put an entry into the index."""
        found = mentions(entry, lambda seq: [one for _, one in self.mentions(seq)])
        self.connection.execute(insert(ABOUT), [{"seq": entry.seq, **asdict(m)} for m in found])

    def answer(self, package: str, seq: int, receipt: str) -> None:
        """Keep the receipt of a package."""
        self.connection.execute(insert(RECEIPTS).values(package=package, seq=seq, receipt=receipt))

    def count(self, submission: str, seq: int) -> None:
        """Note that a submission was taken in; the database refuses the same one again."""
        self.connection.execute(insert(COUNTED).values(submission=submission, seq=seq))


class Ledger:
    """Opens the ledger at a database address."""

    def __init__(self, url: URL) -> None:
        self._engine = engine_at(url)
        sqlite = url.get_backend_name() == "sqlite"
        self.file = Path(url.database or "") if sqlite else None
        """The file of a SQLite ledger."""

    def create(self) -> None:
        """Make the tables. Raises UserError where a ledger is there already, and where the
        database could not hold every character."""
        with speaking("ledger"):
            check_encoding(self._engine)
            METADATA.create_all(self._engine)
            with self._engine.connect() as connection:
                if connection.execute(select(func.count()).select_from(ENTRIES)).scalar_one():
                    fix = "give another database"
                    raise UserError("--database", "there is a ledger in it already", fix)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """A transaction under the ledger's lock: one writer at a time, others wait."""
        with speaking("ledger"):
            connection = self._engine.connect().execution_options(writes=True)
            with connection, connection.begin():
                if self._engine.dialect.name == "postgresql":
                    connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
                yield Writing(connection)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """One connection to read with."""
        with speaking("ledger"), self._engine.connect() as connection:
            yield Reading(connection)

    def entries(self) -> list[Entry]:
        """All entries in order, as they stand now."""
        with self.reading() as reader:
            return list(reader.entries())

    def receipt(self, package: str) -> str | None:
        """The receipt that a package got."""
        with self.reading() as reader:
            return reader.receipt(package)

    def catch_up(self) -> None:
        """Make the index, or the rest of it, where it lacks entries: an older version wrote them,
        or somebody took it away. Costs next to nothing where it is whole."""
        with speaking("ledger"):
            ABOUT.create(self._engine, checkfirst=True)
        with self.reading() as reader:
            if reader.behind() is None:
                return
        with self.writing() as tx:
            known = tx.behind()
            for entry in tx.entries(known) if known is not None else ():
                tx.note(entry)

    def receipts(self) -> dict[int, tuple[str, str]]:
        """Sequence number → (digest of the package, receipt)."""
        with speaking("ledger"), self._engine.connect() as connection:
            rows = connection.execute(select(RECEIPTS).order_by(RECEIPTS.c.seq))
            return {row.seq: (row.package, row.receipt) for row in rows}

    def counted(self) -> dict[str, int]:
        """Submission id → sequence number, for everything that was taken in."""
        with speaking("ledger"), self._engine.connect() as connection:
            return {row.submission: row.seq for row in connection.execute(select(COUNTED))}

    def reworded(self) -> list[int]:
        """Entries that say in other letters what they said: JSON has several ways to write it."""
        with speaking("ledger"), self._engine.connect() as connection:
            rows = connection.execute(select(ENTRIES.c.seq, ENTRIES.c.body).order_by(ENTRIES.c.seq))
            return [row.seq for row in rows if canonical_text(_body(row.body)) != row.body]

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _body(text: str) -> Body:
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    # A body that is no object any more was altered; its hash will say so.
    return body if isinstance(body, dict) else {"unreadable": True}
