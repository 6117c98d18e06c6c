from collections.abc import Callable

import pytest

from harmscope.comparison.side import TOTAL, Side, Sizes, sizes_of
from harmscope.model.figure import Figure


def test_a_side_knows_whether_it_has_a_number(side: Callable[..., Side]) -> None:
    assert side().has_number
    assert not side(value=None, interval=None, status="not_reported").has_number
    assert side().metric == "views.violative_share"


def test_the_total_needs_no_crosswalk() -> None:
    assert (TOTAL.code, TOTAL.rule) == ("", "same")


COUNT = {"unit": "notices", "interval": None, "rounding": None, "denominator_name": None}


def sizes(make: Callable[..., Figure], *services: str) -> Sizes:
    people = {"metric": "recipients.monthly_active", "unit": "people", "value": 2_000_000,
              "interval": None, "rounding": None}  # fmt: skip
    return sizes_of((service, make(service, **people)) for service in services)


def test_a_rate_is_per_million_recipients(
    make: Callable[..., Figure], side: Callable[..., Side]
) -> None:
    found = sizes(make, "Alpha", "Beta").rates(
        side(**COUNT, value=10), side("Beta", **COUNT, value=30)
    )
    assert found is not None
    assert (found.per, found.a, found.b) == ("monthly recipients", (5.0, 5.0), (15.0, 15.0))


def test_a_denominator_that_both_state_comes_first(
    make: Callable[..., Figure], side: Callable[..., Side]
) -> None:
    views = {**COUNT, "denominator_name": "views", "value": 10}
    one, two = side(**views, denominator=1000), side("Beta", **views, denominator=4000)
    found = sizes(make, "Alpha", "Beta").rates(one, two)
    assert found is not None
    assert (found.per, found.a, found.b) == ("views", (10_000.0, 10_000.0), (2500.0, 2500.0))
    half = side("Beta", **{**views, "denominator_name": "uploads"}, denominator=4000)
    assert Sizes({}).per(one, half) is None


def test_one_size_is_not_enough(make: Callable[..., Figure], side: Callable[..., Side]) -> None:
    found = sizes(make, "Alpha")
    assert found.per(side(**COUNT, value=10), side("Beta", **COUNT, value=30)) is None


@pytest.mark.parametrize(
    "doubtful",
    [
        {"status": "contested", "bounds": {"low": 1_000_000, "high": 2_000_000}},
        {"value": None, "status": "estimate", "bounds": {"low": 2.1, "high": 2.6}},
    ],
)
def test_a_doubtful_size_is_none(
    make: Callable[..., Figure], side: Callable[..., Side], doubtful: dict[str, object]
) -> None:
    people = {"metric": "recipients.monthly_active", "unit": "people", "value": 2_000_000,
              "interval": None, "rounding": None}  # fmt: skip
    found = sizes_of([("Alpha", make(**people)), ("Beta", make("Beta", **people | doubtful))])
    assert found.per(side(**COUNT, value=10), side("Beta", **COUNT, value=30)) is None


def test_another_period_has_no_size(make: Callable[..., Figure], side: Callable[..., Side]) -> None:
    found = sizes(make, "Alpha", "Beta")
    early = side("Beta", **COUNT, value=10, period="2025-01-01/2025-06-30")
    assert found.per(side(**COUNT, value=10), early) is None


def test_shares_and_contested_figures_get_no_rate(
    make: Callable[..., Figure], side: Callable[..., Side]
) -> None:
    found = sizes(make, "Alpha", "Beta")
    assert found.per(side(), side("Beta")) is None
    contested = side(**COUNT, value=10, status="contested", bounds={"low": 9, "high": 10})
    assert found.rates(contested, side("Beta", **COUNT, value=30)) is None
