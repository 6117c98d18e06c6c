"""Periods as people write them."""

import pytest

from harmscope.claims.spans import marked, short
from harmscope.errors import UserError
from harmscope.model.period import parse_period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("in 2025-H2", "2025-H2"),
        ("in 2025 H2", "2025-H2"),
        ("in H2 2025", "2025-H2"),
        ("in q3 2025", "2025-Q3"),
        ("in 2025Q3", "2025-Q3"),
        ("in the first half of 2025", "2025-H1"),
        ("in the last quarter of 2025", "2025-Q4"),
        ("in July 2025", "2025-07"),
        ("in 2025-07", "2025-07"),
        ("in January to June 2025", "2025-H1"),
        ("since 2024", "2024"),
        ("in 2025-01-01 to 2025-03-31", "2025-Q1"),
    ],
)
def test_a_period_is_found(text: str, period: str) -> None:
    assert marked(text) == (f"{text.split(' ', maxsplit=1)[0]} §0§", [parse_period(period)])


def test_a_number_is_no_period() -> None:
    assert marked("removed 2025 posts, 2,025 of 2,000") == (
        "removed 2025 posts, 2,025 of 2,000",
        [],
    )
    with pytest.raises(UserError, match="write YYYY"):
        marked("in 2025-H4")


@pytest.mark.parametrize(
    "text",
    [
        *("more than 2000 notices", "fewer than 1999 items", "longer than 2024 hours"),
        *("over 2000 notices", "up to 2000 notices", "in excess of 2000 notices"),
        *("at least 2000 notices", "at most 2000", "exactly 2000", "under 2000 appeals"),
    ],
)
def test_a_limit_that_looks_like_a_year_is_a_number(text: str) -> None:
    assert marked(text) == (text, [])


@pytest.mark.parametrize("text", ["more in 2026 than 2025", "fell from 2025", "rose over 2025"])
def test_a_year_stays_one_where_no_limit_is_given(text: str) -> None:
    assert parse_period("2025") in marked(text)[1]


@pytest.mark.parametrize("name", ["2025", "2025-H1", "2025-H2", "2025-Q2", "2025-11"])
def test_a_period_has_its_short_name(name: str) -> None:
    assert short(parse_period(name)) == name


def test_other_periods_are_named_by_their_days() -> None:
    assert short(parse_period("2025-02-01/2025-07-31")) == "2025-02-01/2025-07-31"
