"""The app's own database: accounts, sessions, tokens, uploads, jobs and the audit log.

It holds no contents of records: those lie in files, each tenant's in a folder of its own.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    select,
)
from sqlalchemy.engine import URL

from harmscope.database import check_encoding, engine_at, speaking, url_of
from harmscope.errors import UserError
from harmscope.times import time_asked, utc_text

TABLES = MetaData()

ACCOUNTS = Table(
    "web_accounts",
    TABLES,
    Column("id", String(32), primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("tenant", String(32), nullable=False),
    Column("role", String(20), nullable=False),
    Column("password", Text, nullable=False),
    Column("second", String(64)),
    Column("used", BigInteger, nullable=False, default=0),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("made", String(32), nullable=False),
)
"""People. ``second`` is the secret of the second factor, ``used`` the last step it was used in."""

TENANTS = Table(
    "web_tenants",
    TABLES,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("made", String(32), nullable=False),
)
"""Organisations: what one of them uploads, no other sees."""

SESSIONS = Table(
    "web_sessions",
    TABLES,
    Column("digest", String(64), primary_key=True),
    Column("account", String(32), index=True),
    Column("csrf", String(64), nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
)
"""Signed-in browsers, by the digest of their cookie. Without an account: somebody not signed in."""

TOKENS = Table(
    "web_tokens",
    TABLES,
    Column("id", String(32), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("tenant", String(32), nullable=False, index=True),
    Column("sender", String(512)),
    Column("label", String(80), nullable=False),
    Column("scopes", String(200), nullable=False),
    Column("expires", String(32), nullable=False),
    Column("revoked", String(32)),
    Column("made", String(32), nullable=False),
    Column("made_by", String(80), nullable=False),
)
"""Keys of programs, by their digest. ``sender`` is whose submissions it may hand in."""

UPLOADS = Table(
    "web_uploads",
    TABLES,
    Column("id", String(32), primary_key=True),
    Column("tenant", String(32), nullable=False, index=True),
    Column("files", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("made", String(32), nullable=False),
)
"""What was uploaded in one go: names and sizes as JSON; the bytes lie in the tenant's folder."""

JOBS = Table(
    "web_jobs",
    TABLES,
    Column("id", String(32), primary_key=True),
    Column("tenant", String(32), nullable=False, index=True),
    Column("account", String(32)),
    Column("task", String(40), nullable=False),
    Column("asked", Text, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("progress", Text),
    Column("outcome", Text),
    Column("owner", String(64)),
    Column("beat", BigInteger, nullable=False, default=0),
    Column("tries", Integer, nullable=False, default=0),
    Column("made", String(32), nullable=False),
    Column("ended", String(32)),
)
"""Work that takes longer than a request. ``owner`` works on it and says so at ``beat``."""

REPORTS = Table(
    "web_reports",
    TABLES,
    Column("id", String(32), primary_key=True),
    Column("tenant", String(32), nullable=False, index=True),
    Column("title", String(300), nullable=False),
    Column("service", String(300), nullable=False),
    Column("period", String(40), nullable=False),
    Column("edition", String(300), nullable=False),
    Column("format", String(40), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("made", String(32), nullable=False),
)
"""The library: reports that can be compared; each is a file in the tenant's folder."""

AUDIT = Table(
    "web_audit",
    TABLES,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("at", String(32), nullable=False),
    Column("account", String(80)),
    Column("tenant", String(32)),
    Column("act", String(60), nullable=False),
    Column("about", String(80)),
    Column("outcome", String(40), nullable=False),
)
"""Who did what and how it ended, with ids alone and no content."""

KEPT_ANSWERS = Table(
    "web_answers",
    TABLES,
    Column("key", String(64), primary_key=True),
    Column("request", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("made", BigInteger, nullable=False),
)
"""Answers to requests that carried an idempotency key."""

HITS = Table(
    "web_hits",
    TABLES,
    Column("who", String(64), primary_key=True),
    Column("window", BigInteger, primary_key=True),
    Column("count", Integer, nullable=False),
)
"""Requests and failed sign-ins by caller and minute, for the limits on them."""


class NoDatabase(UserError):  # noqa: N818 - what is the matter
    """The database does not answer."""

    status = 503


_WHERE: Final = "web database"


@contextmanager
def _speaking() -> Iterator[None]:
    try:
        with speaking(_WHERE):
            yield
    except UserError as error:
        if error.where == _WHERE:
            raise NoDatabase(error.where, error.fault, error.fix) from None
        raise


class Shelves:
    """The open database. Any number of threads and processes may share it."""

    def __init__(self, data: Path, database: str | None = None) -> None:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        url = (
            url_of(database)
            if database
            else URL.create("sqlite", database=str(data / "app.sqlite"))
        )
        self._engine = engine_at(url)

    def create(self) -> None:
        """Make the tables that are missing."""
        with _speaking():
            check_encoding(self._engine)
            TABLES.create_all(self._engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One connection to read with."""
        with _speaking(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes, whole or not at all."""
        with _speaking():
            connection = self._engine.connect().execution_options(writes=True)
            with connection, connection.begin():
                yield connection

    def answers(self) -> bool:
        """Whether the database can be asked."""
        with self.reading() as connection:
            return bool(connection.execute(select(1)).scalar_one())

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def new_id() -> str:
    """An id that nobody can guess."""
    return secrets.token_hex(16)


def now() -> str:
    """This moment as UTC text, to the second."""
    return utc_text(time_asked(None))
