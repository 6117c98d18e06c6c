from harmscope.demands.conditions import Present
from harmscope.demands.value_if import NeverIf, ValueIf


def test_value_if_asks_for_the_member_and_its_value() -> None:
    demand = ValueIf(Present("a"), "b", ("yes",))
    assert list(demand.faults({"a": 1})) == ["/b"]
    assert list(demand.faults({"a": 1, "b": "no"})) == ["/b"]
    assert not list(demand.faults({"a": 1, "b": "yes"}))


def test_never_if_names_each_place() -> None:
    demand = NeverIf(Present("a"), "b.*", ("no",))
    assert list(demand.faults({"a": 1, "b": ["no", "yes", "no"]})) == ["/b/0", "/b/2"]
    assert not list(demand.faults({"b": ["no"]}))
