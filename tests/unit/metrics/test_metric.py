"""Measures over rows."""

import duckdb
import ibis
import pyarrow as pa
import pytest
from ibis import _

from harmscope.metrics.metric import Measure, Metric, Reduction


@pytest.mark.parametrize(("reduction", "total"), [("rows", 2), ("records", 1), ("total", 2)])
def test_a_measure_of_one_record(reduction: Reduction, total: int) -> None:
    rows = ibis.memtable(pa.table({"seq": [1, 1, 1], "kind": ["a", "a", None]}))
    metric = Metric(
        "a.b", "A", "items", "decision", Measure(reduction), "What.", where=_.kind == "a"
    )
    counted = rows.agg(n=metric.how.per_record(rows, metric.condition(rows)))  # type: ignore[union-attr]
    found = ibis.duckdb.from_connection(duckdb.connect()).to_pyarrow(counted)
    assert found["n"].to_pylist() == [total]


def test_a_weight_counts_and_its_absence_does_not() -> None:
    rows = ibis.memtable(pa.table({"seq": [1, 1], "items": [5, None]}))
    metric = Metric("a.b", "A", "items", "decision", Measure("total", "items"), "What.")
    counted = rows.agg(n=metric.how.per_record(rows, metric.condition(rows)))  # type: ignore[union-attr]
    found = ibis.duckdb.from_connection(duckdb.connect()).to_pyarrow(counted)
    assert found["n"].to_pylist() == [5]
