"""The ledger's tables, the same on SQLite and PostgreSQL."""

from sqlalchemy import BigInteger, Column, MetaData, String, Table, Text

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
