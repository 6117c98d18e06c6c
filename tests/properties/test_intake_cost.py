"""What an intake reads of the ledger does not grow with the ledger: counted, not timed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.pool import NullPool

import ledgers
from desks import Desk
from harmscope.database import url_of
from harmscope.registry.folder import create
from postgres import Server
from senders import TODAY

SHORT, LONG = 10, 10_000
EVERY = 10
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
COUNTS = (
    "SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) FROM pg_stat_user_tables"
)


class Meter:
    """Statements that are sent, and steps of SQLite's machine: it takes some for every row that
    it looks at, handed out or not."""

    def __init__(self) -> None:
        self.statements, self.steps = 0, 0

    def count(self, *_: object) -> None:
        self.statements += 1

    def attach(self, connection: object, _: object) -> None:
        if hasattr(connection, "set_progress_handler"):
            connection.set_progress_handler(self.tick, EVERY)

    def tick(self) -> int:
        self.steps += EVERY
        return 0


@contextmanager
def metered() -> Iterator[Meter]:
    meter = Meter()
    event.listen(Engine, "connect", meter.attach)
    event.listen(Engine, "before_cursor_execute", meter.count)
    try:
        yield meter
    finally:
        event.remove(Engine, "connect", meter.attach)
        event.remove(Engine, "before_cursor_execute", meter.count)


def rows_read(address: str) -> int:
    """Rows that PostgreSQL has read in this database so far, in tables and by indexes, once all
    who used it are gone: each tells its numbers when it ends."""
    engine = create_engine(url_of(address), poolclass=NullPool)
    while True:
        with engine.connect() as connection:
            if connection.execute(text(OTHERS)).scalar_one() == 0:
                return int(connection.execute(text(COUNTS)).scalar_one())
        time.sleep(0.05)


def taken_in(folder: Path, database: str | None, entries: int) -> tuple[int, int]:
    """Statements of one intake behind so many entries, and steps or rows that it took."""
    with create(folder / "registry", "authority", TODAY, database, "automatic") as registry:
        desk = Desk(registry, folder)
        alpha = desk.add("alpha")
        ledgers.lengthen(registry.ledger, entries)
        package = alpha.submission(notices=3)
        registry.ledger.close()
        before = rows_read(database) if database else 0
        with metered() as meter:
            assert desk.receive(package)["status"] == "accepted"
            registry.ledger.close()
        return meter.statements, rows_read(database) - before if database else meter.steps


def test_it_reads_as_little_behind_ten_thousand_entries(tmp_path: Path) -> None:
    statements, steps = taken_in(tmp_path / "short", None, SHORT)
    more, further = taken_in(tmp_path / "long", None, LONG)
    print(f"{statements} and {more} statements, {steps} and {further} steps")
    assert statements == more
    assert 0 < further <= steps + 20


def test_so_it_does_in_postgresql(tmp_path: Path, postgresql: Server) -> None:
    with postgresql.database() as short, postgresql.database() as long:
        statements, rows = taken_in(tmp_path / "short", short, SHORT)
        more, further = taken_in(tmp_path / "long", long, LONG)
    print(f"{statements} and {more} statements, {rows} and {further} rows")
    assert statements == more
    assert 0 < further <= rows + 20
