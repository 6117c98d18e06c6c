""""""

from datetime import date

import pytest

from harmscope.readers.numbers import (
    quarter,
    quarter_end,
    quarter_of,
    read_amount,
    read_day,
    read_period,
    rounding_steps,
    step_of,
)


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("20,800,000", 20_800_000, None),
        ("0", 0, None),
        ("0.05%", 0.0005, 0.0001),
        ("98.40%", 0.984, 0.0001),
        ("0.9", 0.9, 0.1),
        ("6564.0", 6564, None),
        ("1.234.567", 1_234_567, None),
        ("1 234", 1234, None),
        ("3,5", 3.5, 0.1),
        ("0,987", 0.987, 0.001),
        ("98,765%", 0.98765, 0.00001),
        ("1e-3", 0.001, 0.001),
    ],
)
def test_reads_numbers(text: str, value: float, step: float | None) -> None:
    amount = read_amount(text)
    assert amount is not None
    assert (amount.value, amount.step) == (value, step)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("2.1 - 2.6", 2.1, 2.6), ("> 45", 45, None), ("<5%", None, 0.05)],
)
def test_reads_bounds(text: str, low: float | None, high: float | None) -> None:
    amount = read_amount(text)
    assert amount is not None
    assert (amount.value, amount.low, amount.high) == (None, low, high)
    assert amount.tolerance


@pytest.mark.parametrize(
    "text",
    [
        "",
        "N/A",
        "about 5",
        "1,23,4",
        "12-",
        "nan",
        "inf",
        "0x10",
        "1e400",
        "1e-99999999999",
        "9007199254740993",
    ],
)
def test_says_none_where_there_is_no_number(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize("text", ["6564.0", "1.234.567", "3,5", "1 234"])
def test_names_each_leniency(text: str) -> None:
    amount = read_amount(text)
    assert amount is not None
    assert amount.tolerance


def test_a_published_form_needs_no_leniency() -> None:
    for text in ("12", "12,000", "0.5", "5.00%"):
        amount = read_amount(text)
        assert amount is not None
        assert amount.tolerance is None


def test_each_length_of_number_has_its_step() -> None:
    steps = rounding_steps([1_300, 24_700, 5_600_000, 2_100_000, 40, 10])
    assert steps == {4: 100, 5: 100, 7: 100_000, 2: 10}
    assert step_of(7_700_000, steps) == 100_000
    assert step_of(999, steps) is None


def test_exact_counts_show_no_rounding() -> None:
    assert rounding_steps([123, 450, 789]) == {3: 1}


def test_zero_takes_the_step_of_the_shortest_numbers() -> None:
    assert step_of(0, {2: 10, 5: 100}) == 10
    assert step_of(0, {}) is None


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
