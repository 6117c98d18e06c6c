import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from harmscope.errors import UserError
from harmscope.model.kinds import RECORDS
from harmscope.rules import CATALOGUE
from harmscope.schemagen import KINDS, listed, named, published, released, stale, write
from harmscope.schemagen.schemas import clean, of_model


def test_titles_defaults_and_null_go() -> None:
    schema = {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None, "title": "A"}
    assert clean(schema) == {"type": "string"}


def test_other_alternatives_stay() -> None:
    options = [{"enum": ["a"]}, {"pattern": "^x-"}]
    assert clean({"anyOf": [*options, {"type": "null"}], "default": None}) == {"anyOf": options}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([{"type": "string", "minLength": 1}], {"type": ["string", "null"], "minLength": 1}),
        ([{"type": "integer"}, {"type": "number"}], {"type": ["number", "null"]}),
        ([{"const": "C", "type": "string"}], {"enum": ["C", None]}),
        ([{"$ref": "#/$defs/A"}], {"anyOf": [{"$ref": "#/$defs/A"}, {"type": "null"}]}),
        (
            [{"enum": [1]}, {"minimum": 2}],
            {"anyOf": [{"enum": [1]}, {"minimum": 2}, {"type": "null"}]},
        ),
    ],
)
def test_a_member_that_must_be_there_may_be_null(
    options: list[object], expected: dict[str, object]
) -> None:
    assert clean({"anyOf": [*options, {"type": "null"}]}) == expected


def test_a_member_named_title_stays() -> None:
    schema = {"properties": {"title": {"type": "string", "title": "Title"}}}
    assert clean(schema) == {"properties": {"title": {"type": "string"}}}


def test_keys_come_in_one_order() -> None:
    assert list(clean({"required": [], "type": "object"})) == ["type", "required"]  # type: ignore[call-overload]


def test_integer_or_number_is_number() -> None:
    assert clean({"anyOf": [{"type": "integer"}, {"type": "number"}]}) == {"type": "number"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_a_schema(kind: str) -> None:
    Draft202012Validator.check_schema(json.loads(named(kind)))


def test_nothing_allows_null() -> None:
    for kind, model in RECORDS.items():
        schema = of_model(kind, "1.0", model)
        shape = {key: value for key, value in schema.items() if key != "allOf"}
        assert '"null"' not in json.dumps(shape)


def test_only_error_rules_enter_the_schema() -> None:
    rules = of_model("notice", "1.0", RECORDS["notice"])["allOf"]
    assert isinstance(rules, list)
    codes = [rule["x-rule"] for rule in rules]
    assert "HS150" in codes
    assert all(CATALOGUE[code].severity == "error" for code in codes)


def test_what_lies_in_schemas_is_current() -> None:
    assert not stale(), "run: harmscope schema write"


def test_a_changed_file_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    assert not stale(tmp_path)
    (tmp_path / "notice" / "1.0.schema.json").write_text("{}", encoding="utf-8")
    assert stale(tmp_path) == ["notice/1.0.schema.json"]


def test_writing_twice_writes_nothing_the_second_time(tmp_path: Path) -> None:
    assert set(write(tmp_path)) == set(published())
    assert write(tmp_path) == []


def test_a_released_schema_is_frozen(tmp_path: Path) -> None:
    write(tmp_path, release=True)
    assert set(released(tmp_path)) == {f"{kind}/{v}.schema.json" for kind, v in KINDS.items()}
    (tmp_path / "notice" / "1.0.schema.json").write_text("{}", encoding="utf-8")
    assert stale(tmp_path) == ["notice/1.0.schema.json"]
    with pytest.raises(UserError, match="released"):
        write(tmp_path)


def test_a_schema_is_found_by_kind_and_by_version() -> None:
    assert named("incident") == named("incident@1.0")
    assert json.loads(named("incident"))["$id"] == "urn:harmscope:schema:incident:1.0"


@pytest.mark.parametrize("name", ["nothing", "incident@9.9", "../incident", "incident@../../x"])
def test_an_unknown_schema_is_the_users_error(name: str) -> None:
    with pytest.raises(UserError):
        named(name)


def test_every_version_but_the_newest_is_released() -> None:
    older = [each for each in listed() if not each["newest"]]
    assert older
    assert all(each["released"] for each in older)
