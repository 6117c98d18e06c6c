import json

from jsonschema import Draft202012Validator

from harmscope.model.kinds import RECORDS
from harmscope.rules import CATALOGUE
from harmscope.schemagen.of_model import of_model


def test_every_schema_is_a_schema() -> None:
    for kind, model in RECORDS.items():
        Draft202012Validator.check_schema(of_model(kind, "1.0", model))


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
