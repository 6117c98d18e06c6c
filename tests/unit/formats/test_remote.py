"""Addresses: read by what a command opened for it, refused everywhere else."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.formats import members
from harmscope.formats.remote import RemoteFile, at, is_address, through, written
from harmscope.formats.sources import digests, files, source_files

LINES = [b'{"a": 1}\n{"a"', b": 2}\n"]


class Shelf:
    """Keeps files under addresses."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def files(self, address: str) -> tuple[list[RemoteFile], int]:
        if address != "shelf://top/logs":
            raise UserError(address, "there is no such file", "check the address")
        names = ("logs/a.jsonl", "logs/b.jsonl")
        return [RemoteFile(name, 18, lambda: iter(LINES)) for name in names], 1

    def put(self, file: Path, address: str) -> None:
        self.kept[address] = file.read_bytes()


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    made = Shelf()
    with through(made):
        yield made


@pytest.mark.parametrize(
    ("place", "is_one"),
    [
        ("s3a://bucket/a b", True),
        ("hdfs://host:8020/x", True),
        ("file:///x", True),
        ("a.jsonl", False),
        ("-", False),
        ("c:\\x", False),
        (None, False),
        (Path("s3a://bucket"), False),
    ],
)
def test_what_an_address_is(place: str | Path | None, is_one: bool) -> None:
    assert is_address(place) == is_one


def test_without_a_cluster_an_address_is_refused() -> None:
    with pytest.raises(UserError, match=r"s3a://b/x: it is an address and not a path"):
        list(members("s3a://b/x"))
    with pytest.raises(UserError, match="--engine spark"):
        at("s3a://b/x")


def test_files_at_an_address_are_members(shelf: Shelf) -> None:
    read: list[int] = []
    found = []
    for member in members("shelf://top/logs", reads=read.append):
        found.append((member.name, [line.data for line in member.lines()]))
        assert member.path is None
        if member.name.endswith("a.jsonl"):
            assert member.notes == ["1 file without data, by the name: not read"]
    lines = [b'{"a": 1}', b'{"a": 2}']
    assert found == [("logs/a.jsonl", lines), ("logs/b.jsonl", lines)]
    assert sum(read) == 36
    one, other = files("shelf://top/logs")
    assert (one.name, one.path, other.name) == ("logs/a.jsonl", None, "logs/b.jsonl")
    assert [member.name for member in other.members()] == ["logs/b.jsonl"]
    assert not source_files("shelf://top/logs")


def test_what_is_not_wanted_is_not_read(shelf: Shelf) -> None:
    found = members("shelf://top/logs", wanted=lambda name: name == "b.jsonl")
    assert [member.unwanted for member in found] == [True, False]


def test_digests_are_those_of_the_bytes(shelf: Shelf, tmp_path: Path) -> None:
    data = b"".join(LINES)
    known = (hashlib.sha256(data).hexdigest(), 18)
    assert list(digests("shelf://top/logs")) == [("logs/a.jsonl", known), ("logs/b.jsonl", known)]
    (tmp_path / "a.jsonl").write_bytes(data)
    assert list(digests(tmp_path)) == [(f"{tmp_path.name}/a.jsonl", known)]
    assert list(digests("-")) == [("standard input", None)]


def test_a_file_is_written_whole_or_not_at_all(shelf: Shelf) -> None:
    with written("shelf://top/out") as file:
        file.write(b"all of it")
    with pytest.raises(TypeError), written("shelf://top/half") as file:
        file.write("text")  # type: ignore[arg-type]
    assert shelf.kept == {"shelf://top/out": b"all of it"}
