from collections.abc import Callable

import pytest

from harmscope.model.figure import Figure
from harmscope.reading.ranges import Range, range_of, ratio

MakeFigure = Callable[..., Figure]
SHARE = {
    "metric": "views.violative_share",
    "unit": "share",
    "status": "estimate",
    "value": 0.001,
    "rounding": 0.0001,
    "interval": {"method": "clopper-pearson", "level": 0.95, "low": 0.0009, "high": 0.0011},
}


@pytest.fixture
def make() -> MakeFigure:
    """A share with interval and rounding; members given replace those, None drops one."""

    def build(**changes: object) -> Figure:
        return Figure.model_validate(
            {k: v for k, v in {**SHARE, **changes}.items() if v is not None}
        )

    return build


@pytest.mark.parametrize(
    ("changes", "low", "high", "reason"),
    [
        ({"interval": None}, 0.00095, 0.00105, "rounded"),
        ({}, 0.0009, 0.0011, "interval"),
        ({"interval": None, "rounding": None}, 0.001, 0.001, "exact"),
        (
            {"interval": None, "value": None, "bounds": {"high": 0.0005}},
            0, 0.00055, "bounds",
        ),
        (
            {"interval": None, "value": None, "bounds": {"low": 0.001, "high": 0.0011}},
            0.00095, 0.00115, "bounds",
        ),
        ({"interval": None, "value": 0, "rounding": 0.01}, 0, 0.005, "rounded"),
        ({"interval": None, "value": 1.0, "rounding": 0.01}, 0.995, 1, "rounded"),
    ],
)  # fmt: skip
def test_rounding_bounds_and_intervals_give_limits(
    make: MakeFigure, changes: dict[str, object], low: float, high: float, reason: str
) -> None:
    found = range_of(make(**changes))
    assert found is not None
    assert (found.low, found.high, found.reason) == (low, high, reason)


def test_a_lower_bound_alone_stays_open_above(make: MakeFigure) -> None:
    found = range_of(
        make(unit="items", interval=None, value=None, bounds={"low": 45}, rounding=None)
    )
    assert found == Range(45, None, None, "bounds")


def test_no_number_has_no_range(make: MakeFigure) -> None:
    assert range_of(make(value=None, interval=None, status="not_reported")) is None


def test_a_known_fall_is_as_uncertain_as_its_rounding(make: MakeFigure) -> None:
    # 0.10 to 0.11 % and then 0.07 to 0.08 %: a fall of 20 to 36 % by the bounds alone.
    def bounds(low: float, high: float) -> Range:
        found = range_of(
            make(interval=None, value=None, rounding=None, bounds={"low": low, "high": high})
        )
        assert found is not None
        return found

    low, high = ratio(bounds(0.0007, 0.0008), bounds(0.0010, 0.0011)) or (0, 0)
    assert low is not None
    assert high is not None
    assert (round(low - 1, 2), round(high - 1, 2)) == (-0.36, -0.2)


def test_no_ratio_over_zero() -> None:
    assert ratio(Range(1, 1, 1, "exact"), Range(0, 0, 0, "exact")) is None


def test_touching_ranges_overlap() -> None:
    assert Range(1, 2, None, "bounds").overlaps(Range(2, 3, None, "bounds"))
    assert not Range(1, 2, None, "bounds").overlaps(Range(2.1, None, None, "bounds"))
