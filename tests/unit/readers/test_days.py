from datetime import date

import pytest

from harmscope.readers.days import quarter, quarter_end, quarter_of, read_day, read_period


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-01", date(2026, 4, 1)),
        ("2026-04-01 00:00:00", date(2026, 4, 1)),
        ("2026/8/31", date(2026, 8, 31)),
        ("17/04/2026", date(2026, 4, 17)),
        ("46080", date(2026, 2, 27)),
    ],
)
def test_reads_days(text: str, day: date) -> None:
    assert read_day(text) == (day, text == "2026-04-01")


@pytest.mark.parametrize("text", ["2025-12-32", "2025-12-37", "soon", ""])
def test_a_day_that_no_calendar_has_is_none(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    "text",
    ["2025-07-1 - 2025-12-31", "2025/7/1-2025/12/31", "01/07/2025 - 31/12/2025", "45839/46022"],
)
def test_reads_periods_leniently(text: str) -> None:
    assert read_period(text) == ("2025-07-01/2025-12-31", False)


def test_knows_the_strict_form() -> None:
    assert read_period("2025-07-01/2025-12-31") == ("2025-07-01/2025-12-31", True)
    assert read_period("2025-12-01/2025-12-32") is None
    assert read_period("2025-12-31/2025-07-01") is None


def test_quarters() -> None:
    assert quarter("2022Q4") == "2022-10-01/2022-12-31"
    assert quarter("2022-13") is None
    assert quarter_end(2024, 1) == date(2024, 3, 31)
    assert quarter_of(date(2022, 9, 30)) == "2022-07-01/2022-09-30"
    assert quarter_of(date(2022, 9, 29)) is None
