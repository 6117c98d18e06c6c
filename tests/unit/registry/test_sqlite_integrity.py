import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.registry import senders, sqlite_integrity
from harmscope.registry.folder import Registry, create
from harmscope.registry.verify import checked
from senders import TODAY, sender


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    from desks import AT

    with create(tmp_path / "r", "authority", TODAY, None, "automatic") as registry:
        senders.add(registry, "alpha", ["Alpha"], sender(tmp_path / "k", "alpha").public, AT)
    return tmp_path / "r" / "ledger.sqlite"


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def with_bytes(path: Path, edit: Callable[[bytes], bytes]) -> None:
    path.write_bytes(edit(path.read_bytes()))


def test_a_sound_file_has_no_fault_and_no_log_beside_it(ledger: Path) -> None:
    assert sqlite_integrity.faults(ledger) == []
    assert [path.name for path in ledger.parent.glob("ledger*")] == ["ledger.sqlite"]


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (("ALTER TABLE counted ADD COLUMN more TEXT",), "definition of table counted"),
        (("CREATE INDEX one ON entries (at)",), "definition of index one"),
        (("PRAGMA user_version = 7",), "definition of user_version"),
        (("UPDATE entries SET at = x'00ff'",), "row 1 of table entries"),
        (("UPDATE entries SET kind = cast(x'ff' AS TEXT)",), "row 1 of table entries"),
        (("UPDATE entries SET seq = 1.5",), "row 1 of table entries"),
    ],
)
def test_what_stands_outside_of_a_row_as_written_is_named(
    ledger: Path, statements: tuple[str, ...], words: str
) -> None:
    change(ledger, *statements)
    assert any(
        fault.startswith("ledger.sqlite") and words in fault
        for fault in sqlite_integrity.faults(ledger)
    )


@pytest.mark.parametrize(
    ("place", "words"),
    [(0, "no whole database"), (18, "another format"), (80, "no use"), (4096 * 2, "integrity")],
)
def test_a_byte_of_header_or_page_is_named(ledger: Path, place: int, words: str) -> None:
    with_bytes(ledger, lambda data: data[:place] + bytes([data[place] ^ 64]) + data[place + 1 :])
    answer = checked(ledger.parent)
    assert not answer.ok
    assert any("ledger.sqlite" in line for line in answer.lines), answer.lines
    assert any(words in line or "no whole database" in line for line in answer.lines)


def test_a_file_that_is_gone_is_named_and_not_made_anew(ledger: Path) -> None:
    ledger.unlink()
    assert checked(ledger.parent).lines == ["ledger.sqlite is missing"]
    assert sqlite_integrity.faults(ledger) == ["ledger.sqlite is missing"]


def test_an_index_of_entries_that_is_gone_is_no_fault(ledger: Path) -> None:
    change(ledger, "DROP TABLE about")
    assert sqlite_integrity.faults(ledger) == []
    assert checked(ledger.parent).ok


def test_a_file_in_use_is_no_altered_file(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_integrity, "_PATIENCE", 0)
    with closing(sqlite3.connect(ledger)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError, match="does not answer"):
            sqlite_integrity.faults(ledger)


def test_the_same_words_in_other_letters_are_found(ledger: Path) -> None:
    change(ledger, """UPDATE entries SET body = replace(body, '","', '", "')""")
    assert sqlite_integrity.faults(ledger) == []
    with Registry(ledger.parent) as registry:
        assert registry.ledger.reworded() == [1]
    assert "entry 1 was altered" in checked(ledger.parent).lines


def test_a_definition_that_is_no_text_any_more_is_named(ledger: Path) -> None:
    with_bytes(
        ledger, lambda data: data.replace(b"CREATE TABLE entries", b"CREATE T\xb6BLE entries")
    )
    assert "ledger.sqlite was altered" in sqlite_integrity.faults(ledger)[0]
    assert not checked(ledger.parent).ok


def test_an_index_that_is_called_something_else_is_named(ledger: Path) -> None:
    there = b"indexsqlite_autoindex_about_1"
    with_bytes(ledger, lambda data: data.replace(there, b"inDexsqlite_autoindex_about_1"))
    assert any("sqlite_autoindex_about_1" in fault for fault in sqlite_integrity.faults(ledger))
