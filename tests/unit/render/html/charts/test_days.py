from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from harmscope.render.html.charts.days import COLUMNS, columns, spans

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
