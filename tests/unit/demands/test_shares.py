import pytest

from harmscope.demands.shares import InRange, MakeWhole


@pytest.mark.parametrize(("value", "faults"), [(0, []), (1.0, []), (1.1, ["/a"]), (True, [])])
def test_in_range(value: object, faults: list[str]) -> None:
    assert list(InRange("a", 0, 1).faults({"a": value})) == faults


def test_shares_make_the_whole_but_for_rounding() -> None:
    demand = MakeWhole("strata.*.weight")
    assert not list(demand.faults({"strata": [{"weight": 0.3333}, {"weight": 0.6667}]}))
    assert list(demand.faults({"strata": [{"weight": 0.3}, {"weight": 0.6}]})) == ["/strata"]


def test_nothing_is_asked_where_one_has_none() -> None:
    demand = MakeWhole("strata.*.weight")
    assert not list(demand.faults({"strata": [{"weight": 0.3}, {}]}))
    assert not list(demand.faults({"strata": []}))
