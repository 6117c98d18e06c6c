from collections.abc import Callable

from harmscope.comparison.normalise import Sizes, sizes_of
from harmscope.comparison.side import Side
from harmscope.model.figure import Figure

COUNT = {"unit": "notices", "interval": None, "rounding": None, "denominator_name": None}


def sizes(make: Callable[..., Figure], *services: str) -> Sizes:
    return sizes_of(
        (
            service,
            make(service, metric="recipients.monthly_active", unit="people", value=2_000_000,
                 interval=None, rounding=None),
        )
        for service in services
    )  # fmt: skip


def test_a_rate_is_per_million_recipients(
    make: Callable[..., Figure], side: Callable[..., Side]
) -> None:
    found = sizes(make, "Alpha", "Beta")
    one, two = side(**COUNT, value=10), side("Beta", **COUNT, value=30)
    assert found.both(one, two)
    assert (found.rate(one), found.rate(two)) == ((5.0, 5.0), (15.0, 15.0))


def test_one_size_is_not_enough(make: Callable[..., Figure], side: Callable[..., Side]) -> None:
    found = sizes(make, "Alpha")
    assert not found.both(side(**COUNT, value=10), side("Beta", **COUNT, value=30))


def test_another_period_has_no_size(make: Callable[..., Figure], side: Callable[..., Side]) -> None:
    found = sizes(make, "Alpha")
    assert found.of(side(**COUNT, value=10, period="2025-01-01/2025-06-30")) is None


def test_shares_and_contested_figures_get_no_rate(
    make: Callable[..., Figure], side: Callable[..., Side]
) -> None:
    found = sizes(make, "Alpha", "Beta")
    assert not found.both(side(), side("Beta"))
    contested = side(**COUNT, value=10, status="contested", bounds={"low": 9, "high": 10})
    assert found.rate(contested) is None
