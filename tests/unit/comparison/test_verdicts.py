from collections.abc import Callable

from harmscope.comparison.side import Side, Sizes
from harmscope.comparison.verdicts import Pair, Ranking, judge, rank
from harmscope.reading.ranges import Range

Make = Callable[..., Side]
PERIOD = "2025-07-01/2025-12-31"
SIZES = {"Alpha": 1_000_000, "Beta": 10_000_000}
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


def ranked(a: Side, b: Side) -> Ranking:
    return rank([a, b], [judge(a, b, Sizes({}))])


def test_a_ranking_is_given_only_where_everything_is_green(side: Make) -> None:
    assert ranked(side(), side("Beta", **LOW)).order == ("Beta", "Alpha")


def test_an_unknown_axis_refuses_it_and_is_named(side: Make) -> None:
    found = ranked(side(), side("Beta", **LOW, basis=None))
    assert found.order == ()
    assert "definition break" in found.refused[0]


def test_enforcement_is_never_ranked(side: Make) -> None:
    count = {"metric": "items.removed", "assurance": "computed"}
    found = ranked(side(**count), side("Beta", **LOW, **count))
    assert found.order == ()
    assert "no direction" in found.refused[0]


def test_overlapping_intervals_refuse_it(side: Make) -> None:
    assert ranked(side(), side("Beta")).order == ()


def test_one_service_is_no_ranking(side: Make) -> None:
    assert rank([side()], []).refused == ("there are not two services to rank",)


COUNT = {
    "metric": "notices.received", "unit": "notices", "value": 100, "rounding": None,
    "interval": None, "denominator_name": None, "estimand": "census_of_received",
}  # fmt: skip


def test_a_ratio_is_of_the_rates_and_says_what_it_is_of(side: Make) -> None:
    sizes = Sizes({(name, PERIOD): Range(n, n, n, "exact") for name, n in SIZES.items()})
    a, b = side(**COUNT), side("Beta", **{**COUNT, "value": 300})
    pair = judge(a, b, sizes)
    assert pair.ratio is not None
    assert [round(limit or 0, 6) for limit in pair.ratio] == [3.333333, 3.333333]
    assert pair.measure is not None
    assert (pair.measure.denominator, pair.measure.unit) == (
        "monthly recipients", "per million monthly recipients",
    )  # fmt: skip


def test_raw_counts_have_no_ratio(side: Make) -> None:
    pair = judged(side(**COUNT), side("Beta", **{**COUNT, "value": 300}))
    assert (pair.verdict, pair.ratio, pair.measure) == ("with_care", None, None)


def test_a_share_has_a_ratio_of_its_own(side: Make) -> None:
    pair = judged(side(), side("Beta", **LOW))
    assert pair.ratio is not None
    assert pair.measure is not None
    assert (pair.measure.denominator, pair.measure.unit) == ("views", "share")
