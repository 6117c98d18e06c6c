"""Metrics on decisions: which rows they count."""

from typing import Any

import ibis
import pytest

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.tables import TABLES


def counts(metric: str, **members: Any) -> bool:
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
    assert counts("items.actioned", **members) is item
    assert counts("accounts.actioned", **members) is account


def test_a_reversal_is_not_a_decision_of_its_own() -> None:
    reversal = {"acts": False, "reversal_cause": "appeal"}
    assert counts("decisions.reversed", **reversal)
    assert not counts("decisions.taken", **reversal)
    assert not counts("decisions.no_action", **reversal)


def test_a_decision_to_do_nothing_is_taken_and_restricts_nothing() -> None:
    assert counts("decisions.no_action", acts=False)
    assert counts("decisions.taken", acts=False)
    assert not counts("decisions.restricting", acts=False)


def test_what_is_not_known_is_neither_automated_nor_not() -> None:
    assert not counts("decisions.fully_automated")
    assert not counts("decisions.automation_known")
    assert counts("decisions.fully_automated", automation="full")
    assert counts("decisions.detected_automatically", detected_automatically="yes")
