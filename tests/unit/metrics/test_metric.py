"""Measures over rows."""

from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest
from ibis import _

from harmscope.metrics.metric import Measure, Metric, Reduction


@pytest.mark.parametrize(
    ("reduction", "adds"), [("rows", True), ("records", False), ("total", True)]
)
def test_a_row_counts_once_where_it_fits(reduction: Reduction, adds: bool) -> None:
    rows = ibis.memtable(pa.table({"seq": [1, 1, 1], "kind": ["a", "a", None]}))
    how = Measure(reduction)
    metric = Metric("a.b", "A", "items", "decision", how, "What.", where=_.kind == "a")
    assert how.adds == adds
    assert _found(how.of_row(rows, metric.condition(rows))) == [1, 1, 0]


def test_a_weight_counts_and_its_absence_does_not() -> None:
    rows = ibis.memtable(pa.table({"seq": [1, 1], "items": [5, None]}))
    how = Measure("total", "items")
    metric = Metric("a.b", "A", "items", "decision", how, "What.")
    assert _found(how.of_row(rows, metric.condition(rows))) == [5, 0]


def _found(column: Any) -> list[int]:
    result = ibis.duckdb.from_connection(duckdb.connect()).to_pyarrow(column)
    return sorted(result.to_pylist(), reverse=True)
