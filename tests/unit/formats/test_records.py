""""""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from harmscope.formats import Member, Row, StreamFault, members
from harmscope.formats.records import record_rows, rows

LISTS = frozenset({"statements"})


@pytest.mark.parametrize(
    "data",
    [b'{"a":"1"}\n', b'[{"a":"1"}]', b"a\n1\n", b'{"statements":[{"a":"1"}]}\n'],
)
def test_every_form_gives_the_same_row(member: Callable[..., Member], outcome, data: bytes) -> None:
    assert outcome(rows(member(data), LISTS)) == [{"a": "1"}]


def test_wrapped_rows_that_are_none_are_faults(member: Callable[..., Member], outcome) -> None:
    data = b'{"statements":[{"a":1},2]}\n{"statements":3}\n{"b":1}\n'
    expected = [{"a": 1}, "not_an_object", {"statements": 3}, {"b": 1}]
    assert outcome(rows(member(data), LISTS)) == expected


@pytest.mark.parametrize(("data", "code"), [(b"", "empty_file"), (bytes(500), "unknown_kind")])
def test_what_holds_no_rows_is_refused(member, data: bytes, code: str) -> None:
    with pytest.raises(StreamFault) as caught:
        list(rows(member(data)))
    assert caught.value.code == code


HEAD = "record,version,notice_id,service,kind,received_at,outcome,item_count,valid,order.kind\n"
LINE = "notice,1.0,n-1,Lantern,authority_order,2025-07-01,acted,3,true,act\n"


def read(path: Path) -> list[dict[str, object]]:
    return [
        row.data for member in members(path) for row in record_rows(member) if isinstance(row, Row)
    ]


def test_columns_become_nested_members_with_their_types(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text(HEAD + LINE, encoding="utf-8")
    (record,) = read(path)
    assert record["order"] == {"kind": "act"}
    assert (record["item_count"], record["valid"]) == (3, True)


def test_an_empty_cell_is_an_absent_member(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text(HEAD + LINE.replace(",act\n", ",\n"), encoding="utf-8")
    (record,) = read(path)
    assert "order" not in record


def test_a_table_of_another_kind_and_contradicting_columns_stay_as_they_are(
    tmp_path: Path,
) -> None:
    path = tmp_path / "n.csv"
    path.write_text("record,version,a\nno-such-kind,1.0,x\n", encoding="utf-8")
    assert read(path) == [{"record": "no-such-kind", "version": "1.0", "a": "x"}]
    path.write_text("record,version,order,order.kind\nnotice,1.0,x,act\n", encoding="utf-8")
    assert read(path)[0]["order.kind"] == "act"


def test_nested_parquet_needs_no_binding(tmp_path: Path) -> None:
    path = tmp_path / "n.parquet"
    record = {"record": "notice", "version": "1.0", "order": {"kind": "act"}}
    pq.write_table(pa.Table.from_pylist([record]), path)
    assert read(path) == [record]
    flat = {"record": "notice", "version": "1.0", "order.kind": "act"}
    pq.write_table(pa.Table.from_pylist([flat]), path)
    assert read(path) == [record]
