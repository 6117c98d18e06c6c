"""Sorted bars."""

from harmscope.render.html.charts.bars import MOST, bars
from harmscope.render.html.rows import ChartRow


def test_label_and_number_stand_beside_the_bar() -> None:
    made = bars([ChartRow("Hate", 4, "4"), ChartRow("Unallocated", 2, "2", residual=True)])
    assert '<span class="label">Hate</span>' in made
    assert 'width="50.00%"' in made
    assert made.count("quiet") == 1


def test_what_is_not_drawn_is_said() -> None:
    rows = [ChartRow(f"Row {number}", 1, "1") for number in range(MOST + 3)]
    assert "3 smaller ones stand in the table." in bars(rows)
    assert "smaller" not in bars(rows[:MOST])


def test_a_full_bar_can_be_given() -> None:
    assert 'width="25.00%"' in bars([ChartRow("x", 0.25, "25 %")], largest=1)
