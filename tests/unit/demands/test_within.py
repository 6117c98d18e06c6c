from harmscope.demands.at_least_one import AtLeastOne
from harmscope.demands.ordered import Ordered
from harmscope.demands.within import Within


def test_pointers_start_at_the_record() -> None:
    demand = Within("items.*", AtLeastOne(("a",)))
    assert list(demand.faults({"items": [{"a": 1}, {}]})) == ["/items/1"]


def test_what_json_schema_cannot_say_inside_it_cannot_say_outside() -> None:
    assert Within("items.*", Ordered("a", "b")).schema() is None
