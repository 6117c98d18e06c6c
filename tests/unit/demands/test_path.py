from jsonschema import Draft202012Validator

from harmscope.demands.path import broken, escape, given, nested, places, pointer_of, required

RECORD = {"a": [{"b": 1}, {"c": 2}, "x"], "d": {"e/f": 3}}


def test_places_of_every_item() -> None:
    assert list(places(RECORD, "a.*.b")) == [("/a/0/b", 1)]
    assert list(places(RECORD, "d")) == [("/d", {"e/f": 3})]
    assert list(places(RECORD, "a.b")) == []


def test_names_are_escaped_in_pointers() -> None:
    assert escape("e/f~") == "e~1f~0"
    assert pointer_of("d.x") == "/d/x"


def test_broken_is_where_something_on_the_way_is_no_object() -> None:
    assert broken({"a": "x"}, "a.b")
    assert not broken({"a": {}}, "a.b")
    assert not broken({}, "a.b")


def test_fragments_pass_what_is_not_there() -> None:
    assert Draft202012Validator(nested("a.*.b", {"const": 1})).is_valid({"a": [{}, {"b": 1}]})
    assert not Draft202012Validator(nested("a.*.b", {"const": 1})).is_valid({"a": [{"b": 2}]})


def test_required_and_given_differ_on_what_is_no_object() -> None:
    assert Draft202012Validator(required("a.b")).is_valid({"a": "x"})
    assert not Draft202012Validator(given("a.b")).is_valid({"a": "x"})
