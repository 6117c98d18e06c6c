from collections.abc import Callable

from harmscope.comparison.normalise import Sizes
from harmscope.comparison.side import Side
from harmscope.comparison.verdicts import Pair, judge

Make = Callable[..., Side]
LOW = {"value": 0.0001, "interval": {"method": "x", "level": 0.95, "low": 0.00009, "high": 0.00011}}


def judged(a: Side, b: Side) -> Pair:
    return judge(a, b, Sizes({}))


def test_green_needs_every_axis_stated(side: Make) -> None:
    pair = judged(side(), side("Beta", **LOW))
    assert (pair.verdict, pair.open(), pair.failed()) == ("comparable", [], [])


def test_unknown_is_never_green(side: Make) -> None:
    for member in ("estimand", "denominator_name", "period", "rounding", "assurance", "basis"):
        pair = judged(side(), side("Beta", **LOW, **{member: None}))
        assert pair.verdict == "with_care", member


def test_one_failing_axis_rules_out_and_no_ratio_is_derived(side: Make) -> None:
    pair = judged(side(), side("Beta", **LOW, estimand="census_of_caught"))
    assert (pair.verdict, pair.failed(), pair.ratio) == ("not_comparable", ["estimand"], None)


def test_a_contested_figure_gives_no_ratio(side: Make) -> None:
    pair = judged(side(), side("Beta", **LOW, status="contested"))
    assert (pair.verdict, pair.ratio) == ("with_care", None)


def test_better_needs_direction_and_intervals_apart(side: Make) -> None:
    assert judged(side(), side("Beta", **LOW)).better == "Beta"
    assert judged(side(), side("Beta")).better is None
    count = {"metric": "items.removed", "assurance": "computed"}
    assert judged(side(**count), side("Beta", **LOW, **count)).better is None
