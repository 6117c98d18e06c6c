from pathlib import Path

import pytest

from harmscope.registry.folder import create
from harmscope.registry.seal import FILES, NAME, altered, lay_down
from senders import TODAY


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
