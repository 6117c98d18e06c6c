"""Numbers and days as people read them."""

from typing import Any

import pytest

from harmscope.comparison import Comparison
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period
from harmscope.reading.ranges import range_of
from harmscope.render.figure_text import (
    amount,
    edition_text,
    figure_text,
    headline,
    interval_words,
    limits_text,
    period,
    period_text,
    range_text,
    side_text,
    status_words,
)


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"value": 1200}, "1,200"),
        ({"value": 0}, "0"),
        ({"value": 3, "status": "at_least"}, "at least 3"),
        ({"value": 3, "status": "approx"}, "about 3"),
        ({"value": 0.5, "unit": "share"}, "50.0 %"),
        ({"value": 1, "unit": "days"}, "1 day"),
        ({"value": 2, "unit": "hours"}, "2 hours"),
        ({"status": "not_recorded"}, "not recorded"),
        ({"status": "suppressed"}, "withheld"),
    ],
)
def test_a_figure(members: dict[str, Any], text: str) -> None:
    given = {"metric": "a.b", "unit": "items", "status": "exact"} | members
    assert figure_text(Figure.model_validate(given)) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("2025", "2025"),
        ("2025-12", "December 2025"),
        ("2025-H2", "July to December 2025"),
        ("2025-07-02/2025-08-31", "2 July 2025 to 31 August 2025"),
        ("2024-12-01/2025-01-31", "1 December 2024 to 31 January 2025"),
    ],
)
def test_a_period(name: str, text: str) -> None:
    assert period(parse_period(name)) == text


def test_an_interval_stands_beside_the_number_or_in_words_below_large_print() -> None:
    interval = {"method": "Clopper-Pearson", "level": 0.95, "low": 0.0004, "high": 0.0017}
    given = {"metric": "a.b", "unit": "share", "status": "estimate", "value": 0.001}
    figure = Figure.model_validate(given | {"interval": interval})
    assert figure_text(figure) == "0.1 % (0.04 % to 0.17 %)"
    assert headline(figure) == "0.1 %"
    assert interval_words(figure) == "95% interval 0.04 % to 0.17 % (Clopper-Pearson)."


def test_bounds_stand_in_place_of_the_number() -> None:
    given = {"metric": "a.b", "unit": "items", "status": "at_least", "value": 3}
    figure = Figure.model_validate(given | {"bounds": {"low": 3, "high": 7}})
    assert figure_text(figure) == "3 to 7"
    assert headline(figure) == "3 to 7"


def made(**members: object) -> Figure:
    return Figure.model_validate({"metric": "a.b", "unit": "share", "status": "exact", **members})


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (1234567, "items", "1,234,567"),
        (0.0005, "share", "0.05 %"),
        (0.984, "share", "98.4 %"),
        (1.91, "hours", "1.91 h"),
        (None, "items", ""),
        (0, "items", "0"),
    ],
)
def test_numbers_in_their_unit(number: float | None, unit: str, text: str) -> None:
    assert amount(number, unit) == text


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ({"bounds": {"high": 0.0005}}, "at most 0.05 %"),
        ({"bounds": {"low": 0.001, "high": 0.0011}}, "0.1 % to 0.11 %"),
        ({"bounds": {"low": 0.9}}, "at least 90 %"),
        ({"value": 9, "unit": "items", "status": "contested", "bounds": {"low": 8, "high": 9}},
         "8 or 9 (contested)"),
        ({"value": 20_800_000, "unit": "items", "rounding": 100_000}, "20,800,000 (rounded)"),
        ({"value": 9, "unit": "items", "bounds": {"low": 9, "high": 30}}, "9 (9 to 30)"),
    ],
)  # fmt: skip
def test_figures_in_words(members: dict[str, object], text: str) -> None:
    figure = made(**members)
    limits = range_of(figure)
    assert limits is not None
    assert range_text(limits, figure) == text


def test_why_there_is_no_number() -> None:
    assert status_words(made(status="not_reported")) == "not reported"
    assert status_words(made(status="blank")) == "blank"


def test_limits() -> None:
    assert limits_text((0.5, 0.5)) == "0.5"
    assert limits_text((1.0, 2.5)) == "1 to 2.5"
    assert limits_text((2.0, None)) == "at least 2"


def test_periods_have_names() -> None:
    assert period_text("2022-04-01/2022-06-30") == "2022-Q2"
    assert period_text("2025-07-01/2025-12-31") == "2025-H2"
    assert period_text("2025-01-01/2025-12-31") == "2025"
    assert period_text("2025-01-05/2025-02-04") == "2025-01-05 to 2025-02-04"
    assert period_text(None) == "period not stated"


def test_a_side_says_its_number_or_why_there_is_none(comparison: Comparison) -> None:
    texts = {side_text(side) for side in comparison.sides}
    assert {"40", "90 (rounded)", "not reported"} <= texts


@pytest.mark.parametrize(
    ("edition", "text"), [("2026-02", "edition 2026-02"), ("edition 1", "edition 1")]
)
def test_an_edition_is_called_so_once(edition: str, text: str) -> None:
    assert edition_text(edition) == text
