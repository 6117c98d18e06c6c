from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from harmscope.formats import Row, members
from harmscope.formats.records import record_rows

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
