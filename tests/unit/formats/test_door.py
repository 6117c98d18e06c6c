"""The one door for files that a user names."""

import os
import socket
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.formats.door import (
    check_file,
    document_named,
    file_type,
    is_clutter,
    leads_out,
    open_file,
    parsed_json,
    parsed_toml,
    read_bytes,
    read_json,
    read_text,
    read_toml,
    shown,
    unreadable,
)


@pytest.mark.parametrize("kind", ["pipe", "device", "socket", "folder", "missing", "link", "nul"])
def test_what_is_no_regular_file_is_refused_at_once(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path(kind)
    words = "pipe, device or socket"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(kind)
    elif kind == "folder":
        path.mkdir()
        words = "it is a folder"
    elif kind == "link":
        path.symlink_to("link")
        words = "cannot be opened"
    elif kind == "nul":
        path = Path("a\0b")
        words = "cannot be opened"
    else:
        words = "there is no such file"
    for read in (check_file, open_file, read_bytes, read_text):
        with pytest.raises(UserError, match=words):
            read(path)


def test_a_pipe_that_takes_the_place_of_a_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr("harmscope.formats.door.file_type", lambda path, follow=True: "file")
    with pytest.raises(UserError, match="pipe, device or socket"):
        open_file(tmp_path / "pipe")


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    (tmp_path / "b").symlink_to("a")
    assert (file_type(tmp_path / "b"), file_type(tmp_path / "b", follow=False)) == ("file", "link")
    assert read_bytes(tmp_path / "b") == b"x"


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 11)
    assert read_bytes(path, 11) == b"x" * 11
    with pytest.raises(UserError, match="larger than 10 bytes"):
        read_bytes(path, 10)


def test_text_is_utf8_with_or_without_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("ä", encoding="utf-8-sig")
    assert read_text(path) == "ä"
    path.write_bytes(b"\xe4")
    with pytest.raises(UserError, match="not UTF-8"):
        read_text(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1, "a": 2}', "an object names a member twice; give each member once"),
        ('{"a": [1, 2', "the JSON document is cut off or damaged; fetch or write the file"),
        ("a,b", "not JSON; fix it"),
        ("[" * 100_000, "deeper than 64; fix it"),
        ("", "not JSON; fix it"),
    ],
)
def test_json_is_strict_and_no_deeper_than_it_may_be(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"a": [1]}')
    assert read_json(path, "fix it") == {"a": [1]}
    with pytest.raises(UserError, match=words):
        parsed_json(text.encode(), path, "fix it")


def test_toml_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("a = 1\nb = \n")
    with pytest.raises(UserError, match=r"a\.toml:2: this is not TOML; fix it"):
        read_toml(path, "fix it")
    assert parsed_toml(b"a = 1", path, "fix it") == {"a": 1}


def test_each_reason_has_its_words() -> None:
    assert unreadable(Path("a"), PermissionError()).fault == "it may not be read"


def test_control_characters_and_direction_marks_are_escaped() -> None:
    assert shown("a\x1b]0;x\x07\n\u202eb\udce9") == r"a\x1b]0;x\x07\n\u202eb\udce9"


def test_long_names_are_cut_in_the_middle() -> None:
    name = shown("a" * 5000 + "b")
    assert len(name) == 201
    assert name.endswith("b")


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x", "C:\\x", "a\\..\\x", "a\0b"])
def test_names_that_lead_out(name: str) -> None:
    assert leads_out(name)


@pytest.mark.parametrize("name", ["a", "a/b.csv", "a..b", "..."])
def test_plain_names(name: str) -> None:
    assert not leads_out(name)


@pytest.mark.parametrize(
    "name",
    [
        *(".DS_Store", "a/.DS_Store", "__MACOSX/a/._b.jsonl", "a\\Thumbs.db", "x/desktop.ini"),
        *("x/~$report.xlsx", ".~lock.report.ods#"),
    ],
)
def test_what_desktops_keep_beside_files(name: str) -> None:
    assert is_clutter(name)


@pytest.mark.parametrize("name", ["a.jsonl", ".hidden.jsonl", "__MACOSX/a.jsonl", "._a/b.jsonl"])
def test_files_of_people_are_none_of_it(name: str) -> None:
    assert not is_clutter(name)


def test_days_and_times_of_toml_are_text(tmp_path: Path) -> None:
    text = b"a = 2026-01-02\nb = [{c = 2026-01-02T03:04:05Z}]\nd = '2026-01-02'"
    assert parsed_toml(text, tmp_path / "x.toml", "fix it") == {
        "a": "2026-01-02",
        "b": [{"c": "2026-01-02T03:04:05+00:00"}],
        "d": "2026-01-02",
    }


def test_a_name_is_kept_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "publication.json").write_text("{}")
    assert document_named(str(tmp_path)) == str(tmp_path / "publication.json")
    for name in ("file:///no/such/file", "s3a://bucket/file", "-", "./records.jsonl"):
        assert document_named(name) == name
