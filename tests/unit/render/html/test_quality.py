"""The boxes on mapping and completeness."""

from harmscope.model.figure import Figure
from harmscope.render.html.quality import completeness_view, mapping_view


def test_every_way_of_mapping_is_explained_and_those_that_occur_are_drawn() -> None:
    figures = [
        Figure(metric="quality.mapped_equal", value=3, unit="incidents", status="exact"),
        Figure(metric="quality.mapped_rollup", value=0, unit="incidents", status="exact"),
    ]
    view = mapping_view(figures)
    assert [row[:2] for row in view.rows] == [["Equal", "3"], ["Rolled up", "0"]]
    assert "Equal" in view.chart
    assert "Rolled up" not in view.chart


def test_completeness_bars_are_shares_of_all() -> None:
    figure = Figure(
        metric="quality.completeness",
        value=0.25,
        unit="share",
        status="exact",
        numerator=1,
        denominator=4,
        dimensions={"field": "harm"},
    )
    made = completeness_view([figure])
    assert "Harm category" in made.chart
    assert 'width="25.00%"' in made.chart
    assert made.rows == [["Harm category", "1", "4", "25.0 %"]]
    assert made.download.startswith("data:text/csv")


def test_without_cases_there_is_no_chart() -> None:
    assert mapping_view([]).chart == ""
    assert completeness_view([]).chart == ""
