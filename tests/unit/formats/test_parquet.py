""""""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from harmscope.formats.parquet import Column, Frame, Table, packed
from harmscope.formats.rows import Row, row_fault

DATA = packed(Table([Column(["x", None], b"\0\0\1\0\0\0"), Column([1, 2, 3])], {2: "bad_cell"}))


def test_distinct_values_are_put_back_in_their_rows() -> None:
    found = list(Frame(5, 3, ("a", "b"), DATA).rows())
    assert found == [
        Row(5, 0, {"a": "x", "b": 1}),
        Row(6, 0, {"b": 2}),
        row_fault("bad_cell", 7, 0),
    ]


def test_null_stays_where_it_is_asked_for() -> None:
    found = list(Frame(1, 3, ("a", "b"), DATA).rows(frozenset({"a", "not there"})))
    assert found[1] == Row(2, 0, {"b": 2, "a": None})


def test_rows_without_columns_are_counted() -> None:
    assert len(list(Frame(1, 3, (), packed(Table([]))).rows())) == 3


@pytest.fixture
def written(tmp_path: Path) -> Callable[[pa.Table], bytes]:
    def write(table: pa.Table) -> bytes:
        pq.write_table(table, tmp_path / "t")
        return (tmp_path / "t").read_bytes()

    return write


def test_null_is_absent_and_dates_are_text(written: Callable, of_file: Callable) -> None:
    table = pa.table({"a": ["x", None], "t": [None, datetime(2025, 7, 1)], "l": [["p"], None]})
    expected = [{"a": "x", "l": ["p"]}, {"t": "2025-07-01T00:00:00"}]
    assert of_file(written(table)) == {"f": expected}


def test_a_bad_value_spoils_its_row_alone(written: Callable, of_file: Callable) -> None:
    table = pa.table({"a": [1.0, float("nan"), 3.0]})
    assert of_file(written(table)) == {"f": [{"a": 1.0}, "not_finite", {"a": 3.0}]}


def test_damage_is_a_fault(written: Callable, of_file: Callable) -> None:
    data = written(pa.table({"a": ["x"] * 1000}))
    assert of_file(data[:-20])["f"] == ["!bad_parquet"]
    assert of_file(b"PAR1" + bytes(100) + b"PAR1")["f"] == ["!bad_parquet"]
