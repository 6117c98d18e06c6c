import time

import pytest
from jsonschema_rs import Draft202012Validator

from harmscope.validation.judge import faults_of

SCHEMA: dict[str, object] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z]+$", "maxLength": 5},
        "kind": {"enum": ["a"]},
        "open": {"anyOf": [{"enum": ["a"]}, {"type": "string", "pattern": "^x-"}]},
        "items": {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 0}},
        "received_at": {"type": "string"},
    },
}


def found(record: dict[str, object]) -> list[tuple[str, str, str]]:
    errors = Draft202012Validator(SCHEMA).iter_errors(record)
    return [tuple(fault) for fault in faults_of(errors, record, SCHEMA)]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": 5}, ("HS004", "/name", "asked for: string")),
        ({"name": None}, ("HS007", "/name", "")),
        ({"name": "A"}, ("HS006", "/name", "")),
        ({"name": "abcdef"}, ("HS017", "/name", "at most 5 characters")),
        ({"kind": "b"}, ("HS005", "/kind", "one of a")),
        ({"open": "b"}, ("HS005", "/open", "one of a")),
        ({"open": 5}, ("HS004", "/open", "asked for: string")),
        ({"open": None}, ("HS007", "/open", "")),
        ({"items": []}, ("HS009", "/items", "")),
        ({"items": [-1]}, ("HS017", "/items/0", "at least 0")),
    ],
)
def test_one_thing_wrong_is_one_fault(
    change: dict[str, object], fault: tuple[str, str, str]
) -> None:
    assert found({"name": "abc", **change}) == [fault]


def test_a_missing_member_is_named_by_its_place() -> None:
    assert found({}) == [("HS002", "/name", "")]


def test_an_unknown_member_is_placed_by_number_and_not_named() -> None:
    record: dict[str, object] = {"anna.smith": 1, "name": "abc", "received_2024_at": "x"}
    assert found(record) == [
        ("HS003", "", "member number 1 of its object"),
        ("HS003", "", "member number 3 of its object; close to received_at"),
    ]


@pytest.mark.parametrize("name", ["recieved_at", "receivedAt", "Received-At", "received_a"])
def test_one_of_our_names_with_a_slip_is_named(name: str) -> None:
    record: dict[str, object] = {"name": "abc", name: "x"}
    assert found(record) == [("HS003", f"/{name}", "did you mean received_at?")]


@pytest.mark.parametrize("name", ["nane", "kin", "opens", "retrieved_at", "deceived at noon"])
def test_a_name_that_may_be_something_else_is_not_named(name: str) -> None:
    for code, pointer, detail in found({"name": "abc", name: "x"}):
        assert (code, pointer) == ("HS003", "")
        assert "did you mean" not in detail


def test_many_unknown_members_take_no_longer_each() -> None:
    record: dict[str, object] = {"name": "abc"} | {f"m{number}": 1 for number in range(60_000)}
    started = time.process_time()
    assert found(record)[-1] == ("HS003", "", "member number 60001 of its object")
    # Looking each name up in a list took most of a minute.
    assert time.process_time() - started < 10
