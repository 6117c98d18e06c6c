import pytest

from harmscope import demands as d
from harmscope.validation.sieve import Sieve

IF = d.Equals("kind", ("a", "b"))


def suspects(demand: d.Demand, record: dict[str, object]) -> bool:
    found = Sieve((demand,), d.Context()).suspects(record)
    plain = any(True for _ in demand.faults(record))
    assert found or not plain
    return bool(found)


@pytest.mark.parametrize(
    ("demand", "good", "bad"),
    [
        (d.RequiredIf(IF, "x"), [{"kind": "c"}, {"kind": "a", "x": 0}], [{"kind": "a"}]),
        (d.RequiredIf(d.Present("p.q"), "x"), [{"p": {}}], [{"p": {"q": 0}}]),
        (d.RequiredIf(d.Contains("l", "z"), "x"), [{"l": ["y"]}, {"l": "z"}], [{"l": ["z"]}]),
        (d.RequiredIf(d.Contains("l", True), "x"), [{"l": [1]}], [{"l": [True]}]),
        (d.RequiredIf(d.StartsWith("k", ("a.",)), "x"), [{"k": "a"}, {"k": 1}], [{"k": "a.b"}]),
        (
            d.RequiredIf(d.AllOf((IF, d.Present("y"))), "x"),
            [{"kind": "a"}],
            [{"kind": "a", "y": 1}],
        ),
        (d.ForbiddenIf("x", when=IF), [{"kind": "a"}, {"x": 1}], [{"kind": "b", "x": None}]),
        (
            d.ForbiddenIf("x", unless=IF),
            [{"kind": "a", "x": 1}],
            [{"x": None}, {"kind": 1, "x": 1}],
        ),
        (d.ForbiddenIf("p.x"), [{"p": {}}, {"p": []}], [{"p": {"x": None}}]),
        (d.ValueIf(IF, "x", (True,)), [{"kind": "a", "x": True}], [{"kind": "a", "x": 1}]),
        (d.NeverIf(IF, "l.*", ("n",)), [{"l": ["n"]}, {"kind": "a"}], [{"kind": "a", "l": ["n"]}]),
        (d.AtLeastOne(("x", "y")), [{"x": None}], [{}]),
        (d.AtLeastOne(("x", "y"), exactly=True), [{"x": 1}], [{}, {"x": 1, "y": 1}]),
        (d.Unique("l.*.id"), [{"l": [{"id": "1"}, {"id": "2"}, 3]}], [{"l": [{"id": "1"}] * 2}]),
        (d.Refers("x", "l.*"), [{"x": "1", "l": ["1"]}, {}], [{"x": "1"}, {"x": "1", "l": [1]}]),
        (
            d.Refers("l.*.x", "l.*.id", itself=False),
            [{"l": [{}]}],
            [{"l": [{"x": "1", "id": "1"}]}],
        ),
        (d.When(IF, d.AtLeastOne(("x",))), [{"kind": "c"}], [{"kind": "a"}]),
        (d.Within("l.*", d.AtLeastOne(("x",))), [{"l": [{"x": 1}, 1]}], [{"l": [{}]}]),
        (d.Every((d.AtLeastOne(("x",)), d.AtLeastOne(("y",)))), [{"x": 1, "y": 1}], [{"x": 1}]),
    ],
)
def test_what_fails_is_suspected(
    demand: d.Demand, good: list[dict[str, object]], bad: list[dict[str, object]]
) -> None:
    assert [suspects(demand, record) for record in good] == [False] * len(good)
    assert [suspects(demand, record) for record in bad] == [True] * len(bad)
