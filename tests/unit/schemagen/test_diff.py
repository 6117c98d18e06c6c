import pytest

from harmscope.errors import UserError
from harmscope.model.changes import Step, steps
from harmscope.schemagen.diff import Difference, diff, flat


def test_the_shipped_step_is_what_the_schemas_say() -> None:
    found = {(each.place, each.what, each.effect) for each in diff("dataset@1.0", "dataset@1.1")}
    assert ("coverage", "member added", "wider") in found
    assert ("not_recorded.*.part", "code removed: times", "narrower") in found
    assert ("not_recorded.*.part", "code added: times_of_day", "wider") in found


@pytest.mark.parametrize("step", steps(), ids=lambda step: f"{step.kind}@{step.after}")
def test_every_difference_is_explained_in_the_changes(step: Step) -> None:
    found = diff(f"{step.kind}@{step.before}", f"{step.kind}@{step.after}")
    silent = [each.place for each in found if not each.why]
    assert not silent, "say why in schemas/changes.toml"


def test_a_schema_does_not_differ_from_itself() -> None:
    assert diff("incident", "incident@1.0") == []


@pytest.mark.parametrize("step", steps(), ids=lambda step: f"{step.kind}@{step.after}")
def test_a_minor_takes_nothing_away_but_what_it_renames(step: Step) -> None:
    kind, before, after = step.kind, step.before, step.after
    if before.split(".")[0] != after.split(".")[0]:
        return
    renamed = {
        (change.at, f"code removed: {code}")
        for change in step.changes
        if change.what in {"renamed", "merged"}
        for code in change.codes
    }
    narrower = {
        (each.place, each.what)
        for each in diff(f"{kind}@{before}", f"{kind}@{after}")
        if each.effect == "narrower"
    }
    assert narrower <= renamed


def test_members_are_found_through_lists_and_parts() -> None:
    schema: dict[str, object] = {
        "properties": {"a": {"type": "array", "items": {"$ref": "#/$defs/B"}}},
        "required": ["a"],
        "$defs": {"B": {"properties": {"c": {"enum": ["x"]}}}},
    }
    assert flat(schema) == {
        "a": {"type": "array", "required": True},
        "a.*": {"required": True},
        "a.*.c": {"codes": ["x"], "required": False},
    }


def test_two_kinds_are_not_compared() -> None:
    with pytest.raises(UserError, match="two kinds"):
        diff("incident", "notice")


def test_it_goes_into_json_as_it_is() -> None:
    found = Difference("a", "member added", "wider")
    assert found.as_dict() == {"place": "a", "what": "member added", "effect": "wider", "why": ""}
