"""Metrics on notices: which rows they count."""

from typing import Any

import ibis
import pytest

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.tables import TABLES


def counts(metric: str, **members: Any) -> bool:
    row = dict.fromkeys(TABLES["notice"]) | {"seq": 1, "outcome": "acted"} | members
    rows = ibis.memtable([row], schema=TABLES["notice"])
    found = ibis.duckdb.connect().to_pyarrow(rows.filter(METRICS[metric].condition(rows)))
    return bool(found.num_rows)


@pytest.mark.parametrize(
    ("outcome", "acted", "pending"),
    [
        ("acted", True, False),
        ("partly", True, False),
        ("no_action", False, False),
        ("refused", False, False),
        ("duplicate", False, False),
        ("pending", False, True),
    ],
)
def test_outcomes(outcome: str, acted: bool, pending: bool) -> None:
    assert counts("notices.received", outcome=outcome)
    assert counts("notices.acted", outcome=outcome) is acted
    assert counts("notices.pending", outcome=outcome) is pending
