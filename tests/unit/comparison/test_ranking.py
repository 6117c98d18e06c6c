from collections.abc import Callable

from harmscope.comparison.normalise import Sizes
from harmscope.comparison.ranking import Ranking, rank
from harmscope.comparison.side import Side
from harmscope.comparison.verdicts import judge

Make = Callable[..., Side]
LOW = {"value": 0.0001, "interval": {"method": "x", "level": 0.95, "low": 0.00009, "high": 0.00011}}


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
