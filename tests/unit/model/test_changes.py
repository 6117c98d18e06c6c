from pathlib import Path
from typing import Any

import pytest

from harmscope.model.changes import Change, Step, forward, newest, steps, steps_of
from harmscope.model.kinds import CURRENT

TEXT = """
[[step]]
kind = "thing"
from = "1.0"
to = "1.1"
why = "growth"

[[step.renamed]]
at = "parts.*.name"
code = "old"
to = "new"

[[step.split]]
at = "colour"
into = ["hue", "shade"]

[[step]]
kind = "thing"
from = "1.1"
to = "2.0"
"""


def test_a_file_is_read_into_steps(tmp_path: Path) -> None:
    path = tmp_path / "changes.toml"
    path.write_text(TEXT, encoding="utf-8")
    first, second = steps(path)
    assert (first.kind, first.before, first.after, first.why) == ("thing", "1.0", "1.1", "growth")
    renamed, split = first.changes
    assert (renamed.what, renamed.codes, renamed.into) == ("renamed", ("old",), ("new",))
    assert (split.what, split.at, split.codes, split.into) == (
        *("split", "colour", ()),
        ("hue", "shade"),
    )
    assert steps_of("thing", "1.0", (first, second)) == [first, second]
    assert steps_of("thing", "2.0", (first, second)) == []


def test_every_way_ends_at_the_model() -> None:
    for step in steps():
        assert steps_of(step.kind, step.before)[-1].after == CURRENT[step.kind]


def test_no_version_has_two_ways_forward() -> None:
    starts = [(step.kind, step.before) for step in steps()]
    assert len(set(starts)) == len(starts)


HEADER: dict[str, Any] = {
    "record": "dataset",
    "version": "1.0",
    "not_recorded": [{"part": "times", "reason": "x"}, {"part": "orders", "reason": "y"}],
}


def way(*changes: Change) -> tuple[Step, ...]:
    return (Step("thing", "1.0", "1.1", changes), Step("thing", "1.1", "1.2", ()))


def thing(**members: Any) -> dict[str, object]:
    return {"record": "thing", "version": "1.0", **members}


def test_the_shipped_step_renames_a_code_and_leaves_the_record_given_alone() -> None:
    moved = newest(HEADER)
    assert moved["version"] == "1.1"
    assert [each["part"] for each in moved["not_recorded"]] == ["times_of_day", "orders"]  # type: ignore[attr-defined]
    assert HEADER["not_recorded"][0]["part"] == "times"


def test_what_is_new_already_comes_back_as_it_is() -> None:
    record: dict[str, object] = {**HEADER, "version": "1.1"}
    assert newest(record) is record


def test_a_member_is_renamed_where_it_stands() -> None:
    known = way(Change("renamed", "parts.*.old", into=("new",)))
    moved = forward(thing(parts=[{"a": 1, "old": 2, "z": 3}]), known=known)
    assert not moved.doubts
    assert list(moved.record["parts"][0]) == ["a", "new", "z"]  # type: ignore[index]
    assert moved.record["version"] == "1.2"


def test_a_member_is_not_renamed_over_another() -> None:
    known = way(Change("renamed", "old", into=("new",)))
    assert [doubt.pointer for doubt in forward(thing(old=1, new=2), known=known).doubts] == ["/old"]


def test_merged_codes_stand_in_a_list_once() -> None:
    known = way(Change("merged", "tags.*", ("a", "b"), ("ab",)))
    assert forward(thing(tags=["a", "c", "b"]), known=known).record["tags"] == ["ab", "c"]


@pytest.mark.parametrize(
    ("change", "pointers"),
    [
        (Change("split", "tags.*", ("b",), ("b1", "b2")), ["/tags/1"]),
        (Change("retired", "tags.*", ("a", "c")), ["/tags/0", "/tags/2"]),
        (Change("split", "name", (), ("first", "last")), ["/name"]),
        (Change("retired", "name", ("x",)), ["/name"]),
        (Change("retired", "name", ("y",)), []),
        (Change("added", "name", ("x",)), []),
    ],
)
def test_what_cannot_be_decided_is_named_and_not_guessed(
    change: Change, pointers: list[str]
) -> None:
    moved = forward(thing(tags=["a", "b", "c"], name="x"), known=way(change))
    assert [doubt.pointer for doubt in moved.doubts] == pointers
    assert (moved.record["tags"], moved.record["name"]) == (["a", "b", "c"], "x")


def test_a_way_may_end_before_the_newest() -> None:
    assert forward(thing(), "1.1", way()).record["version"] == "1.1"
    assert forward(thing(), "1.0", way()).record["version"] == "1.0"


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"record": []},
        {"record": "dataset", "version": {}},
        {"record": "dataset", "version": "1.0", "not_recorded": {"part": "times"}},
        {"record": "dataset", "version": "1.0", "not_recorded": [["times"], {"part": ["times"]}]},
    ],
)
def test_no_shape_makes_it_raise(record: dict[str, object]) -> None:
    assert not forward(record).doubts
