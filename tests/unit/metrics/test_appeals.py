"""Metrics on appeals: which rows they count."""

from typing import Any

import ibis
import pytest

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.tables import TABLES


def counts(metric: str, **members: Any) -> bool:
    row = dict.fromkeys(TABLES["appeal"]) | {"seq": 1} | members
    rows = ibis.memtable([row], schema=TABLES["appeal"])
    found = ibis.duckdb.connect().to_pyarrow(rows.filter(METRICS[metric].condition(rows)))
    return bool(found.num_rows)


@pytest.mark.parametrize(
    ("outcome", "decided", "granted"),
    [
        ("granted", True, True),
        ("partly_granted", True, True),
        ("denied", True, False),
        ("omitted", False, False),
        ("pending", False, False),
    ],
)
def test_outcomes(outcome: str, decided: bool, granted: bool) -> None:
    assert counts("appeals.filed", outcome=outcome)
    assert counts("appeals.decided", outcome=outcome) is decided
    assert counts("appeals.granted", outcome=outcome) is granted
