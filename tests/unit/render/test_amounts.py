import pytest

from harmscope.comparison import Comparison
from harmscope.model.figure import Figure
from harmscope.reading.ranges import range_of
from harmscope.render.amounts import (
    amount,
    limits_text,
    period_text,
    range_text,
    side_text,
    status_words,
)


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
