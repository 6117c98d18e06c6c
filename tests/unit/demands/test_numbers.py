import pytest

from harmscope.demands.numbers import AtMost, InRange, MakeWhole, SumOf, count_at, number_of


def test_true_is_no_number() -> None:
    assert count_at({"a": True}, "a") is None
    assert count_at({"a": 1}, "a") == 1


def test_a_number_may_have_a_fraction() -> None:
    assert (number_of(0.5), number_of(True), number_of("1")) == (0.5, None, None)
    assert list(AtMost("a", "b").faults({"a": 0.3, "b": 0.2})) == ["/a"]


def test_at_most() -> None:
    assert list(AtMost("a", "b").faults({"a": 3, "b": 2})) == ["/a"]
    assert not list(AtMost("a", "b").faults({"a": 2, "b": 2}))
    assert not list(AtMost("a", "b").faults({"a": 2}))


def test_sum_of() -> None:
    demand = SumOf("t", ("a", "b.*"))
    assert not list(demand.faults({"t": 6, "a": 1, "b": [2, 3]}))
    assert list(demand.faults({"t": 7, "a": 1, "b": [2, 3]})) == ["/t"]


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
