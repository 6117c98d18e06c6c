""""""

import io
import zipfile
from collections.abc import Callable

import pytest

from harmscope.formats import Member, StreamFault
from harmscope.formats.member import broken, kind, packing, spool, workbook


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\x28\xb5\x2f\xfd", "zstd"),
        (b"\x52\x2a\x4d\x18", "zstd"),
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
        (b"PKey,b", "none"),
        (b"", "none"),
    ],
)
def test_packing_is_told_by_the_first_bytes(head: bytes, expected: str) -> None:
    assert packing(head) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"", "empty"),
        (b"PAR1....", "parquet"),
        (b'{"a":1}\n{"a":2}\n', "jsonl"),
        (b'\xef\xbb\xbf{"a":1}', "jsonl"),
        (b'{"a":1\n{"a":2}\n', "jsonl"),
        (b'{"a":', "jsonl"),
        (b'{\n  "a": [\n', "json"),
        (b'{"items":[{"a":1},\n{"a":2},\n{"a":3}]}\n', "json"),
        (b'{"a":1,\n{"a":2}\n{"a":3}\n', "jsonl"),
        (b'{"statements": [\n {"a": 1},\n', "json"),
        (b'{"records":[{"a":1},{"a":2}]}', "json"),
        (b'{"records":[{"a":1},{"a"', "json"),
        (b'{"cursor":"x","statements": [{"a":1}]}\n', "json"),
        (b'{\n"records":[\n{"a":1},\n{"a":2}\n]}', "json"),
        (b'{"records":[]}\n', "json"),
        (b'{"records":[{"a":1}]}\n{"records":[{"a":2}]}\n', "requests"),
        (b'{"a":{"records":[{"b":1}]}}\n{"a":2}\n', "jsonl"),
        (b'{"a":"\\"records\\":["}\n', "jsonl"),
        (b'{"records":{"a":1}}\n', "jsonl"),
        (b' [\n{"a":1}]', "json"),
        (b'[{"a":1},{"a":2}]', "json"),
        (b"a,b\n1,2\n", "csv"),
        ("a;b\n".encode("utf-16"), "csv"),
        ('{"a":1}\n'.encode("utf-16"), "jsonl"),
        (bytes(range(64)) * 20, "binary"),
        (b"%PDF-1.7\n1 0 obj", "binary"),
        (b"\n<!DOCTYPE html><title>x</title>", "binary"),
        (b"<?xml version='1.0'?>", "binary"),
        (b"PDF,b\n1,2\n", "csv"),
        (b'# about\n\n  \nprofile = "core"\n', "toml"),
        (b"[[figures]]\nvalue = 1\n", "toml"),
        (b"[provider] # who\n", "toml"),
        (b"[1]\n", "json"),
        (b'["a"]\n', "json"),
        (b"# a comment, with commas\na,b\n", "csv"),
        (b"formula,=1+1\n", "csv"),
    ],
)
def test_kind_is_told_by_the_content(head: bytes, expected: str) -> None:
    assert kind(head) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["[Content_Types].xml", "xl/workbook.xml"], "xlsx"),
        (["mimetype", "content.xml"], "ods"),
        (["a.csv"], None),
    ],
)
def test_workbooks_are_told_by_their_parts(names: list[str], expected: str | None) -> None:
    with zipfile.ZipFile(io.BytesIO(), "w") as archive:
        for name in names:
            archive.writestr(name, b"")
        assert workbook(archive) == expected


def test_looking_at_the_head_takes_nothing(member: Callable[..., Member]) -> None:
    one = member(b"a,b\n1,2\n")
    assert one.head(3) == b"a,b"
    assert one.kind() == "csv"
    assert b"".join(one.chunks()) == b"a,b\n1,2\n"


def test_content_reads_like_a_file(member: Callable[..., Member]) -> None:
    with member(b"0123456789" * 10).open() as file:
        assert file.read(13) == b"0123456789012"
        assert len(file.read()) == 87


def test_a_spool_can_be_read_again() -> None:
    with spool(iter([b"ab", b"c"])) as file:
        assert file.read() == b"abc"
        file.seek(1)
        assert file.read() == b"bc"


def test_a_broken_member_says_where_and_why() -> None:
    one = broken("a.zip/b", StreamFault("encrypted"))
    with pytest.raises(StreamFault, match=r"a\.zip/b: .*encrypted"):
        one.kind()
    with pytest.raises(StreamFault):
        list(one.lines())


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"a,b\n1,2\n", []),
        ("a.csv", b'{"a": 1}\n', ["HS020"]),
        ("a.csv.gz", b'{"a": 1}\n', ["HS020"]),
        ("a.json", b'{"a": 1}\n{"a": 2}\n', []),
        ("a.parquet", b"a,b\n1,2\n", ["HS020"]),
        ("a.jsonl", b"", []),
        ("a.txt", b'{"a": 1}\n', []),
    ],
)
def test_a_name_that_says_another_format_is_said_once(
    name: str, data: bytes, said: list[str]
) -> None:
    member = Member(name, iter([data]))
    assert member.kind() == member.kind()
    assert member.said == said
