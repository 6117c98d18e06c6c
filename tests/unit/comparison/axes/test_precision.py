from collections.abc import Callable

from harmscope.comparison.axes.outcome import Context
from harmscope.comparison.axes.precision import (
    assurance,
    interval,
    missing,
    reviewers,
    rounding,
)
from harmscope.comparison.side import Side

NONE = Context()
Make = Callable[..., Side]
FAR = {"value": 0.01, "interval": {"method": "x", "level": 0.95, "low": 0.009, "high": 0.011}}


def test_rounding_that_is_not_known_is_unknown(side: Make) -> None:
    assert rounding(side(), side("Beta", rounding=None), NONE).state == "unknown"
    assert rounding(side(), side("Beta", **FAR), NONE).state == "same"
    assert rounding(
        side(interval=None), side("Beta", interval=None, value=0.00104), NONE
    ).state == ("care")


def test_an_estimate_without_an_interval_needs_care(side: Make) -> None:
    assert interval(side(), side("Beta", interval=None), NONE).state == "care"
    assert interval(side(), side("Beta"), NONE).reason == "the intervals overlap"
    assert interval(side(), side("Beta", **FAR), NONE).state == "same"
    census = {"estimand": "census_of_caught"}
    assert interval(side(**census), side("Beta", **census), NONE).state == "not_applicable"


def test_reviewers_matter_for_samples(side: Make) -> None:
    assert reviewers(side(), side("Beta"), NONE).state == "same"
    assert reviewers(side(), side("Beta", basis=None), NONE).state == "unknown"


def test_missing_is_not_zero(side: Make) -> None:
    empty = side("Beta", value=None, interval=None, status="not_reported")
    assert missing(side(), empty, NONE).reason == "Beta: not reported, which is not zero"
    assert missing(side(value=0, interval=None), side("Beta"), NONE).state == "same"


def test_assurance_that_differs_needs_care(side: Make) -> None:
    assert assurance(side(), side("Beta", assurance="self_reported"), NONE).state == "care"
    assert assurance(side(), side("Beta", assurance=None), NONE).state == "unknown"
