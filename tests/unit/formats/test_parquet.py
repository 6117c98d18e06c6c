from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest


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
