"""Tables behind panels."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from harmscope.model.report import Panel, Report
from harmscope.render.panel_table import Words, open_rows, panel_table, report_tables, words_of
from harmscope.render.table import Amount, Cell, Missing, Table, table

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
    found = panel_table(panel(met, split=["clock"]), WORDS)
    assert found.head == ["Limit", "Met", "Late"]
    assert list(found.shown()) == [["48 hours", "2", "0"]]


def test_the_template_becomes_a_matrix_of_categories() -> None:
    total = {"metric": "a.met", "value": 3, "dimensions": {"ground": "law"}}
    one = {"metric": "a.met", "value": 1, "dimensions": {"category": "A", "ground": "law"}}
    found = panel_table(panel(total, one), WORDS)
    assert found.head == ["Code", "Category", "Met: law"]
    assert list(found.shown()) == [["TOTAL", "Total", "3"], ["A", "Alpha", "1"]]


def test_rows_called_alike_stay_apart() -> None:
    words = replace(WORDS, codes={"category": {"A/OTHER": "Other", "B/OTHER": "Other"}})
    figures = [
        {"metric": "a.met", "value": value, "dimensions": {"category": code} | more}
        for value, code, more in (
            (1, "A/OTHER", {}),
            (2, "B/OTHER", {"description": "Ghost shops"}),
            (3, "B/OTHER", {"description": "Fake deeds"}),
        )
    ]
    found = panel_table(panel(*figures), words)
    assert found.head == ["Code", "Category", "description", "Met"]
    assert list(found.shown()) == [
        ["A/OTHER", "Other", "", "1"],
        ["B/OTHER", "Other", "Ghost shops", "2"],
        ["B/OTHER", "Other", "Fake deeds", "3"],
    ]
    split = panel(
        {"metric": "a.met", "value": 1, "dimensions": {"category": "A/OTHER"}},
        {"metric": "a.met", "value": 2, "dimensions": {"category": "B/OTHER"}},
        split=["category"],
    )
    assert [row[1:] for row in panel_table(split, words).shown()] == [["1", "0"], ["2", "0"]]


def test_figures_without_a_split_say_what_they_are_of() -> None:
    found = panel_table(panel({"metric": "a.met", "value": 1, "dimensions": {"x": "y"}}), WORDS)
    assert found.head == ["Figure", "Of", "Number"]
    assert list(found.shown()) == [["Met", "y", "1"]]


def test_only_long_tables_leave_rows_of_nothing_out() -> None:
    nothing: list[Cell] = ["b", 0, Amount(0, "items"), Missing.NOT_RECORDED, None]
    rows: list[list[Cell]] = [["a", 1, None, None, None], *[nothing] * 50]
    long, short = table(["n"] * 5, rows), table(["n"] * 5, rows[:5])
    open_, left = open_rows(panel(), long)
    assert isinstance(open_, Table)
    assert (open_.rows, left) == (rows[:1], 50)
    assert open_rows(panel(), short) == (short, 0)
    assert open_rows(panel(chart="bars"), long) == (None, 0)


def test_a_share_of_nothing_says_something() -> None:
    rows: list[list[Cell]] = [["a", Amount(0, "share")], ["b", Amount(0, "items", "at least")]]
    found, left = open_rows(panel(), table(["What", "Number"], rows * 30))
    assert found is not None
    assert (len(found.rows), left) == (60, 0)


def test_cells_are_numbers_until_they_are_shown() -> None:
    figures = [
        {"metric": "a.met", "unit": "share", "value": 0.5, "status": "estimate",
         "interval": {"method": "Wilson", "level": 0.95, "low": 0.4, "high": 0.6}},
        {"metric": "a.late", "status": "suppressed"},
    ]  # fmt: skip
    found = panel_table(panel(*figures), WORDS)
    assert [row[1] for row in found.rows] == [
        Amount(0.5, "share", low=0.4, high=0.6), Missing.SUPPRESSED,
    ]  # fmt: skip


def test_a_share_stands_beside_the_counts_that_it_is_made_of() -> None:
    none = {"metric": "a.met", "unit": "share"}
    share = none | {"value": 0.1818}
    figures = [
        share | {"numerator": 2, "denominator": 11},
        {"metric": "a.late", "value": 7},
        none | {"status": "suppressed", "numerator": 3, "denominator": 9},
    ]
    found = panel_table(panel(*figures), WORDS)
    assert found.head == ["Figure", "Number", "Count", "Out of", "Status"]
    assert list(found.shown()) == [
        ["Met", "18.2 %", "2", "11", "exact"],
        ["Late", "7", "", "", "exact"],
        ["Met", "withheld", "", "", "withheld"],
    ]
    assert panel_table(panel(share), WORDS).head == ["Figure", "Number"]


def test_a_status_is_said_only_where_some_figure_is_not_exact() -> None:
    exact, limit = {"metric": "a.met", "value": 1}, {"metric": "a.late", "value": 2}
    text = {"metric": "a.late", "unit": "text", "text": "By hand."}
    assert panel_table(panel(exact, text), WORDS).head == ["Figure", "Number"]
    found = panel_table(panel(exact, text, limit | {"status": "at_least"}), WORDS)
    assert list(found.shown()) == [
        ["Met", "1", "exact"],
        ["Late", "By hand.", ""],
        ["Late", "at least 2", "lower limit"],
    ]


@pytest.mark.parametrize(
    ("name", "members", "none"),
    [("clock", {"split": ["clock"]}, "no cases"), ("category", {}, "")],
)
def test_counts_of_shares_stand_in_tables_with_a_column_a_figure(
    name: str, members: dict[str, Any], none: str
) -> None:
    row, other = {name: "A"}, {name: "B"}
    share = {"metric": "a.met", "unit": "share", "value": 0.5, "numerator": 2, "denominator": 4}
    figures = [
        share | {"dimensions": row},
        {"metric": "a.late", "value": 7, "dimensions": row},
        {"metric": "a.late", "value": 9, "dimensions": other},
    ]
    found = panel_table(panel(*figures, **members), WORDS)
    assert found.head[-4:] == ["Met", "Met, count", "Met, out of", "Late"]
    assert [cells[-4:] for cells in found.shown()] == [
        ["50.0 %", "2", "4", "7"],
        [none, "", "", "9"],
    ]


def test_one_table_a_panel_in_order(made: Callable[..., Report]) -> None:
    report = made()
    tables = [found for _, found in report_tables(report)]
    titles = [panel.title for section in report.sections for panel in section.panels]
    assert [one.title for one in tables] == titles
    assert all(len(row) == len(one.head) for one in tables for row in one.rows)


def test_notes_say_why_there_is_nothing(made: Callable[..., Report]) -> None:
    tables = {found.title: found for _, found in report_tables(made())}
    assert "None in this period." in tables["Decisions reversed, by cause"].notes


def test_a_dimension_has_its_title_where_no_code_of_it_occurs(made: Callable[..., Report]) -> None:
    words = words_of(made())
    assert words.dimensions["clock"] == "Limit"
