""""""

import json
import os
import stat
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.registry.folder import FILES, NAME, Registry, altered, checked_text, create, lay_down
from senders import TODAY
from written import held


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create(tmp_path / "r", "authority", TODAY, None, "automatic").ledger.close()
    return tmp_path / "r"


def test_a_new_registry_is_as_it_was_made(folder: Path) -> None:
    assert altered(folder) == []


@pytest.mark.parametrize("name", [*FILES, NAME])
def test_another_byte_in_any_fixed_file_is_named(folder: Path, name: str) -> None:
    path = folder / name
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b" ")
    assert altered(folder) == [f"{name} was altered"]


@pytest.mark.parametrize("name", [*FILES, NAME])
def test_a_fixed_file_that_is_gone_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert altered(folder) == [f"{name} is missing"]


def test_a_seal_of_another_registry_is_none(folder: Path, tmp_path: Path) -> None:
    create(tmp_path / "s", "authority", TODAY, None, "automatic").ledger.close()
    (folder / NAME).write_bytes((tmp_path / "s" / NAME).read_bytes())
    assert altered(folder) == [f"{NAME} was altered"]


def test_other_settings_need_another_seal(folder: Path) -> None:
    lay_down(folder, b"{}\n")
    assert altered(folder) == ["registry.json was altered"]


def test_space_around_words_is_dropped() -> None:
    assert checked_text("--reason", " twelve are missing \n") == "twelve are missing"


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_nothing_is_no_reason(text: str) -> None:
    with pytest.raises(UserError, match="--reason: it is empty"):
        checked_text("--reason", text)


def test_bytes_that_are_no_text_do_not_reach_the_ledger() -> None:
    with pytest.raises(UserError, match="no text"):
        checked_text("--reason", "half \ud800")


@pytest.mark.parametrize("name", ["registry.json", "intake.lock"])
def test_a_pipe_in_a_registry_is_not_waited_for(tmp_path: Path, name: str) -> None:
    create(tmp_path / "r", "authority", TODAY, None, "automatic").ledger.close()
    (tmp_path / "r" / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / "r" / name)
    with (
        pytest.raises(UserError, match="pipe, device or socket"),
        Registry(tmp_path / "r") as registry,
        registry.alone(),
    ):
        pass


def test_a_registry_is_made_once(tmp_path: Path, database: str | None) -> None:
    create(tmp_path / "r", "authority", TODAY, database, "automatic").ledger.close()
    held(json.loads((tmp_path / "r" / "registry.json").read_text()))
    with Registry(tmp_path / "r") as registry:
        assert registry.settings.registry == "authority"
        assert registry.public_key.name == "registry"
        assert str(registry.identity).startswith("AGE-SECRET-KEY-")
    for name in ("registry.key.pem", "authority.age"):
        assert stat.S_IMODE((tmp_path / "r" / "keys" / name).stat().st_mode) == 0o600
    with pytest.raises(UserError, match="already"):
        create(tmp_path / "r", "authority", TODAY, database, "automatic")


def test_wrong_words_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="by_decision"):
        create(tmp_path / "r", "a", TODAY, None, "sometimes")
    with pytest.raises(UserError, match="not supported"):
        create(tmp_path / "r", "a", TODAY, "mysql://h/x", "automatic")
    with pytest.raises(UserError, match="no registry here"):
        Registry(tmp_path)


def test_a_slot_is_gone_afterwards(tmp_path: Path) -> None:
    with create(tmp_path / "r", "a", TODAY, None, "automatic") as registry:
        with registry.taking_in() as slot:
            (slot / "x").write_bytes(b"")
            assert registry.leftovers() == [slot]
        assert registry.leftovers() == []


@pytest.mark.parametrize("address", ["sqlite:///l.sqlite", "sqlite://", "sqlite:///:memory:"])
def test_a_ledger_that_could_not_be_found_again_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(UserError, match="does not say which file"):
        create(tmp_path / "r", "a", TODAY, address, "automatic")
    assert not (tmp_path / "r").exists()


def test_the_ledger_lies_in_the_folder_whatever_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "50% of q?a=b#c"
    create(folder, "a", TODAY, None, "automatic").ledger.close()
    assert (folder / "ledger.sqlite").is_file()


def test_where_nothing_can_be_written_no_registry_is_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UserError, match="no registry can be made there"):
        create(tmp_path / "file", "authority", TODAY, None, "automatic")
    with pytest.raises(UserError, match="--name: it is empty"):
        create(tmp_path / "r", " ", TODAY, None, "automatic")


def test_settings_that_were_altered_do_not_accept_by_themselves(tmp_path: Path) -> None:
    create(tmp_path / "r", "authority", TODAY, None, "by_decision").ledger.close()
    path = tmp_path / "r" / "registry.json"
    path.write_text(path.read_text().replace("by_decision", "by_decisioN"))
    with pytest.raises(UserError, match="was altered"):
        Registry(tmp_path / "r")
