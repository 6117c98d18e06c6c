from pathlib import Path

import pytest

from desks import AT
from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.registry.edition_manifest import signed
from harmscope.registry.publications import Wish
from harmscope.registry.publish import FILES, publish
from harmscope.render.registry_text import published_lines
from harmscope.submission.published_folder import KEY, NAME, verify_publication
from senders import sender

Q1 = parse_period("2026-Q1")


@pytest.fixture
def folder(filled, tmp_path: Path) -> Path:
    publish(filled.registry, Wish(Q1), tmp_path / "p", AT)
    return tmp_path / "p"


def test_a_folder_is_checked_without_the_registry(filled, folder: Path) -> None:
    found = verify_publication(folder)
    assert (found.faults, found.own_key) == ([], True)
    assert {one["path"] for one in found.body["files"]} == set(FILES) - {NAME}
    first, second, third = published_lines(found.as_dict())
    assert first.startswith("sound: authority: 2026-01-01/2026-03-31, edition 1, published on")
    assert filled.registry.public_key.key_id in second
    assert "compare its id" in third
    key = filled.registry.folder / "keys" / "registry.public.json"
    assert len(published_lines(verify_publication(folder, key).as_dict())) == 2


@pytest.mark.parametrize("name", sorted(set(FILES) - {NAME, KEY}))
def test_every_file_is_held_against_the_manifest(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes() + b" ")
    assert verify_publication(folder).faults == [f"{name} was altered"]
    path.unlink()
    assert published_lines(verify_publication(folder).as_dict()) == [f"{name} is missing"]


def test_a_file_too_many_is_said(folder: Path) -> None:
    (folder / "more.csv").write_text("a")
    assert verify_publication(folder).faults == ["more.csv is not part of the publication"]


def test_another_key_and_no_manifest_are_refused(folder: Path, tmp_path: Path) -> None:
    other = sender(tmp_path / "keys", "other")
    del other
    with pytest.raises(UserError, match="not signed with this key"):
        verify_publication(folder, tmp_path / "keys" / "other.public.json")
    (folder / NAME).unlink()
    with pytest.raises(UserError, match=f"no {NAME}"):
        verify_publication(folder)


def test_a_manifest_is_the_same_bytes_each_time(filled, folder: Path) -> None:
    document = {
        "registry": "authority",
        "title": "t",
        "period": "2026-01-01/2026-03-31",
        "edition": 1,
        "published_on": "2026-04-20",
        "licence": {"id": "CC0-1.0"},
    }
    files = {"a": b"x"}
    made = signed(filled.registry, document, files)
    assert made == signed(filled.registry, document, files)
    assert set(made) == {NAME, KEY}
