"""Counting on the flat tables."""

from collections.abc import Callable
from typing import Any

import pytest

from harmscope.aggregation.counting import Count, by_record, count, fates, histogram, values
from harmscope.engine import DuckDb
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.metric import Measure
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


def test_one_record_with_two_decisions_among_many_counts_once(
    counted: Counted, incident: Make
) -> None:
    removed = {"decided_at": "2025-07-05", "actions": [{"kind": "visibility.removed"}]}
    both = [{"id": "a"} | removed, {"id": "b"} | removed]
    engine = counted(
        incident("0", decisions=both),
        *(incident(str(one), decisions=[{"id": "a"} | removed]) for one in range(1, 4)),
    )
    assert engine.several["decision"]
    assert one(engine, "items.actioned") == {(): Count(4)}
    assert one(engine, "decisions.restricting") == {(): Count(5)}
    assert one(engine, "items.actioned", "action") == {("visibility.removed",): Count(4)}
    assert one(engine, "decisions.restricting", "month") == {("2025-07",): Count(5)}


@pytest.mark.parametrize("decisions", [1, 2])
def test_counts_do_not_depend_on_what_is_known_of_records(
    counted: Counted, incident: Make, decisions: int
) -> None:
    removed = {"decided_at": "2025-07-05", "actions": [{"kind": "visibility.removed"}]}
    taken = [{"id": f"d{number}"} | removed for number in range(decisions)]
    records = [incident(str(one), decisions=taken if one < 2 else taken[:1]) for one in range(6)]
    engine = counted(*records)
    assert engine.several["decision"] == (decisions == 2)
    measures = [metric for metric in METRICS.values() if isinstance(metric.how, Measure)]
    known = count(engine, measures, (), JULY)
    engine.several.clear()
    assert known == count(engine, measures, (), JULY)


def test_what_each_record_adds_is_what_is_counted(
    counted: Counted, incident: Make, notice: Make
) -> None:
    late = incident("late", decisions=[{"id": "d", "decided_at": "2025-09-01", "actions": []}])
    engine = counted(incident("a", harm={"primary": "hate"}), incident("b"), late, notice("n"))
    metric = METRICS["decisions.restricting"]
    found = by_record(engine, metric, ("harm",), JULY)
    assert {key: sum(one.value for one in each.values()) for key, each in found.items()} == {
        key: cell.value for key, cell in one(engine, metric.id, "harm").items()
    }
    became = {seq: fate for _, seq, fate in fates(engine, metric, (), JULY)}
    assert sorted(became.values()) == ["counted", "counted", "outside"]
    days = values(engine, METRICS["time.notice_to_decision.median"], (), JULY)
    assert [value for _, value in days[()]] == [2]
