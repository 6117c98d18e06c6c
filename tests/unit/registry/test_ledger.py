from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text
from sqlalchemy.pool import NullPool

from harmscope.database import url_of
from harmscope.errors import UserError
from harmscope.registry.entries import breaks, digest
from harmscope.registry.ledger import COUNTED, ENTRIES, METADATA, RECEIPTS, Ledger
from postgres import Server


def test_what_must_be_unique_is_unique_in_the_database() -> None:
    assert [column.name for column in ENTRIES.primary_key] == ["seq"]
    assert ENTRIES.c.hash.unique
    assert [column.name for column in RECEIPTS.primary_key] == ["package", "seq"]
    assert [column.name for column in COUNTED.primary_key] == ["submission"]
    assert set(METADATA.tables) == {"entries", "receipts", "counted", "about"}


AT = "2026-04-20T10:00:00Z"


@pytest.fixture
def address(tmp_path: Path, database: str | None) -> URL:
    return url_of(database or f"sqlite:///{tmp_path / 'l.sqlite'}")


@pytest.fixture
def ledger(address: URL) -> Iterator[Ledger]:
    made = Ledger(address)
    made.create()
    yield made
    made.close()


def test_entries_follow_each_other(ledger: Ledger) -> None:
    for name in ("a", "b"):
        with ledger.writing() as tx:
            tx.append(AT, "sender", {"name": name, "größe": 2**53 - 1})
    entries = ledger.entries()
    assert [entry.body["name"] for entry in entries] == ["a", "b"]
    assert list(breaks(entries)) == []


def test_a_failed_transaction_leaves_nothing(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError), ledger.writing() as tx:
        tx.append(AT, "sender", {"after": [tx.append(AT, "sender", {}).seq, 1 // 0]})
    assert ledger.entries() == []


def test_the_database_refuses_to_count_twice(ledger: Ledger) -> None:
    with ledger.writing() as tx:
        tx.count("s", 1)
    with pytest.raises(UserError), ledger.writing() as tx:
        tx.count("s", 2)
    assert ledger.counted() == {"s": 1}


def test_a_ledger_is_never_made_over_another(ledger: Ledger) -> None:
    with ledger.writing() as tx:
        tx.append(AT, "sender", {})
    with pytest.raises(UserError, match="already"):
        ledger.create()


def test_a_broken_body_does_not_break_reading(ledger: Ledger, address: URL) -> None:
    with ledger.writing() as tx:
        tx.append(AT, "sender", {"name": "a"})
    ledger.close()
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("UPDATE entries SET body = '{'"))
    engine.dispose()
    assert list(breaks(ledger.entries())) == [(1, "entry 1 was altered")]


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("mysql://h/x", "not supported"),
        ("nonsense", "not an address"),
        ("postgresql://h:secret/x", "not an address"),
        ("postgresql://u:secret@h/x", "password"),
        ("postgresql://h/x?password=secret", "password"),
        ("postgresql://h/x?user=u&sslpassword=secret", "password"),
    ],
)
def test_addresses_are_judged(address: str, word: str) -> None:
    with pytest.raises(UserError, match=word) as error:
        url_of(address)
    assert "secret" not in str(error.value)


def test_a_silent_database_is_said_in_words() -> None:
    with pytest.raises(UserError, match="does not answer"):
        Ledger(url_of("postgresql://nobody@127.0.0.1:1/none")).entries()


def test_an_index_that_is_missing_is_made_again(ledger: Ledger, address: URL) -> None:
    for name in ("a", "b", "c"):
        with ledger.writing() as tx:
            tx.append(AT, "sender", {"name": name})
    with ledger.reading() as reader:
        whole = reader.mentions()
        assert reader.behind() is None
    for statement in ("DELETE FROM about WHERE seq > 1", "DROP TABLE about"):
        engine = create_engine(address, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text(statement))
        ledger.catch_up()
        with ledger.reading() as reader:
            assert reader.mentions() == whole


def test_few_entries_are_found_among_many(ledger: Ledger) -> None:
    with ledger.writing() as tx:
        for month in ("2026-01", "2026-02", "2026-03"):
            told = {"service": "Alpha", "start": f"{month}-01", "end": f"{month}-28"}
            tx.append(AT, "submission", {"status": "accepted", **told})
    with ledger.reading() as reader:
        found = list(reader.about("service", digest("Alpha"), ("2026-02-28", "2026-03-01")))
        assert [entry.seq for entry in found] == [2, 3]
        assert list(reader.about("service", digest("Beta"))) == []


@pytest.mark.parametrize(
    ("address", "driver"),
    [("postgresql+pg8000://h/x", "postgresql+psycopg"), ("sqlite+aiosqlite:////x", "sqlite")],
)
def test_the_driver_is_ours_whatever_is_asked_for(address: str, driver: str) -> None:
    assert url_of(address).drivername == driver


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_cannot_hold_every_character_is_refused(
    postgresql: Server, encoding: str
) -> None:
    with (
        postgresql.database(encoding) as address,
        closing(Ledger(url_of(address))) as made,
        pytest.raises(UserError, match="not in UTF-8"),
    ):
        made.create()


def test_the_encoding_of_the_surroundings_does_not_matter(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    with ledger.writing() as tx:
        tx.append(AT, "sender", {"name": "größe 日本"})
    assert ledger.entries()[0].body["name"] == "größe 日本"


def test_broken_characters_are_the_users_error(ledger: Ledger) -> None:
    with pytest.raises(UserError, match="broken characters"), ledger.writing() as tx:
        tx.append(AT, "sender", {"name": "a\udcff"})
    assert ledger.entries() == []
