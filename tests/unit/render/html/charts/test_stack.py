"""The 100 % bar."""

import re

from harmscope.render.html.charts.stack import stack
from harmscope.render.html.rows import ChartRow

ROWS = [ChartRow("Law", 1, "1"), ChartRow("Terms", 3, "3"), ChartRow("Not stated", 0, "0", True)]


def test_parts_start_where_the_one_before_ends() -> None:
    bar = stack(ROWS).partition("</svg>")[0]
    assert re.findall(r'<rect x="([0-9.]+)%"', bar) == ["0.00", "25.00"]


def test_the_legend_says_every_part_in_words() -> None:
    made = stack(ROWS)
    assert all(f'<span class="label">{row.label}</span>' in made for row in ROWS)
    assert '<span class="part">75.0 %</span>' in made


def test_nothing_divides_by_zero() -> None:
    assert "Law" in stack([ChartRow("Law", 0, "0")])
