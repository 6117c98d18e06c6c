"""Metrics on notices: which rows they count."""

from typing import Any

import ibis
import pytest

from harmscope.aggregation.clocking import STATES
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import LAW_NOT_KNOWN, TABLES


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


def counts_of_requests(metric: str, table: str = "notice", **members: Any) -> bool:
    row = dict.fromkeys(TABLES[table]) | {"seq": 1} | members
    rows = ibis.memtable([row], schema=TABLES[table])
    found = ibis.duckdb.connect().to_pyarrow(rows.filter(METRICS[metric].condition(rows)))
    return bool(found.num_rows)


@pytest.mark.parametrize("metric", ["requests.received", "requests.valid", "requests.refused"])
def test_only_removal_requests_are_requests(metric: str) -> None:
    members = {"valid": "yes", "outcome": "refused"}
    assert counts_of_requests(metric, kind="removal_request", **members)
    assert not counts_of_requests(metric, kind="user_flag", **members)


def test_valid_is_what_is_known_to_be_valid() -> None:
    assert not counts_of_requests("requests.valid", kind="removal_request")
    assert not counts_of_requests("requests.valid", kind="removal_request", valid="no")


@pytest.mark.parametrize("over", ["requests", "notices"])
def test_every_state_of_a_limit_is_counted_once_and_running_ones_have_not_passed(over: str) -> None:
    names = ["met", "late", "uncertain", "not_known", "overdue", "running"]
    for state in set(STATES) - {LAW_NOT_KNOWN}:
        row = {"kind": "removal_request", "state": state}
        counted = [
            one for one in names if counts_of_requests(f"{over}.limit_{one}", "clock", **row)
        ]
        assert len(counted) == 1
        assert counts_of_requests(f"{over}.limit_passed", "clock", **row) is (state != "running")


@pytest.mark.parametrize("over", ["requests", "notices"])
def test_a_law_that_is_not_known_is_no_state_of_a_limit(over: str) -> None:
    row = {"kind": "removal_request", "state": LAW_NOT_KNOWN}
    assert counts_of_requests(f"{over}.law_not_known", "clock", **row)
    for name in METRICS:
        if name.startswith(f"{over}.limit_"):
            assert not counts_of_requests(name, "clock", **row)


def test_limits_of_orders_are_none_of_requests() -> None:
    row = {"kind": "authority_order", "state": "late"}
    assert counts_of_requests("notices.limit_late", "clock", **row)
    assert not counts_of_requests("requests.limit_late", "clock", **row)


def test_orders() -> None:
    assert counts_of_requests("orders.complied", kind="authority_order", outcome="partly")
    assert not counts_of_requests("orders.complied", kind="authority_order", outcome="no_action")
    assert not counts_of_requests("orders.received", kind="removal_request")
