"""Panels: chart, table, data, and why there is nothing to draw."""

import base64
from typing import Any

from harmscope.model.report import Panel
from harmscope.render.html.panels import panel_view
from harmscope.render.html.rows import Words

WORDS = Words({"harm": {"hate": "Hate"}}, {"harm": "Harm"}, {"a.b": "Things", "a.c": "Others"})


def figure(**members: Any) -> dict[str, Any]:
    return {"metric": "a.b", "unit": "items", "status": "exact"} | members


def panel(*figures: dict[str, Any], chart: str = "bars", **members: Any) -> Panel:
    given = {"id": "p", "title": "P", "chart": chart, "metrics": ["a.b"], "figures": list(figures)}
    return Panel.model_validate(given | members)


def test_the_table_repeats_the_chart_in_words() -> None:
    view = panel_view(panel(figure(value=3, dimensions={"harm": "hate"}), split=["harm"]), WORDS)
    assert view.head == ["Harm", "Number", "Status"]
    assert view.rows == [["Hate", "3", ""]]
    assert "Hate" in view.chart


def test_the_download_is_the_table() -> None:
    view = panel_view(panel(figure(value=3)), WORDS)
    data = base64.b64decode(view.download.partition("base64,")[2]).decode()
    assert data == "Figure,Number,Status\r\nThings,3,\r\n"


def test_not_recorded_says_why() -> None:
    view = panel_view(panel(figure(status="not_recorded", notes=["None kept."])), WORDS)
    assert view.empty == "Not recorded: None kept."
    assert view.chart == ""


def test_nothing_in_the_period_is_said() -> None:
    assert panel_view(panel(), WORDS).empty == "None in this period."


def test_headline_numbers_show_what_is_missing() -> None:
    view = panel_view(panel(figure(value=1), figure(status="not_recorded"), chart="numbers"), WORDS)
    assert [(tile.shown, tile.missing) for tile in view.tiles] == [
        ("1", False),
        ("not recorded", True),
    ]
    assert not view.wide


def test_a_way_of_one_step_is_not_drawn() -> None:
    steps = panel(
        figure(value=1), figure(status="not_recorded", notes=["None kept."]), chart="funnel"
    )
    assert panel_view(steps, WORDS).empty == "Not recorded: None kept."


def test_small_multiples_are_grouped_by_the_first_dimension() -> None:
    figures = [
        figure(value=number, dimensions={"harm": "hate", "month": f"2025-0{number}"})
        for number in (1, 2)
    ]
    view = panel_view(panel(*figures, chart="multiples", split=["harm", "month"]), WORDS)
    assert view.chart.count("<li>") == 1
