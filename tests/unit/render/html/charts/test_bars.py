"""Sorted bars."""

import re

from harmscope.render.html.charts.bars import MOST, bars, funnel, stack
from harmscope.render.html.charts.svg import ChartRow


def test_label_and_number_stand_beside_the_bar() -> None:
    made = bars([ChartRow("Hate", 4, "4"), ChartRow("Unallocated", 2, "2", residual=True)])
    assert '<span class="label">Hate</span>' in made
    assert 'width="50.00%"' in made
    assert made.count("quiet") == 1


def test_what_is_not_drawn_is_said() -> None:
    rows = [ChartRow(f"Row {number}", 1, "1") for number in range(MOST + 3)]
    assert "3 smaller ones are in the table." in bars(rows)
    assert "smaller" not in bars(rows[:MOST])


def test_a_full_bar_can_be_given() -> None:
    assert 'width="25.00%"' in bars([ChartRow("x", 0.25, "25 %")], largest=1)


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


ROWS = [ChartRow("Law", 1, "1"), ChartRow("Terms", 3, "3"), ChartRow("Not stated", 0, "0", True)]


def test_parts_start_where_the_one_before_ends() -> None:
    bar = stack(ROWS).partition("</svg>")[0]
    assert re.findall(r'<rect x="([0-9.]+)%"', bar) == ["0.00", "25.00"]


def test_the_legend_says_every_part_in_words() -> None:
    made = stack(ROWS)
    assert all(f'<span class="label">{row.label}</span>' in made for row in ROWS)
    assert '<span class="part">75.0 %</span>' in made


def test_stack_nothing_divides_by_zero() -> None:
    assert "Law" in stack([ChartRow("Law", 0, "0")])
