"""Every demand on every small record: what the lines let pass, the demand lets pass."""

from itertools import product
from typing import Any

import msgspec
import pytest

from harmscope import demands as d
from harmscope.demands import Context
from harmscope.validation.accept.emit import Emitter, one_of
from harmscope.validation.accept.program import compiled
from harmscope.validation.accept.shapes import Shape, typed

TEXT = {"type": "string"}


def closed(**members: object) -> dict[str, object]:
    return {"type": "object", "properties": members, "additionalProperties": False}


TYPES = typed(
    "small",
    closed(
        a=TEXT,
        b=closed(c=TEXT),
        l={"type": "array", "items": closed(c=TEXT, e=TEXT)},
        t={"type": "array", "items": TEXT},
    ),
)
WHEN = d.Equals("a", ("x",))
DEMANDS: list[d.Demand] = [
    d.RequiredIf(WHEN, "b.c"),
    d.ForbiddenIf("b.c", WHEN),
    d.ForbiddenIf("b.c", unless=d.StartsWith("a", ("x",))),
    d.ValueIf(WHEN, "b.c", ("y",)),
    d.NeverIf(d.Present("a"), "b.c", ("y",)),
    d.AtLeastOne(("a", "b")),
    d.AtLeastOne(("a", "b"), exactly=True),
    d.Every((d.RequiredIf(WHEN, "b"), d.Differ("b.c", "a"))),
    d.Within("b", d.AtLeastOne(("c",))),
    d.Within("l.*", d.RequiredIf(d.Equals("c", ("x",)), "e")),
    d.Unique("l.*.c"),
    d.Refers("l.*.e", "l.*.c"),
    d.Refers("l.*.e", "l.*.c", itself=False),
    d.RequiredIf(d.AllOf((d.Present("a"), d.Contains("t", "x"))), "b"),
    d.CodeIn(("a", "b.c"), lambda: frozenset({"x"})),
]
LISTS: list[list[dict[str, Any]]] = [
    [],
    [{"c": "x"}],
    [{"c": "x", "e": "x"}],
    [{"c": "x"}, {"c": "y", "e": "x"}],
    [{"c": "x"}, {"c": "x", "e": "z"}],
]
RECORDS = [
    {name: value for name, value in zip("ablt", values, strict=True) if value is not None}
    for values in product(
        [None, "x", "y"], [None, {}, {"c": "x"}, {"c": "y"}], [None, *LISTS], [None, ["x"], ["y"]]
    )
]


@pytest.mark.parametrize("demand", DEMANDS, ids=map(str, range(len(DEMANDS))))
def test_the_lines_say_what_the_demand_says(demand: d.Demand) -> None:
    doubtful = compiled([demand], Context(), TYPES)
    for record in RECORDS:
        struct = msgspec.convert(record, TYPES.type)
        assert doubtful(struct) == bool(list(demand.faults(record))), record


def test_true_is_compared_by_identity() -> None:
    assert one_of("v", (False,)) == "v is False"


def test_names_are_never_used_twice() -> None:
    out = Emitter(Shape())
    assert len({out.name() for _ in range(10)} | {out.bind(object())}) == 11
