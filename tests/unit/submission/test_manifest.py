import gzip
import json
from pathlib import Path

import pytest

from harmscope.submission import manifest
from harmscope.submission.bag import open_bag
from harmscope.submission.manifest import rows_of
from harmscope.submission.problems import Refused
from senders import TODAY, header, sender, write_records


def test_every_row_counts_whether_good_or_not(tmp_path: Path) -> None:
    path = write_records(tmp_path / "a.jsonl", [header("Alpha"), {"record": "notice"}])
    path.write_bytes(path.read_bytes() + b"{broken\n\n")
    assert rows_of(path) == 3


def test_a_cut_file_has_no_count(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"a": 1}\n' * 100)[:-9])
    assert rows_of(path) is None


def stored(tmp_path: Path) -> bytes:
    with open_bag(sender(tmp_path, "alpha").submission()) as bag:
        return bag.small(manifest.STATEMENT)


def test_reading_and_writing_are_inverse(tmp_path: Path) -> None:
    data = stored(tmp_path)
    assert manifest.statement_bytes(manifest.read_statement(data)) == data
    assert manifest.read_statement(data).packed_on == TODAY.isoformat()


def test_the_id_does_not_depend_on_the_order_of_members() -> None:
    assert manifest.content_id({"a": 1, "b": [2]}) == manifest.content_id({"b": [2], "a": 1})
    # Checked by hand: the canonical form is {"a":1}.
    assert manifest.content_id({"a": 1}).startswith("015abd7f5cc57a2d")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": "9.0"}, "wrong_schema_version"),
        ({"record": "incident"}, "bad_statement"),
        ({"members": []}, "bad_statement"),
        ({"surprise": 1}, "bad_statement"),
    ],
)
def test_other_statements_are_refused(tmp_path: Path, change: dict[str, object], code: str) -> None:
    body = {**json.loads(stored(tmp_path)), **change}
    with pytest.raises(Refused) as refused:
        manifest.read_statement(json.dumps(body).encode())
    assert refused.value.problem.code == code


@pytest.mark.parametrize("data", [b"", b"[]", b'{"record":"submission","record":"submission"}'])
def test_what_is_no_object_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        manifest.read_statement(data)


SUM = "ab" * 32


def test_what_is_written_can_be_read() -> None:
    paths = {"data/a b.jsonl": SUM, "data/100%.jsonl": SUM, "data/line\nbreak": SUM}
    assert manifest.read_manifest(manifest.manifest_bytes(paths), "m") == paths


@pytest.mark.parametrize(
    "text",
    [
        f"{SUM}  data/a\n{SUM}  data/a\n",
        f"﻿{SUM}  data/a\n",
        f"{SUM[:-1]}  data/a\n",
        "data/a\n",
        f"{SUM}\n",
        "\n",
    ],
    ids=["named twice", "byte order mark", "short digest", "no digest", "no path", "blank"],
)
def test_a_manifest_is_read_strictly(text: str) -> None:
    with pytest.raises(Refused):
        manifest.read_manifest(text.encode(), "m")


def test_text_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(Refused):
        manifest.read_manifest(f"{SUM}  data/".encode() + b"\xff\n", "m")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n",
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n",
        b"\xef\xbb\xbfBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        b"BagIt-Version: 1.0\n",
    ],
)
def test_other_declarations_are_no_bag(text: bytes) -> None:
    with pytest.raises(Refused):
        manifest.check_declaration(text)


def test_our_declaration_is_one() -> None:
    manifest.check_declaration(manifest.DECLARATION)
    manifest.check_declaration(manifest.DECLARATION.replace(b"\n", b"\r\n"))
