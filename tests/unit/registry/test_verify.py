""""""

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, Table, select, text, update

from harmscope.errors import UserError
from harmscope.registry import senders, verify
from harmscope.registry.folder import Registry, create
from harmscope.registry.ledger import METADATA
from harmscope.registry.verify import Check, check, check_receipt, checked
from harmscope.render.registry_text import checked_lines
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
    assert verify.faults(ledger) == []
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
        fault.startswith("ledger.sqlite") and words in fault for fault in verify.faults(ledger)
    )


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (0, "no longer a complete database"),
        (18, "another format"),
        (80, "no use"),
        (4096 * 2, "integrity"),
    ],
)
def test_a_byte_of_header_or_page_is_named(ledger: Path, place: int, words: str) -> None:
    with_bytes(ledger, lambda data: data[:place] + bytes([data[place] ^ 64]) + data[place + 1 :])
    answer = checked(ledger.parent)
    assert not answer.ok
    assert any("ledger.sqlite" in line for line in answer.body["faults"]), answer.body["faults"]
    assert any(
        words in line or "no longer a complete database" in line for line in answer.body["faults"]
    )


def test_a_file_that_is_gone_is_named_and_not_made_anew(ledger: Path) -> None:
    ledger.unlink()
    assert checked(ledger.parent).body["faults"] == ["ledger.sqlite is missing"]
    assert verify.faults(ledger) == ["ledger.sqlite is missing"]


def test_an_index_of_entries_that_is_gone_is_no_fault(ledger: Path) -> None:
    change(ledger, "DROP TABLE about")
    assert verify.faults(ledger) == []
    assert checked(ledger.parent).ok


def test_a_file_in_use_is_no_altered_file(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "_PATIENCE", 0)
    with closing(sqlite3.connect(ledger)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UserError, match="does not answer"):
            verify.faults(ledger)


def test_the_same_words_in_other_letters_are_found(ledger: Path) -> None:
    change(ledger, """UPDATE entries SET body = replace(body, '","', '", "')""")
    assert verify.faults(ledger) == []
    with Registry(ledger.parent) as registry:
        assert registry.ledger.reworded() == [1]
    assert "entry 1 was altered" in checked(ledger.parent).body["faults"]


def test_a_definition_that_is_no_text_any_more_is_named(ledger: Path) -> None:
    with_bytes(
        ledger, lambda data: data.replace(b"CREATE TABLE entries", b"CREATE T\xb6BLE entries")
    )
    assert "ledger.sqlite was altered" in verify.faults(ledger)[0]
    assert not checked(ledger.parent).ok


def test_an_index_that_is_called_something_else_is_named(ledger: Path) -> None:
    there = b"indexsqlite_autoindex_about_1"
    with_bytes(ledger, lambda data: data.replace(there, b"inDexsqlite_autoindex_about_1"))
    assert any("sqlite_autoindex_about_1" in fault for fault in verify.faults(ledger))


Row = Mapping[str, int | str]
AT = datetime(2026, 4, 20, 10)


def change_of_verify(desk, statement: str) -> None:
    engine = desk.behind()
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def filled(desk):
    for name in ("alpha", "beta"):
        desk.receive(desk.senders[name].submission())
    return desk


def receipt_of(desk, seq: int) -> str:
    return desk.registry.ledger.receipts()[seq][1]


def test_a_sound_registry_is_sound(filled) -> None:
    found = check(filled.registry)
    assert found.ok
    assert (found.entries, found.submissions, found.objects, found.receipts) == (5, 2, 4, 2)
    assert check_receipt(filled.registry, receipt_of(filled, 4))["service"] == "Alpha"


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE entries SET body = replace(body, 'Beta', 'Bete') WHERE seq = 5", "entry 5 was al"),
        ("UPDATE entries SET at = '2026-04-19T10:00:00Z' WHERE seq = 4", "entry 4 was altered"),
        ("DELETE FROM entries WHERE seq = 4", "entry 4 is missing"),
        ("DELETE FROM receipts WHERE seq = 4", "receipt of entry 4 is missing"),
        ("UPDATE receipts SET receipt = replace(receipt, 'a', 'b')", "receipt of entry 4 was al"),
        ("DELETE FROM counted WHERE seq = 4", "list of counted submissions"),
        ("UPDATE receipts SET seq = seq + 10", "does not fit the ledger"),
    ],
)
def test_every_change_of_the_ledger_is_found_and_named(filled, statement: str, fault: str) -> None:
    change_of_verify(filled, statement)
    assert any(fault in one for one in check(filled.registry).faults)


def flipped(desk, apart: int) -> Iterator[tuple[str, Check]]:
    """Checks of a ledger with one bit flipped, in each column of each row, every so many bytes."""
    engine = desk.behind()
    for table in METADATA.sorted_tables:
        with engine.begin() as connection:
            rows = connection.execute(select(table)).mappings().all()
        for good in rows:
            for name in good:
                for value in flips(good[name], apart):
                    bad = {**good, name: value}
                    put(engine, table, good, bad)
                    yield f"{table.name} {name} {value}", check(desk.registry)
                    put(engine, table, bad, good)
    engine.dispose()


def put(engine: Engine, table: Table, there: Row, instead: Row) -> None:
    """Put one row in the place of another."""
    found = (column == there[column.name] for column in table.primary_key)
    with engine.begin() as connection:
        changed = connection.execute(update(table).where(*found).values(**instead))
        assert changed.rowcount == 1


