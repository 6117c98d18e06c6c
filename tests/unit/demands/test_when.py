from harmscope.demands.at_least_one import AtLeastOne
from harmscope.demands.conditions import Equals
from harmscope.demands.numbers_ import AtMost
from harmscope.demands.when import When

UNDER = Equals("kind", ("share",))


def test_nothing_is_asked_where_the_condition_does_not_hold() -> None:
    demand = When(UNDER, AtMost("part", "whole"))
    assert list(demand.faults({"kind": "share", "part": 2, "whole": 1})) == ["/part"]
    assert not list(demand.faults({"kind": "count", "part": 2, "whole": 1}))


def test_json_schema_says_it_where_it_can_say_the_demand() -> None:
    assert When(UNDER, AtMost("part", "whole")).schema() is None
    assert set(When(UNDER, AtLeastOne(("a",))).schema() or ()) == {"if", "then"}
