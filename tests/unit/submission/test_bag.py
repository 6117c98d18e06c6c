import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.submission.bag import BAG_LIMITS, open_bag
from harmscope.submission.problems import Refused


def zipped(path: Path, names: list[str], mode: int = 0o100644, data: bytes = b"x") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return path


def refusal(path: Path, **limits: int) -> str:
    try:
        with open_bag(path, replace(BAG_LIMITS, **limits)) as bag:
            for name in bag.files:
                list(bag.blocks(name))
    except Refused as refused:
        return refused.problem.code
    return "nothing"


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["bag/../../etc/passwd"], "unsafe_name"),
        (["/etc/passwd"], "unsafe_name"),
        (["bag\\..\\up"], "unsafe_name"),
        (["C:/x/y"], "unsafe_name"),
        (["bag/data\\a"], "unsafe_name"),
        (["bag/data/a", "other/data/b"], "not_a_bag"),
        (["bagit.txt"], "not_a_bag"),
        (["bag/data/a.jsonl", "bag/data/A.jsonl"], "alike_names"),
        (["bag/data/caf\u00e9", "bag/data/cafe\u0301"], "alike_names"),
        (["bag/data/a\u202eb"], "unsafe_name"),
        (["bag/data/in/a"], "too_deep"),
        ([], "not_a_bag"),
    ],
)
def test_names_are_judged_before_anything_is_read(
    tmp_path: Path, names: list[str], code: str
) -> None:
    assert refusal(zipped(tmp_path / "b.zip", names)) == code


@pytest.mark.parametrize("mode", [0o120777, 0o020644, 0o010644, 0o060644])
def test_links_and_devices_are_refused(tmp_path: Path, mode: int) -> None:
    assert refusal(zipped(tmp_path / "b.zip", ["bag/data/a"], mode)) == "special_file"


def test_limits_hold(tmp_path: Path) -> None:
    many = zipped(tmp_path / "m.zip", [f"bag/data/{i}" for i in range(11)])
    assert refusal(many, members=10) == "too_many_files"
    assert refusal(many, total=5) == "too_large"
    bomb = zipped(tmp_path / "z.zip", ["bag/data/a"], data=bytes(3_000_000))
    assert refusal(bomb, ratio=100, ratio_floor=1000) == "bomb"


def test_a_cut_archive_is_no_bag(tmp_path: Path) -> None:
    path = zipped(tmp_path / "b.zip", ["bag/data/a"])
    path.write_bytes(path.read_bytes()[:-30])
    assert refusal(path) == "not_a_bag"


def test_a_folder_is_a_bag_too_but_not_with_links(tmp_path: Path) -> None:
    (tmp_path / "bag" / "data").mkdir(parents=True)
    (tmp_path / "bag" / "bagit.txt").write_bytes(b"hello")
    with open_bag(tmp_path / "bag") as bag:
        assert bag.small("bagit.txt") == b"hello"
    os.symlink("/etc/hostname", tmp_path / "bag" / "data" / "a")
    assert refusal(tmp_path / "bag") == "special_file"


def test_nothing_there_is_the_users_error(tmp_path: Path) -> None:
    with pytest.raises(UserError), open_bag(tmp_path / "none"):
        pass


def test_an_entry_that_names_itself_otherwise_is_damaged(tmp_path: Path) -> None:
    path = zipped(tmp_path / "b.zip", ["bag/data/a"])
    path.write_bytes(path.read_bytes().replace(b"bag/data/a", b"bag/data/b", 1))
    assert refusal(path) == "damaged"
