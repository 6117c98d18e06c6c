"""The boxes on mapping and completeness."""

from harmscope.model.figure import Figure
from harmscope.render.html.quality import completeness_rows, mapping_rows


def test_every_way_of_mapping_is_explained_and_those_that_occur_are_drawn() -> None:
    figures = [
        Figure(metric="quality.mapped_equal", value=3, unit="incidents", status="exact"),
        Figure(metric="quality.mapped_rollup", value=0, unit="incidents", status="exact"),
    ]
    chart, words = mapping_rows(figures)
    assert [title for title, _ in words] == ["Equal", "Rolled up"]
    assert "Equal" in chart
    assert "Rolled up" not in chart


def test_completeness_bars_are_shares_of_all() -> None:
    figure = Figure(
        metric="quality.completeness",
        value=0.25,
        unit="share",
        status="exact",
        dimensions={"field": "harm"},
    )
    made = completeness_rows([figure])
    assert "Harm category" in made
    assert 'width="25.00%"' in made


def test_without_cases_there_is_no_chart() -> None:
    assert mapping_rows([])[0] == ""
    assert completeness_rows([]) == ""
