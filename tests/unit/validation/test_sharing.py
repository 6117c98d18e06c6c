import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from harmscope.errors import UserError
from harmscope.formats import Limits, Member, StreamFault, members
from harmscope.validation.shares import CsvShare, FrameShare, LineShare, RowRest
from harmscope.validation.sharing import shares

TABLE = b"a,b\n" + b"1,2\n" * 1000
LINES = b'{"a":1}\n' * 1000


def kinds(path: Path, size: int = 500) -> set[type]:
    return {type(share) for member in members(path) for share in shares(member, size)}


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("t.csv", TABLE, CsvShare),
        ("t.csv.gz", gzip.compress(TABLE, mtime=0), CsvShare),
        ("t.csv", TABLE.decode().encode("utf-16"), RowRest),
        ("t.jsonl", LINES, LineShare),
        ("t.json", b'[{"a":1},\n{"a":1}]', RowRest),
    ],
    ids=["csv", "packed", "wide", "lines", "array"],
)
def test_what_can_be_cut_is_cut(tmp_path: Path, name: str, data: bytes, kind: type) -> None:
    (tmp_path / name).write_bytes(data)
    assert kinds(tmp_path / name) == {kind}


def test_parquet_comes_in_frames(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": ["x"] * 3000}), tmp_path / "t.parquet")
    assert kinds(tmp_path / "t.parquet") == {FrameShare}


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    member = Member("m", iter([b"\xef\xbb\xbf", LINES]))
    (share,) = shares(member, 10**6)
    assert isinstance(share, LineShare)
    assert (share.stretch.offset, share.stretch.content()) == (3, LINES)
    assert member.notes == ["a byte order mark stands at the start"]


def test_wide_text_is_refused() -> None:
    with pytest.raises(StreamFault):
        list(shares(Member("m", iter(['{"a":1}\n'.encode("utf-16")])), 500))


def test_a_file_that_changes_under_the_reader_is_said(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(LINES)
    (member,) = [Member("t", iter([LINES[:4000], LINES[4000:]]), Limits(), path)]
    found = shares(member, 500)
    next(found)
    path.write_bytes(LINES + b"{}\n")
    with pytest.raises(UserError, match="changed while it was read"):
        list(found)
