"""Periods."""

from datetime import date

import pytest

from harmscope.errors import UserError
from harmscope.model.period import Period, before, parse_period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2025", "2025-01-01/2025-12-31"),
        ("2025-H1", "2025-01-01/2025-06-30"),
        ("2025-H2", "2025-07-01/2025-12-31"),
        ("2024-Q1", "2024-01-01/2024-03-31"),
        ("2025-Q4", "2025-10-01/2025-12-31"),
        ("2024-02", "2024-02-01/2024-02-29"),
        ("2025-02-10/2025-03-01", "2025-02-10/2025-03-01"),
    ],
)
def test_what_a_period_names(text: str, period: str) -> None:
    assert str(parse_period(text)) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25",
        "2025-H3",
        "2025-Q5",
        "2025-13",
        "2025-02-30/2025-03-01",
        "2025-7",
        "2025-07\n",
        "0000",
    ],
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(UserError, match="not a period"):
        parse_period(text)


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(UserError, match="ends before"):
        parse_period("2025-03-01/2025-02-01")


def test_its_days_and_months() -> None:
    period = parse_period("2024-12-30/2025-02-01")
    assert period.months() == ["2024-12", "2025-01", "2025-02"]
    assert period.days == 34
    assert period.contains(date(2025, 2, 1))
    assert not period.contains(date(2025, 2, 2))


def test_the_period_before_is_as_long() -> None:
    period = Period(date(2025, 7, 1), date(2025, 7, 31))
    assert str(before(period)) == "2025-05-31/2025-06-30"
