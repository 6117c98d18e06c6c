"""Both ways in which a demand says itself agree: in Python and as JSON Schema."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from harmscope.demands import (
    AllOf,
    AtLeastOne,
    Contains,
    Demand,
    Equals,
    Every,
    ForbiddenIf,
    InRange,
    NeverIf,
    Present,
    RequiredIf,
    StartsWith,
    ValueIf,
    When,
    Within,
)
from harmscope.rules import RULES

WORDS = ("x", "y", "x.z")
CONDITIONS = [
    Present("a"),
    Equals("a", ("x", True)),
    Equals("a.b", ("x",)),
    StartsWith("a", ("x.",)),
    Contains("a", "x"),
    AllOf((Present("a"), Equals("b", ("x",)))),
]
DEMANDS: list[Demand] = [
    AtLeastOne(("a", "b")),
    AtLeastOne(("a", "b"), exactly=True),
    *(RequiredIf(when, "b.a") for when in CONDITIONS),
    *(ForbiddenIf("b", when) for when in CONDITIONS),
    *(ForbiddenIf("b.a", unless=when) for when in CONDITIONS),
    *(ValueIf(when, "b", ("x", True)) for when in CONDITIONS),
    *(NeverIf(when, "b.*.a", ("y",)) for when in CONDITIONS),
    Within("a.*", RequiredIf(Equals("a", ("x",)), "b")),
    Within("a", AtLeastOne(("a", "b"), exactly=True)),
    InRange("a.*", 1, 1),
    When(Present("a"), Within("b", AtLeastOne(("a", "b")))),
    Every((AtLeastOne(("a",)), ForbiddenIf("b", Present("a")))),
]
FROM_RULES = [
    pytest.param(rule.demand, id=rule.code)
    for rule in RULES.values()
    if rule.demand is not None and rule.demand.schema() is not None
]

leaves = st.one_of(st.sampled_from(WORDS), st.booleans(), st.integers(0, 1), st.none())
values: st.SearchStrategy[Any] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("ab"), inner, max_size=2)
    ),
    max_leaves=8,
)


def agree(demand: Demand, record: object) -> bool:
    schema = demand.schema()
    assert schema is not None
    passes = not list(demand.faults(record))
    return passes == Draft202012Validator(schema).is_valid(record)


@pytest.mark.parametrize("demand", DEMANDS, ids=map(str, range(len(DEMANDS))))
@given(record=values)
def test_python_and_json_schema_agree(demand: Demand, record: object) -> None:
    assert agree(demand, record), json.dumps(record)


@pytest.mark.parametrize("demand", FROM_RULES)
@given(record=values)
def test_demands_of_rules_agree_on_records_of_any_shape(demand: Demand, record: object) -> None:
    assert agree(demand, record)
