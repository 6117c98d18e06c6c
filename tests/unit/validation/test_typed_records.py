from typing import Any

import msgspec
import pytest

from harmscope.demands.expressions import Fails, Fits, OneOf, Place, Text
from harmscope.validation.typed_records import Unfit, attribute, typed

TIME = "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["record", "id"],
    "properties": {
        "record": {"type": "string", "const": "thing"},
        "id": {"type": "string", "pattern": "^[a-z]+$"},
        "kind": {"type": "string", "enum": ["x", "y"]},
        "day": {"type": "string", "pattern": TIME},
        "name": {"type": "string", "minLength": 1, "maxLength": 3},
        "count": {"type": "integer", "minimum": 0, "maximum": 9},
        "share": {"type": "number", "minimum": 0, "maximum": 1},
        "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "EAN-13": {"$ref": "#/$defs/Part"},
        "open": {"anyOf": [{"type": "string", "enum": ["a"]}, {"pattern": "^x-[a-z]+$"}]},
    },
    "additionalProperties": False,
    "$defs": {
        "Part": {
            "type": "object",
            "properties": {"from": {"type": "boolean"}},
            "additionalProperties": False,
        }
    },
}
GOOD: list[dict[str, Any]] = [
    {"id": "a"},
    {"id": "a", "kind": "x", "day": "2026-01-01", "name": "\U0001f600bc", "count": 9, "share": 1},
    {"id": "a", "tags": ["t"], "EAN-13": {"from": True}, "open": "x-own"},
]
BAD: list[dict[str, Any]] = [
    {},
    {"id": None},
    {"id": "a", "other": 1},
    {"id": "a", "kind": "z"},
    {"id": "a", "name": ""},
    {"id": "a", "name": "abcd"},
    {"id": "a", "count": -1},
    {"id": "a", "count": 10},
    {"id": "a", "count": True},
    {"id": "a", "count": 1.5},
    {"id": "a", "tags": []},
    {"id": "a", "tags": [1]},
    {"id": "a", "tags": None},
    {"id": "a", "EAN-13": {"from": 1}},
    {"id": "a", "EAN-13": {"too": True}},
]


def convert(record: dict[str, Any], also: dict[str, Any] | None = None) -> Any:
    return msgspec.convert({"record": "thing", **record}, typed("thing", SCHEMA, also).type)


@pytest.mark.parametrize("record", GOOD)
def test_what_has_the_shape_is_built_and_written_the_same(record: dict[str, Any]) -> None:
    written = msgspec.json.decode(msgspec.json.encode(convert(record)))
    assert written == {"record": "thing", **record}


@pytest.mark.parametrize("record", BAD)
def test_what_has_not_is_refused(record: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        convert(record)


def test_members_have_names_that_python_takes() -> None:
    assert (attribute("EAN-13"), attribute("from"), attribute("a")) == ("EAN_13", "from_", "a")
    assert convert({"id": "a", "EAN-13": {"from": True}}).EAN_13.from_ is True


def test_what_types_cannot_say_is_left_to_tests() -> None:
    made = typed("thing", SCHEMA)
    name, day, options = made.tests
    assert name == Text(Place("id")) & ~Fits(Place("id"), "^[a-z]+$")
    assert isinstance(day, Fails)
    assert (day.all, day.days) == ((Place("day"),), True)
    assert made.shape.members["day"].time == TIME
    assert isinstance(options, Fails)
    assert [options.wrong(text) for text in ("a", "x-own", "x-", "b")] == [False, False, True, True]


def test_the_whole_text_must_fit() -> None:
    assert not Unfit(("^[a-z]+$",))("abc")
    assert Unfit(("^[a-z]+$",))("abc\n")


def test_members_are_written_in_the_order_of_their_names() -> None:
    written = msgspec.json.encode(convert({"name": "a", "id": "a", "count": 1}))
    assert written == b'{"record":"thing","count":1,"id":"a","name":"a"}'


def test_loose_objects_take_null_and_members_of_the_server() -> None:
    found = convert({"id": "a", "name": None, "uuid": "u"}, {"uuid": str})
    assert found.name is None
    assert not found.kind
    assert OneOf(Place("id"), ("null",)) in typed("thing", SCHEMA, {}).tests


@pytest.mark.parametrize(
    "part",
    [
        {"type": "object", "properties": {}},
        {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        {"type": "null"},
        {"description": "anything"},
        {"anyOf": [{"type": "integer"}]},
    ],
)
def test_what_has_no_translation_is_an_error(part: dict[str, Any]) -> None:
    schema = {"properties": {"a": part}, "additionalProperties": False}
    with pytest.raises(TypeError):
        typed("thing", schema)
