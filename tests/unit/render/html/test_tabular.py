"""Tables behind panels."""

from typing import Any

from harmscope.model.report import Panel
from harmscope.render.html.rows import Words
from harmscope.render.html.tabular import table_of, visible

WORDS = Words(
    {"clock": {"us": "48 hours"}, "category": {"A": "Alpha"}},
    {"clock": "Limit"},
    {"a.met": "Met", "a.late": "Late"},
)


def panel(*figures: dict[str, Any], **members: Any) -> Panel:
    base = {"unit": "notices", "status": "exact"}
    given = {"id": "p", "title": "P", "chart": "table", "metrics": ["a.met", "a.late"]}
    return Panel.model_validate(given | members | {"figures": [base | one for one in figures]})


def test_several_figures_for_one_code_share_a_row() -> None:
    met = {"metric": "a.met", "value": 2, "dimensions": {"clock": "us"}}
    head, rows = table_of(panel(met, split=["clock"]), WORDS)
    assert head == ["Limit", "Met", "Late"]
    assert rows == [["48 hours", "2", "0"]]


def test_the_template_becomes_a_matrix_of_categories() -> None:
    total = {"metric": "a.met", "value": 3, "dimensions": {"ground": "law"}}
    one = {"metric": "a.met", "value": 1, "dimensions": {"category": "A", "ground": "law"}}
    head, rows = table_of(panel(total, one), WORDS)
    assert head == ["Category", "Met: law"]
    assert rows == [["Total", "3"], ["Alpha", "1"]]


def test_figures_without_a_split_say_what_they_are_of() -> None:
    head, rows = table_of(panel({"metric": "a.met", "value": 1, "dimensions": {"x": "y"}}), WORDS)
    assert head == ["Figure", "Of", "Number", "Status"]
    assert rows == [["Met", "y", "1", ""]]


def test_only_long_tables_leave_rows_of_nothing_out() -> None:
    rows = [["a", "1"], *[["b", "0"]] * 50]
    assert visible(panel(), rows) == ([["a", "1"]], 50)
    assert visible(panel(), rows[:5]) == (rows[:5], 0)
    assert visible(panel(chart="bars"), rows) == ([], 0)
