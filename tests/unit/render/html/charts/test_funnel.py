"""The funnel."""

from harmscope.render.html.charts.funnel import funnel
from harmscope.render.html.rows import ChartRow


def test_each_step_says_its_share_of_the_one_above() -> None:
    made = funnel([ChartRow("Decisions", 100, "100"), ChartRow("Appeals", 25, "25")])
    assert "25.0 % of the step above" in made
    assert 'width="25.00%"' in made


def test_a_step_that_grows_claims_no_share() -> None:
    made = funnel([ChartRow("A", 10, "10"), ChartRow("B", 20, "20")])
    assert "of the step above" not in made
    assert 'width="100.00%"' in made


def test_nothing_divides_by_zero() -> None:
    assert "of the step above" not in funnel([ChartRow("A", 0, "0"), ChartRow("B", 0, "0")])
