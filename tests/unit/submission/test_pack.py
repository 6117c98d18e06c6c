import zipfile
from pathlib import Path

import bagit
import pytest

from harmscope.errors import UserError
from harmscope.submission import statement
from harmscope.submission.bag import open_bag
from senders import sender


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    alpha = sender(tmp_path, "alpha")
    first = alpha.submission().read_bytes()
    assert alpha.submission().read_bytes() == first


def test_another_program_finds_the_bag_valid(tmp_path: Path) -> None:
    path = sender(tmp_path, "alpha").submission()
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    bag = bagit.Bag(str(folder))
    bag.validate()
    assert bag.info["Payload-Oxum"].endswith(".1")


def test_the_statement_counts_rows(tmp_path: Path) -> None:
    with open_bag(sender(tmp_path, "alpha").submission(notices=30)) as bag:
        made = statement.read(bag.small(statement.NAME))
    assert [(m.path, m.role, m.rows) for m in made.members] == [
        ("data/alpha-first.jsonl", "records", 31)
    ]


def test_what_cannot_be_packed_is_refused(tmp_path: Path) -> None:
    alpha = sender(tmp_path, "alpha")
    bad = tmp_path / "bad name.jsonl"
    bad.write_text("{}\n")
    with pytest.raises(UserError, match="nothing to submit"):
        alpha.packed("x")
    with pytest.raises(UserError, match="cannot be packed"):
        alpha.packed("x", records=(bad,))
    with pytest.raises(UserError, match="belong together"):
        alpha.submission("x", replaces="0" * 64)
    with pytest.raises(UserError, match="read to its end"):
        alpha.packed("x", records=(empty(tmp_path),))
    with pytest.raises(UserError, match="does not fit"):
        alpha.submission("x", sender="no name")


def empty(folder: Path) -> Path:
    (folder / "empty.jsonl").write_bytes(b"")
    return folder / "empty.jsonl"


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    alpha = sender(tmp_path, "alpha")
    alpha.submission("a")
    (tmp_path / "sub").mkdir()
    twin = tmp_path / "sub" / "alpha-a.jsonl"
    twin.write_bytes((tmp_path / "alpha-a.jsonl").read_bytes())
    with pytest.raises(UserError, match="have this name"):
        alpha.packed("x", records=(tmp_path / "alpha-a.jsonl", twin))
