import gzip
import hashlib
import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from harmscope.errors import UserError
from harmscope.formats import Limits, StreamFault, members
from harmscope.formats.sources import Watch, digest, left_out, source_files

ROW = b'{"a":1}\n'


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


def nested(times: int) -> bytes:
    data = ROW
    for _ in range(times):
        data = gzip.compress(data)
    return data


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (ROW, "f"),
        (gzip.compress(ROW, mtime=0), "f"),
        (zstandard.compress(ROW), "f"),
        (zipped("x", ROW), "f/x"),
        (zipped("x.zip", zipped("y.gz", gzip.compress(ROW, mtime=0))), "f/x.zip/y.gz"),
    ],
    ids=["plain", "gzip", "zstd", "zip", "zip-of-zips"],
)
def test_the_content_says_what_a_file_is(of_file: Callable, data: bytes, name: str) -> None:
    assert of_file(data) == {name: [{"a": 1}]}


def test_layers_beyond_the_limit_are_refused(of_file: Callable) -> None:
    assert of_file(nested(2), limits=Limits(depth=2)) == {"f": [{"a": 1}]}
    assert of_file(nested(3), limits=Limits(depth=2)) == {"f": ["!too_nested"]}


def test_a_damaged_inner_archive_leaves_the_others_alone(of_file: Callable) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.zip", zipped("x", ROW)[:-5])
        archive.writestr("b.zip", zipped("x", ROW))
    assert of_file(out.getvalue()) == {"f/a.zip": ["!bad_zip"], "f/b.zip/x": [{"a": 1}]}


def test_a_folder_is_its_files_in_order_and_links_are_not_followed(tmp_path: Path) -> None:
    for name in ("b", "a/c", "a/b"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(ROW)
    (tmp_path / "in" / "z").symlink_to("/etc/hostname")
    found = list(members(tmp_path / "in"))
    assert [one.name for one in found] == ["in/a/b", "in/a/c", "in/b", "in/z"]
    with pytest.raises(StreamFault, match="link"):
        found[-1].kind()
    assert len(source_files(tmp_path / "in")) == 3


def test_a_folder_without_files_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "in" / "deeper").mkdir(parents=True)
    (tmp_path / "in" / ".DS_Store").write_bytes(b"\0")
    with pytest.raises(UserError, match="in: the folder holds no file; name a folder with files"):
        list(members(tmp_path / "in"))


def test_what_a_desktop_keeps_beside_files_is_passed_over_and_said(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in (".DS_Store", "._a", "a", "b"):
        (tmp_path / "in" / name).write_bytes(ROW)
    first, second = members(tmp_path / "in")
    assert (first.name, second.name) == ("in/a", "in/b")
    assert first.notes == ["2 files that a desktop puts beside others: not read"]
    assert second.notes == []


def test_what_macos_packs_beside_files_is_passed_over_and_said(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "f", "w") as archive:
        for name in ("__MACOSX/._a", "a", "d/.DS_Store"):
            archive.writestr(name, ROW)
    (one,) = members(tmp_path / "f")
    assert one.name == "f/a"
    assert one.notes == ["2 files that a desktop puts beside others: not read"]


def test_a_backslash_in_an_archive_is_a_slash_on_all_systems(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "f", "w") as archive:
        for name, data in (("in\\", b""), ("in\\a", ROW), ("in\\.DS_Store", ROW)):
            archive.writestr(name, data)
    asked: list[str] = []
    (one,) = members(tmp_path / "f", wanted=lambda name: not asked.append(name))
    assert (one.name, asked) == ("f/in/a", ["in/a"])


@pytest.mark.parametrize("name", ["C:\\logs\\a.jsonl", "c:a.jsonl", "D:/logs/a.jsonl"])
def test_a_drive_is_no_scheme_and_a_path_no_member(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match="there is no such file; check the path"):
        list(members(name))
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(ROW)
    assert [b"".join(one.chunks()) for one in members(name)] == [ROW]


def test_files_come_by_their_letters_on_all_systems(tmp_path: Path) -> None:
    for name in ("b", "A", "a", "B"):
        (tmp_path / name).write_bytes(ROW)
    assert [path.name for path in source_files(tmp_path)] == ["A", "B", "a", "b"]


def test_standard_input_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped("x", ROW)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    watch = Watch()
    (one,) = list(members("-", stdin=watch))
    assert one.name == "standard input/x"
    assert (watch.digest(), watch.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert source_files("-") == []


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(UserError, match="not a regular file"):
            list(members(path))
    with pytest.raises(UserError, match="no such file"):
        list(members(tmp_path / "missing"))
    with pytest.raises(UserError, match="cannot be opened"):
        list(members("a\0b"))


def test_a_digest_is_that_of_the_file_as_it_lies_there(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(ROW)
    assert digest(path) == (hashlib.sha256(ROW).hexdigest(), len(ROW))
    with pytest.raises(UserError):
        digest(tmp_path)


def test_progress_hears_of_every_byte_on_disk(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"{}\n" * 10)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b"{}\n"))
    heard: list[int] = []
    for member in members(tmp_path, reads=heard.append):
        list(member.chunks())
    assert sum(heard) == sum(path.stat().st_size for path in tmp_path.iterdir())


def test_what_a_command_writes_is_no_source_of_it(tmp_path: Path) -> None:
    names = ("a.jsonl", "out.jsonl", ".out.jsonl.x1.part", "key", "dump-0001.json", "dump-x.json")
    for name in names:
        (tmp_path / name).write_bytes(ROW)
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "figures.csv").write_bytes(ROW)
    own = (tmp_path / name for name in ("out.jsonl", "key", "dump.json", "report"))
    with left_out(*own):
        assert [one.name for one in source_files(tmp_path)] == ["a.jsonl", "dump-x.json"]
        assert [one.name for one in members(tmp_path)] == [
            f"{tmp_path.name}/a.jsonl",
            f"{tmp_path.name}/dump-x.json",
        ]
        assert source_files(tmp_path / "key") == [tmp_path / "key"]
    assert len(source_files(tmp_path)) == len(names) + 1


def test_a_folder_that_is_named_is_read_although_the_command_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "out" / "dsa").mkdir(parents=True)
    (tmp_path / "out" / "dsa" / "a.csv").write_text("a\n1\n", encoding="utf-8")
    with left_out(tmp_path / "out"):
        assert [path.name for path in source_files(tmp_path / "out" / "dsa")] == ["a.csv"]
        assert source_files(tmp_path) == []
