"""Flat tables as Parquet."""

from pathlib import Path

import pyarrow.parquet as pq

from harmscope.aggregation.parquet_ import TablesWriter
from harmscope.metrics.tables import TABLES


def test_every_table_is_written_even_an_empty_one(tmp_path: Path) -> None:
    with TablesWriter(tmp_path):
        pass
    for name, schema in TABLES.items():
        table = pq.read_table(tmp_path / f"{name}.parquet")
        assert table.num_rows == 0
        assert table.column_names == list(schema)


def test_rows_come_back_in_order(tmp_path: Path) -> None:
    with TablesWriter(tmp_path) as tables:
        for number in range(45_000):
            tables.add("action", (number, 0, "visibility.removed", "visibility"))
    table = pq.read_table(tmp_path / "action.parquet")
    assert table["seq"].to_pylist() == list(range(45_000))
