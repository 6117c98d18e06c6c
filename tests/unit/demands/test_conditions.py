import pytest

from harmscope.demands.conditions import (
    AllOf,
    Contains,
    Equals,
    Every,
    Present,
    StartsWith,
    When,
    Within,
    is_one_of,
)
from harmscope.demands.numbers import AtMost
from harmscope.demands.presence import AtLeastOne
from harmscope.demands.times import Ordered


def test_true_is_not_one() -> None:
    assert not is_one_of(1, (True,))
    assert not is_one_of(True, ("x",))
    assert is_one_of(True, (True,))


@pytest.mark.parametrize(
    ("condition", "met", "unmet"),
    [
        (Present("a.b"), {"a": {"b": 1}}, {"a": {}}),
        (Equals("a", ("x", "y")), {"a": "y"}, {"a": "z"}),
        (StartsWith("a", ("csea.",)), {"a": "csea.x"}, {"a": "cseax"}),
        (Contains("a", "x"), {"a": ["y", "x"]}, {"a": "x"}),
        (AllOf((Present("a"), Present("b"))), {"a": 1, "b": 1}, {"a": 1}),
    ],
)
def test_conditions(condition: Present, met: object, unmet: object) -> None:
    assert condition.holds(met)
    assert not condition.holds(unmet)
    assert not condition.holds("no object")


def test_a_place_is_named_once() -> None:
    demand = Every((AtLeastOne(("a",)), AtLeastOne(("b",))))
    assert list(demand.faults({})) == [""]


def test_one_that_json_schema_cannot_say_makes_all_unsaid() -> None:
    assert Every((AtLeastOne(("a",)), Ordered("a", "b"))).schema() is None


UNDER = Equals("kind", ("share",))


def test_nothing_is_asked_where_the_condition_does_not_hold() -> None:
    demand = When(UNDER, AtMost("part", "whole"))
    assert list(demand.faults({"kind": "share", "part": 2, "whole": 1})) == ["/part"]
    assert not list(demand.faults({"kind": "count", "part": 2, "whole": 1}))


def test_json_schema_says_it_where_it_can_say_the_demand() -> None:
    assert When(UNDER, AtMost("part", "whole")).schema() is None
    assert set(When(UNDER, AtLeastOne(("a",))).schema() or ()) == {"if", "then"}


def test_pointers_start_at_the_record() -> None:
    demand = Within("items.*", AtLeastOne(("a",)))
    assert list(demand.faults({"items": [{"a": 1}, {}]})) == ["/items/1"]


def test_what_json_schema_cannot_say_inside_it_cannot_say_outside() -> None:
    assert Within("items.*", Ordered("a", "b")).schema() is None
