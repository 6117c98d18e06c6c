import json
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.schemagen import KINDS, named, published, released, stale, write


def test_what_lies_in_schemas_is_current() -> None:
    assert not stale(), "run: harmscope schema write"


def test_a_changed_file_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    assert not stale(tmp_path)
    (tmp_path / "notice" / "1.0.schema.json").write_text("{}", encoding="utf-8")
    assert stale(tmp_path) == ["notice/1.0.schema.json"]


def test_writing_twice_writes_nothing_the_second_time(tmp_path: Path) -> None:
    assert set(write(tmp_path)) == set(published())
    assert write(tmp_path) == []


def test_a_released_schema_is_frozen(tmp_path: Path) -> None:
    write(tmp_path, release=True)
    assert set(released(tmp_path)) == {f"{kind}/{v}.schema.json" for kind, v in KINDS.items()}
    (tmp_path / "notice" / "1.0.schema.json").write_text("{}", encoding="utf-8")
    assert stale(tmp_path) == ["notice/1.0.schema.json"]
    with pytest.raises(UserError, match="released"):
        write(tmp_path)


def test_a_schema_is_found_by_kind_and_by_version() -> None:
    assert named("incident") == named("incident@1.0")
    assert json.loads(named("incident"))["$id"] == "urn:harmscope:schema:incident:1.0"


@pytest.mark.parametrize("name", ["nothing", "incident@9.9", "../incident", "incident@../../x"])
def test_an_unknown_schema_is_the_users_error(name: str) -> None:
    with pytest.raises(UserError):
        named(name)
