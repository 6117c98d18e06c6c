from collections.abc import Callable

from harmscope.comparison.coverage import coverage
from harmscope.comparison.side import Side


def test_number_missing_and_absent_are_three_states(side: Callable[..., Side]) -> None:
    sides = [
        side(),
        side("Beta", value=None, interval=None, status="not_reported"),
        side("Beta", metric="moderators.internal"),
    ]
    rows = {row.metric: row for row in coverage(["Alpha", "Beta"], sides)}
    assert rows["views.violative_share"].states == {"Alpha": "number", "Beta": "not_reported"}
    assert rows["moderators.internal"].states == {"Alpha": "absent", "Beta": "number"}
    assert rows["views.violative_share"].counts == {"Alpha": 1, "Beta": 0}


def test_metrics_of_the_catalogue_come_first(side: Callable[..., Side]) -> None:
    rows = coverage(["Alpha"], [side(metric="automation.recall"), side()])
    assert [row.metric for row in rows] == ["views.violative_share", "automation.recall"]
