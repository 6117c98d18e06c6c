from harmscope.demands.conditions import Present
from harmscope.demands.values import CodeIn, Differ, Listed, NeverIf, Refers, Unique, ValueIf


def test_value_if_asks_for_the_member_and_its_value() -> None:
    demand = ValueIf(Present("a"), "b", ("yes",))
    assert list(demand.faults({"a": 1})) == ["/b"]
    assert list(demand.faults({"a": 1, "b": "no"})) == ["/b"]
    assert not list(demand.faults({"a": 1, "b": "yes"}))


def test_never_if_names_each_place() -> None:
    demand = NeverIf(Present("a"), "b.*", ("no",))
    assert list(demand.faults({"a": 1, "b": ["no", "yes", "no"]})) == ["/b/0", "/b/2"]
    assert not list(demand.faults({"b": ["no"]}))


def codes() -> frozenset[str]:
    return frozenset({"a"})


def test_inside_and_outside() -> None:
    assert list(CodeIn(("x.*",), codes).faults({"x": ["a", "b", 1]})) == ["/x/1"]
    assert list(CodeIn(("x.*",), codes, never=True).faults({"x": ["a", "b"]})) == ["/x/0"]


def test_codes_that_a_standard_does_not_list() -> None:
    asked: list[str] = []
    demand = Listed(("x.*",), lambda text: asked.append(text) is None and text == "a")
    assert list(demand.faults({"x": ["a", "b", 1]})) == ["/x/1"]
    assert asked == ["a", "b"]
    assert not list(demand.faults({"y": "b"}))


def test_the_same_text_is_named() -> None:
    assert list(Differ("a.*", "b").faults({"a": ["x", "y"], "b": "y"})) == ["/a/1"]
    assert not list(Differ("a", "b").faults({"a": 1, "b": 1}))


def test_the_second_one_is_named() -> None:
    assert list(Unique("x.*.id").faults({"x": [{"id": "a"}, {"id": "b"}, {"id": "a"}]})) == [
        "/x/2/id"
    ]


RECORD = {"d": [{"id": "a"}, {"id": "b", "undoes": "b"}, {"id": "c", "undoes": "x"}]}


def test_a_reference_to_nothing() -> None:
    assert list(Refers("d.*.undoes", "d.*.id").faults(RECORD)) == ["/d/2/undoes"]


def test_a_reference_to_itself() -> None:
    demand = Refers("d.*.undoes", "d.*.id", itself=False)
    assert list(demand.faults(RECORD)) == ["/d/1/undoes", "/d/2/undoes"]
