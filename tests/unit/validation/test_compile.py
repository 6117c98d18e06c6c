"""The walk over a record: every value at a path is seen, once, and nothing that is not there."""

from typing import Any

import msgspec
import pytest

from harmscope import demands as d
from harmscope.demands import expressions as e
from harmscope.demands.expressions import Place
from harmscope.validation.compile import Names, Walk
from harmscope.validation.targets import Candidates, Dicts, Structs, compiled, doubtful
from harmscope.validation.typed_records import Typed, typed

TEXT = {"type": "string"}
CODE = {
    "type": "object",
    "properties": {"scheme": TEXT, "code": TEXT, "parent": TEXT},
    "additionalProperties": False,
}
RECORD: dict[str, Any] = {
    "a": {"b": "1", "c": [{"b": "2"}, None, {"b": None}]},
    "d": ["1", None],
    "e": [["1"], ["2"]],
}


def types(**members: object) -> Typed:
    return typed("small", {"properties": members, "additionalProperties": False})


def seen(path: str, record: dict[str, Any]) -> list[object]:
    """The texts that a test of everything at a path is asked about."""
    values: list[object] = []
    walk = Walk(Dicts())
    walk.ask(0, e.Fails((Place(path),), lambda value: bool(values.append(value))))
    compiled(walk)(record)
    return values


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("a", []),
        ("a.b", ["1"]),
        ("a.b.c", []),
        ("a.c.*.b", ["2"]),
        ("d.*", ["1"]),
        ("d.*.*", []),
        ("e.*.*", ["1", "2"]),
        ("none.*.a", []),
    ],
)
def test_tests_see_every_text_at_a_path(path: str, values: list[object]) -> None:
    assert seen(path, RECORD) == values
    assert seen(path, {**RECORD, "d": {}, "a": []}) == (values if path[0] == "e" else [])


def test_one_place_has_one_variable() -> None:
    walk = Walk(Dicts())
    spot = walk.spot("a.*.b")
    assert spot is not None
    assert spot is walk.spot("a.*.b")
    assert spot.holder is walk.spot("a.*")


def test_what_the_type_does_not_hold_is_not_asked() -> None:
    walk = Walk(Structs(), types(a=TEXT).shape)
    assert walk.spot("b.*") is None
    walk.ask(0, d.Within("l.*", d.AtLeastOne(("x",))).test(Place()))
    walk.ask(1, d.Unique("l.*").test(Place()))
    assert walk.source() == "def suspicious(record):\n    rough = False\n    return False\n"


def test_the_source_is_python_that_can_be_read() -> None:
    walk = Walk(Structs(), types(a=TEXT, b=TEXT).shape)
    walk.ask(0, d.RequiredIf(d.Present("a"), "b").test(Place()))
    assert "v0 = record.a\n" in walk.source()
    assert "if v0 is not None:\n        if v1 is None:\n            return True" in walk.source()


def test_values_from_above_are_in_sight_in_lists() -> None:
    found = Candidates((d.Differ("l.*", "o.c"),), d.Context())
    assert found.suspects({"l": ["x", "y"], "o": {"c": "y"}}) == [0]
    assert found.suspects({"l": ["x"], "o": 5}) == []


def test_values_that_several_demands_look_up_are_looked_up_once() -> None:
    three = (d.KnownScheme("n.*"), d.KnownCode("n.*"), d.ParentOf("n.*"))
    both = (d.KeywordOfCategory(), d.VersionOfDay(), d.VersionOfDay(newer=True))
    for demands in (three, both):
        walk = Walk(Structs(), types(n={"type": "array", "items": CODE}, category=TEXT).shape)
        for number, demand in enumerate(demands):
            walk.ask(number, demand.test(Place()))
        assert walk.source().count("refuses") == 1


def test_a_set_of_targets_is_made_once_and_only_where_something_refers() -> None:
    walk = Walk(Dicts())
    for number, path in enumerate(("l.*.x", "m.*.x")):
        walk.ask(number, d.Refers(path, "l.*.id").test(Place()))
    assert walk.source().count(" = None\n") >= 1
    suspects = compiled(walk)
    items = [{"id": "1"}, {"id": "2", "x": "1"}]
    assert suspects({"l": items, "m": [{"x": "2"}]}) == set()
    assert suspects({"l": [*items, {"x": "3"}], "m": [{"x": "2"}]}) == {0}
    assert suspects({"l": items, "m": [{"x": "4"}]}) == {1}


def test_the_sets_of_one_item_are_not_those_of_the_next() -> None:
    demand = d.Within("l.*", d.Refers("x", "ids.*"))
    found = Candidates((demand,), d.Context())
    assert found.suspects({"l": [{"x": "1", "ids": ["1"]}, {"x": "2", "ids": ["2"]}]}) == []
    assert found.suspects({"l": [{"x": "1", "ids": ["1"]}, {"x": "1", "ids": ["2"]}]}) == [0]


def test_a_test_of_two_lists_is_refused_when_it_is_compiled() -> None:
    with pytest.raises(TypeError, match="two lists"):
        Walk(Dicts()).ask(0, e.Later(Place("l.*"), Place("m.*")))


def test_a_time_is_looked_at_where_it_comes_into_sight() -> None:
    time = {"type": "string", "pattern": "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"}
    for known, value in ((types(a=time), "x"), (types(a={"type": "array", "items": time}), ["x"])):
        suspicious = doubtful([], d.Context(), known)
        for text, wrong in (("2026-01-01", False), ("2026-01-01Z", True)):
            given = text if value == "x" else [text]
            assert suspicious(msgspec.convert({"a": given}, known.type)) is wrong


def test_names_are_never_used_twice() -> None:
    names = Names()
    assert len({names.fresh() for _ in range(10)} | {names.bind(object())}) == 11
