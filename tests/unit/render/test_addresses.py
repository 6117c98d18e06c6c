from pathlib import Path

import pytest

from harmscope.render.addresses import Addresses


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "sub").mkdir(parents=True)
    for name in ("data/a b.jsonl", "data/dump.zip", "data/sub/c.jsonl"):
        (tmp_path / name).touch()
    return tmp_path


def test_a_file_has_the_address_by_which_it_was_named(here: Path) -> None:
    assert Addresses(["data/a b.jsonl"]).of("a b.jsonl") == ("data/a%20b.jsonl", "")
    path = here / "data" / "a b.jsonl"
    assert Addresses([path]).of("a b.jsonl") == (path.as_uri(), "")


def test_a_member_of_an_archive_lies_in_it(here: Path) -> None:
    assert Addresses(["data/dump.zip"]).of("dump.zip/x/y.csv") == ("data/dump.zip", "x/y.csv")
    assert Addresses(["data"]).of("data/dump.zip/y.csv") == ("data/dump.zip", "y.csv")


def test_a_file_of_a_folder(here: Path) -> None:
    assert Addresses(["data"]).of("data/sub/c.jsonl") == ("data/sub/c.jsonl", "")
    assert Addresses(["data/sub"]).of("c.jsonl") == ("data/sub/c.jsonl", "")


def test_what_cannot_be_told_keeps_its_name(here: Path) -> None:
    same = Addresses(["data/sub/c.jsonl", "other/c.jsonl", "-"])
    assert same.of("c.jsonl") == ("c.jsonl", "")
    assert same.of("standard input") == ("standard%20input", "")
    assert Addresses(["data"]).of("data/gone.jsonl") == ("data/gone.jsonl", "")
