"""Limits of figures, shares of counts, and when a condition holds."""

import pytest

from harmscope.claims.claim import Condition
from harmscope.claims.grammar import measurements
from harmscope.claims.limits import blurred, derived, holds, limits_of, together
from harmscope.claims.undecided import UndecidedError
from harmscope.comparison.side import TOTAL, Side
from harmscope.model.figure import Bounds, Figure
from harmscope.reading.ranges import Range, range_of


def figure(**members: object) -> Figure:
    whole = {"metric": "notices.received", "unit": "notices", "status": "exact", **members}
    return Figure.model_validate(whole)


def between(low: float | None, high: float | None) -> Range:
    return Range(low, high, None, "bounds")


@pytest.mark.parametrize(
    ("op", "first", "second", "answer"),
    [
        ("gt", (5, 6), (3, 4), True),
        ("gt", (3, 4), (4, 6), False),
        ("gt", (3, 5), (4, 6), None),
        ("gt", (4, None), (1, 2), True),
        ("gt", (1, None), (2, 2), None),
        ("ge", (4, 5), (3, 4), True),
        ("ge", (1, 2), (3, 3), False),
        ("lt", (1, 2), (3, 4), True),
        ("lt", (4, 4), (3, 4), False),
        ("lt", (1, None), (2, 2), None),
        ("le", (1, 2), (2, 3), True),
        ("le", (3, 4), (1, 2), False),
        ("eq", (2, 2), (2, 2), True),
        ("eq", (1, 2), (2, 3), None),
        ("eq", (1, 2), (3, 3), False),
    ],
)
def test_a_condition_holds_only_whatever_the_numbers_are(
    op: str, first: tuple[float, float], second: tuple[float, float], answer: bool | None
) -> None:
    assert holds(Condition(op, 1), between(*first), between(*second)) is answer  # type: ignore[arg-type]


def test_a_factor_and_an_amount_move_the_second_number() -> None:
    assert holds(Condition("ge", 2), between(10, 10), between(5, 5)) is True
    assert holds(Condition("gt", 2), between(10, 10), between(5, 5)) is False
    assert holds(Condition("le", 1, -0.03), between(0.3, 0.3), between(0.33, 0.33)) is True
    assert holds(Condition("lt", 0, 0.05), between(0.0, 0.049), None) is True
    assert holds(Condition("eq", 1 / 3 * 3), between(0.1 + 0.2, 0.1 + 0.2), between(0.3, 0.3))


def test_all_conditions_must_hold() -> None:
    assert together([True, True]) is True
    assert together([True, None]) is None
    assert together([None, False]) is False


@pytest.mark.parametrize(
    ("members", "low", "high"),
    [
        ({"value": 51000}, 50500, 51500),
        ({"value": 51234}, 51234, 51234),
        ({"value": 51000, "rounding": 1}, 51000, 51000),
        ({"value": 51000, "assurance": "computed"}, 51000, 51000),
        ({"value": 0}, 0, 0),
        ({"value": 12, "status": "at_least"}, 12, None),
        ({"value": 0.25, "unit": "share"}, 0.245, 0.255),
        ({"value": 1, "unit": "share"}, 0.995, 1),
        ({"value": 3.5, "unit": "hours"}, 3.45, 3.55),
        ({"value": 7, "bounds": Bounds(low=5, high=7), "status": "contested"}, 5, 7),
    ],
)
def test_rounding_that_nobody_states_widens_a_number(
    members: dict[str, object], low: float, high: float | None
) -> None:
    found = limits_of(figure(**members), "Alpha")
    assert found.low == pytest.approx(low)
    assert found.high == (None if high is None else pytest.approx(high))


@pytest.mark.parametrize(
    ("members", "axis"),
    [
        ({"status": "not_reported"}, "missing"),
        ({"value": 0.1, "unit": "share", "estimand": "sampled_exposure"}, "interval"),
        ({"value": 900, "status": "approx"}, "rounding"),
    ],
)
def test_a_number_without_its_limits_decides_nothing(members: dict[str, object], axis: str) -> None:
    with pytest.raises(UndecidedError) as error:
        limits_of(figure(**members), "Alpha")
    assert error.value.axis == axis


def complaints(**counts: int) -> list[tuple[int, str, Figure]]:
    found = [
        figure(metric=f"complaints.{name}", unit="decisions", value=value, rounding=1)
        for name, value in counts.items()
    ]
    return [(0, "Alpha", one) for one in found]


def test_a_share_is_made_for_each_whole_that_the_words_may_mean() -> None:
    given = complaints(reversed=15, partly_reversed=5, upheld=60, received=100)
    shares = [one[2] for one in derived(given, measurements()["share_granted"])]
    assert [(one.denominator_name, one.value) for one in shares] == [
        ("complaints decided", 0.25),
        ("complaints received", 0.2),
    ]


def test_a_whole_that_is_not_all_counted_gives_an_upper_limit_alone() -> None:
    metrics = {"automation.measures_solely": 30, "automation.measures_not": 70}
    given = [
        (0, "Alpha", figure(metric=name, unit="actions", value=value, rounding=1))
        for name, value in metrics.items()
    ]
    ((_, _, share),) = derived(given, measurements()["share_alone"])
    assert share.bounds == Bounds(low=0, high=0.3)


def test_a_missing_count_makes_no_share() -> None:
    with pytest.raises(UndecidedError, match="which is not zero"):
        derived(complaints(reversed=15, upheld=60, received=99), measurements()["share_granted"])
    nothing = complaints(reversed=0, partly_reversed=0, upheld=0, received=0)
    with pytest.raises(UndecidedError, match="there were no complaints decided"):
        derived(nothing, measurements()["share_granted"])


def test_what_blurs_a_number() -> None:
    def why(**members: object) -> str | None:
        one = figure(**members)
        side = Side(0, one, 0, "Alpha", None, TOTAL, range_of(one), "Notices")
        return blurred(side, limits_of(one, "Alpha"))

    assert why(value=51000) == "rounding"
    assert why(value=51234) is None
    assert why(value=7, bounds=Bounds(low=5, high=7), status="contested") == "contradiction"
    assert why(value=7, status="at_least") == "missing"
