"""Metrics on time are order statistics and say which."""

from typing import Any

import ibis
import pytest

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.decisions import MEDIAN, NINE_TENTHS, TIMES
from harmscope.metrics.flat_tables import TABLES
from harmscope.metrics.metric import Metric, Spread


@pytest.mark.parametrize("metric", TIMES, ids=[metric.id for metric in TIMES])
def test_the_id_names_the_statistic(metric: Metric) -> None:
    assert isinstance(metric.how, Spread)
    wanted = {"median": MEDIAN, "p90": NINE_TENTHS}[metric.id.rpartition(".")[2]]
    assert metric.how.quantile == wanted


def test_they_are_never_added() -> None:
    assert {metric.pooling for metric in TIMES} == {"from_records"}


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


def counts_of_decisions(metric: str, **members: Any) -> bool:
    row = dict.fromkeys(TABLES["decision"])
    row |= {"seq": 1, "acts": True, "subject_kind": "content"}
    row |= dict.fromkeys(("on_visibility", "on_money", "on_service", "on_account"), False)
    rows = ibis.memtable([row | members], schema=TABLES["decision"])
    found = ibis.duckdb.connect().to_pyarrow(rows.filter(METRICS[metric].condition(rows)))
    return bool(found.num_rows)


@pytest.mark.parametrize(
    ("members", "item", "account"),
    [
        ({"on_visibility": True}, True, False),
        ({"on_money": True}, True, False),
        ({"on_account": True}, False, True),
        ({"on_service": True}, False, True),
        ({"on_visibility": True, "subject_kind": "account"}, False, True),
        ({"on_visibility": True, "on_account": True}, True, True),
        ({"acts": False}, False, False),
    ],
)
def test_items_and_accounts_are_told_apart(members: Any, item: bool, account: bool) -> None:
    assert counts_of_decisions("items.actioned", **members) is item
    assert counts_of_decisions("accounts.actioned", **members) is account


def test_a_reversal_is_not_a_decision_of_its_own() -> None:
    reversal = {"acts": False, "reversal_cause": "appeal"}
    assert counts_of_decisions("decisions.reversed", **reversal)
    assert not counts_of_decisions("decisions.taken", **reversal)
    assert not counts_of_decisions("decisions.no_action", **reversal)


def test_a_decision_to_do_nothing_is_taken_and_restricts_nothing() -> None:
    assert counts_of_decisions("decisions.no_action", acts=False)
    assert counts_of_decisions("decisions.taken", acts=False)
    assert not counts_of_decisions("decisions.restricting", acts=False)


def test_what_is_not_known_is_neither_automated_nor_not() -> None:
    assert not counts_of_decisions("decisions.fully_automated")
    assert not counts_of_decisions("decisions.automation_known")
    assert counts_of_decisions("decisions.fully_automated", automation="full")
    assert counts_of_decisions("decisions.detected_automatically", detected_automatically="yes")
