"""Columns by month."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from harmscope.render.html.charts.histograms import (
    COLUMNS,
    LEAST,
    MOST,
    STRIP_HEIGHT,
    columns,
    counted,
    lines,
    months,
    multiples,
    spans,
    strip,
)
from harmscope.render.html.charts.svg import ChartRow


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
    assert "2 smaller ones are in the table." in multiples(groups)


def test_no_months_are_no_fault() -> None:
    assert "No months" in months([])


START = date(2026, 1, 1)


@given(st.dictionaries(st.integers(0, 5000), st.integers(1, 99), min_size=1, max_size=40))
def test_no_record_and_no_day_is_lost(found: dict[int, int]) -> None:
    days = {START + timedelta(offset): count for offset, count in found.items()}
    made = spans(days)
    whole = (max(days) - min(days)).days + 1
    assert sum(span.records for span in made) == sum(days.values())
    assert sum(span.days for span in made) == whole
    assert sum(span.empty for span in made) == whole - len(days)
    assert len(made) <= COLUMNS


def test_empty_days_are_marked() -> None:
    drawn = str(columns({START: 4, START + timedelta(3): 2}))
    assert drawn.count('class="gap"') == 2
    assert drawn.count('class="fill"') == 2
    assert "<title>2 January 2026: 0</title>" in drawn
    assert "1 January 2026 to 4 January 2026; 2 days have none" in drawn


def test_one_day_and_no_day() -> None:
    assert str(columns({START: 1})).count("<text") == 1
    assert 'aria-label="No days"' in str(columns({}))


NONE = {"error": 0, "warning": 0, "info": 0}


def test_columns_stand_where_findings_lie() -> None:
    drawn = str(strip([NONE, {"error": 3, "warning": 1, "info": 0}, NONE, NONE], 10, 38))
    assert drawn.count("<rect") == 2
    assert 'x="37.00%"' in drawn
    assert 'width="1.00%"' in drawn
    assert "<title>lines 11 to 20: 3 errors, 1 warning</title>" in drawn
    assert 'aria-label="Findings are in 1 of 4 stretches of the file"' in drawn


def test_a_single_finding_beside_many_is_still_seen() -> None:
    drawn = str(strip([NONE | {"error": 10_000}, NONE | {"info": 1}], 1, 2))
    assert f'height="{STRIP_HEIGHT:.1f}"' in drawn
    assert f'height="{LEAST:.1f}"' in drawn


def test_words() -> None:
    assert lines(0, 1, 1) == "line 1"
    assert lines(3, 1000, 3500) == "lines 3,001 to 3,500"
    assert counted({"error": 1, "warning": 0, "info": 2}) == "1 error, 2 notes"


def test_an_empty_strip_is_a_line() -> None:
    assert "<rect" not in strip([], 1, 0)