def flips(value: int | str, apart: int) -> list[int | str]:
    if isinstance(value, int):
        return [value ^ 1 << bit for bit in (4, 40)]
    places = range(0, len(value), apart)
    return [value[:i] + chr(ord(value[i]) ^ 1) + value[i + 1 :] for i in places]


@pytest.mark.parametrize("apart", [83, pytest.param(1, marks=pytest.mark.fuzz)])
def test_a_flipped_byte_in_any_row_is_found_and_named(filled, apart: int) -> None:
    named = re.compile("entry [1-5] |list of counted submissions|index of the ledger")
    count = 0
    for place, found in flipped(filled, apart):
        assert any(named.search(fault) for fault in found.faults), place
        count += 1
    assert count > 100
    assert check(filled.registry).ok


def test_an_entry_that_names_its_objects_no_longer_is_named(filled) -> None:
    change_of_verify(filled, """UPDATE entries SET body = replace(body, '"name":"', '"nane":"')""")
    faults = check(filled.registry).faults
    assert "entry 4 was altered" in faults
    assert any("does not fit those before it" in fault for fault in faults)
    change_of_verify(filled, """UPDATE entries SET body = replace(body, '"nane":"', '"name":"')""")
    change_of_verify(
        filled, """UPDATE entries SET body = replace(body, '"name":"', '"n":"') WHERE seq=4"""
    )
    assert check(filled.registry).faults[0] == "entry 4 was altered"


def test_a_flipped_byte_in_any_object_is_found_and_named(filled) -> None:
    for name in list(filled.registry.store.names()):
        path = filled.registry.store.path(name)
        good = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
        (fault,) = check(filled.registry).faults
        assert name in fault
        path.write_bytes(good)
    path.unlink()
    assert "is missing" in check(filled.registry).faults[0]


def test_a_receipt_proves_a_change_even_of_a_chain_made_anew(filled) -> None:
    kept = receipt_of(filled, 5)
    change_of_verify(filled, "DELETE FROM entries WHERE seq >= 4")
    change_of_verify(filled, "DELETE FROM receipts WHERE seq >= 4")
    change_of_verify(filled, "DELETE FROM counted WHERE seq >= 4")
    change_of_verify(filled, "DELETE FROM about WHERE seq >= 4")
    assert check(filled.registry).ok
    with pytest.raises(UserError, match="no longer holds"):
        check_receipt(filled.registry, kept)


def test_an_index_that_was_altered_is_named_and_one_that_is_gone_is_made_again(filled) -> None:
    change_of_verify(filled, "UPDATE about SET last = '2020-01-01' WHERE seq = 4")
    assert check(filled.registry).faults == [
        "the index of the ledger does not fit its entries (table about)"
    ]
    change_of_verify(filled, "DROP TABLE about")
    assert check(filled.registry).ok


def test_leftovers_are_swept_and_named(filled) -> None:
    slot = filled.registry.incoming / "1-dead"
    slot.mkdir()
    (slot / "package").write_bytes(b"x")
    stray = filled.registry.store.path("ab" + "0" * 62 + ".parquet")
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")
    assert check(filled.registry).swept == ["1-dead", stray.name]
    assert check(filled.registry).swept == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("registry.key.pem", "signing key"),
        ("authority.age", "encrypted to"),
        ("authority.public.txt", "encrypted to"),
    ],
)
def test_a_flipped_byte_in_a_key_is_found(desk, name: str, words: str) -> None:
    path = desk.registry.folder / "keys" / name
    data = bytearray(path.read_bytes())
    data[-8] ^= 1
    path.write_bytes(bytes(data))
    assert any(words in fault for fault in check(desk.registry).faults)


def test_a_name_that_is_not_that_of_the_receipts_is_found(filled) -> None:
    path = filled.registry.folder / "registry.json"
    path.write_text(path.read_text().replace("authority", "somebody"))
    with Registry(filled.registry.folder) as again:
        assert not check(again).ok


def test_an_object_that_is_a_link_is_no_object(filled, tmp_path: Path) -> None:
    place = filled.registry.store.path(filled.last().objects[0]["name"])
    (tmp_path / "elsewhere").write_bytes(place.read_bytes())
    place.unlink()
    place.symlink_to(tmp_path / "elsewhere")
    assert any("was altered" in fault for fault in check(filled.registry).faults)


def test_a_check_has_lines_and_a_body(desk) -> None:
    found = checked(desk.registry.folder)
    assert checked_lines(found.body)[0].startswith("sound: 3 entries")
    assert found.body["ok"] is True


def test_settings_that_cannot_be_read_are_a_fault_with_a_name(desk) -> None:
    path = desk.registry.folder / "registry.json"
    path.write_bytes(path.read_bytes()[1:])
    answer = checked(desk.registry.folder)
    assert (answer.ok, answer.body["faults"]) == (False, ["registry.json was altered"])
    assert answer.body["faults"] == answer.body["faults"]


def test_a_receipt_that_was_altered_is_a_fault_with_a_name(desk, tmp_path: Path) -> None:
    desk.receive(desk.senders["alpha"].submission())
    ((_, text),) = desk.registry.ledger.receipts().values()
    path = tmp_path / "a.receipt.json"
    path.write_text(text)
    assert checked(desk.registry.folder, path).ok
    path.write_text(text.replace("A", "B", 1))
    answer = checked(desk.registry.folder, path)
    assert not answer.ok
    assert answer.body["faults"][0].startswith("a.receipt.json: receipt: it was not signed")


def test_where_no_registry_is_nothing_is_checked(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no registry here"):
        checked(tmp_path)
