from harmscope.demands.at_least_one import AtLeastOne
from harmscope.demands.every import Every
from harmscope.demands.ordered import Ordered


def test_a_place_is_named_once() -> None:
    demand = Every((AtLeastOne(("a",)), AtLeastOne(("b",))))
    assert list(demand.faults({})) == [""]


def test_one_that_json_schema_cannot_say_makes_all_unsaid() -> None:
    assert Every((AtLeastOne(("a",)), Ordered("a", "b"))).schema() is None
