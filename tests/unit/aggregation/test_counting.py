"""Counting on the flat tables."""

from collections.abc import Callable
from typing import Any

import pytest

from harmscope.aggregation.counting import Count, count, histogram
from harmscope.engine import DuckDb
from harmscope.metrics.catalogue import METRICS
from harmscope.model.period import parse_period

Make = Callable[..., dict[str, Any]]
Counted = Callable[..., DuckDb]
JULY = parse_period("2025-07")


def one(engine: DuckDb, metric: str, *split: str) -> dict[tuple[str, ...], Count]:
    return count(engine, [METRICS[metric]], split, JULY)[metric]


def test_without_rows_the_total_is_zero(counted: Counted) -> None:
    assert one(counted(), "items.actioned") == {(): Count(0)}
    assert one(counted(), "items.actioned", "harm") == {}


def test_the_period_is_closed_at_both_ends(counted: Counted, incident: Make) -> None:
    days = ["2025-06-30", "2025-07-01", "2025-07-31", "2025-08-01"]
    records = [
        incident(
            day,
            decisions=[{"id": "d", "decided_at": day, "actions": [{"kind": "visibility.removed"}]}],
        )
        for day in days
    ]
    assert one(counted(*records), "decisions.restricting") == {(): Count(2)}


def test_two_decisions_on_one_item_are_one_item(counted: Counted, incident: Make) -> None:
    removed = {"decided_at": "2025-07-05", "actions": [{"kind": "visibility.removed"}]}
    engine = counted(incident(decisions=[{"id": "a"} | removed, {"id": "b"} | removed]))
    assert one(engine, "items.actioned") == {(): Count(1)}
    assert one(engine, "decisions.restricting") == {(): Count(2)}


def test_a_decision_on_fifty_items_actions_fifty(counted: Counted, incident: Make) -> None:
    decision = {
        "id": "a",
        "decided_at": "2025-07-05",
        "item_count": 50,
        "actions": [{"kind": "visibility.removed"}],
    }
    assert one(counted(incident(decisions=[decision])), "items.actioned") == {(): Count(50)}


def test_several_actions_count_under_each(counted: Counted, incident: Make) -> None:
    decision = {
        "id": "a",
        "decided_at": "2025-07-05",
        "actions": [{"kind": "visibility.removed"}, {"kind": "account.suspended"}],
    }
    engine = counted(incident(decisions=[decision]))
    assert one(engine, "decisions.restricting", "action") == {
        ("visibility.removed",): Count(1),
        ("account.suspended",): Count(1),
    }
    assert one(engine, "items.actioned", "item_action") == {("visibility.removed",): Count(1)}
    assert one(engine, "accounts.actioned", "account_action") == {("account.suspended",): Count(1)}


def test_what_has_no_code_is_not_lost(counted: Counted, incident: Make) -> None:
    engine = counted(incident("a", harm={"primary": "hate"}), incident("b"))
    assert one(engine, "items.actioned", "harm") == {
        ("hate",): Count(1),
        ("unallocated",): Count(1),
    }


def test_a_histogram_keeps_rows_without_a_value(counted: Counted, incident: Make) -> None:
    engine = counted(incident("a"), incident("b"), incident("c", content={"medium": ["text"]}))
    found = histogram(engine, METRICS["time.content_to_action.median"], (), JULY)
    assert sorted(found[()], key=str) == [(2, 2), (None, 1)]


def test_a_spread_is_not_counted(counted: Counted) -> None:
    with pytest.raises(TypeError):
        one(counted(), "time.content_to_action.median")
    with pytest.raises(TypeError):
        histogram(counted(), METRICS["items.actioned"], (), JULY)


def test_a_split_answers_no_condition(counted: Counted, incident: Make) -> None:
    """What is not stated gets a code in a split, and is still not stated."""
    said = incident("a", detection={"source": "user_flag", "automated": False})
    engine = counted(said, incident("b", detection={"source": "user_flag"}))
    metric = METRICS["decisions.detected_automatically"]
    split = ("detected_automatically",)
    found = count(engine, [metric], split, JULY)[metric.id]
    assert {key: cell.weak for key, cell in found.items()} == {("no",): 0, ("not_stated",): 1}
