from harmscope.demands.at_least_one import AtLeastOne


def test_at_least_one() -> None:
    demand = AtLeastOne(("a", "b"))
    assert list(demand.faults({})) == [""]
    assert not list(demand.faults({"a": 1, "b": 1}))
    assert not list(demand.faults("no object"))


def test_exactly_one() -> None:
    assert list(AtLeastOne(("a", "b"), exactly=True).faults({"a": 1, "b": 1})) == [""]
