"""Columns by month."""

from harmscope.render.html.charts.months import MOST, months, multiples
from harmscope.render.html.rows import ChartRow


def rows(count: int) -> list[ChartRow]:
    return [ChartRow(f"Month {number}", number, str(number)) for number in range(count)]


def test_a_screen_reader_hears_every_month() -> None:
    made = months(rows(3))
    assert 'role="img"' in made
    assert 'aria-label="Month 0: 0; Month 1: 1; Month 2: 2"' in made


def test_the_highest_column_fills_the_plot() -> None:
    assert 'height="150.0"' in months(rows(3))


def test_many_months_get_fewer_words() -> None:
    assert months(rows(12)).count('class="number"') == 12
    assert months(rows(36)).count('class="number"') == 0
    assert months(rows(36)).count('class="tick"') == 9


def test_small_multiples_share_one_scale() -> None:
    made = multiples([("A", rows(3)), ("B", [ChartRow("x", 1, "1")])])
    assert 'height="44.0"' in made
    assert 'height="22.0"' in made
    assert '<span class="value">3</span>' in made


def test_groups_that_are_not_drawn_are_said() -> None:
    groups = [(str(number), rows(2)) for number in range(MOST + 2)]
    assert "2 smaller ones stand in the table." in multiples(groups)


def test_no_months_are_no_fault() -> None:
    assert "No months" in months([])
