"""Figures as labelled numbers."""

import pytest

from harmscope.model.figure import Figure
from harmscope.render.html.rows import ChartRow, Words, chart_row

WORDS = Words({"harm": {"hate": "Hate"}}, {"harm": "Harm"}, {"a.b": "Things"})


def figure(**members: object) -> Figure:
    return Figure.model_validate({"metric": "a.b", "unit": "items", "status": "exact"} | members)


def test_a_figure_is_named_by_its_codes_or_its_metric() -> None:
    assert WORDS.name(figure(dimensions={"harm": "hate"}), ["harm"]) == "Hate"
    assert WORDS.name(figure(), []) == "Things"
    assert WORDS.code(figure(dimensions={"harm": "x"}), "harm") == "x"


def test_only_a_figure_with_a_value_is_drawn() -> None:
    assert chart_row(figure(status="not_recorded"), "x") is None
    assert chart_row(figure(value=0), "x") == ChartRow("x", 0.0, "0")


def test_what_is_not_known_is_residual() -> None:
    row = chart_row(figure(value=1), "Unallocated", "unallocated")
    assert row is not None
    assert row.residual


@pytest.mark.parametrize(
    ("value", "brief"), [(9999, "9,999"), (12345, "12.3k"), (2_500_000, "2.5m"), (3e9, "3bn")]
)
def test_narrow_columns_get_few_characters(value: float, brief: str) -> None:
    assert ChartRow("x", value, f"{int(value):,}").brief == brief


def test_a_limit_is_brief_in_narrow_columns() -> None:
    assert ChartRow("May", 7, "at least 7").brief == "≥ 7"
    assert ChartRow("May", 7, "about 7").brief == "≈ 7"
