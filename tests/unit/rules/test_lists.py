"""``harmscope rules CODE`` shows the codes that the rule asks for."""

import json

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app
from harmscope.rules import CATALOGUE
from harmscope.rules.lists import _LISTS, allowed_codes, rules_about
from harmscope.taxonomy import codelist, harm
from harmscope.taxonomy.systems import codelist_names


def said(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.output


def test_closed_lists_stand_there_wholly():
    text = " ".join(said("rules", "HS005").split())
    for name in codelist_names():
        assert f"{name}: " in text
        assert ", ".join(codelist(name).codes) in text
    assert ", ".join(harm().categories) in " ".join(said("rules", "harm_unknown").split())
    assert "GB" in said("rules", "HS144")


def test_lists_as_json():
    lists = json.loads(said("rules", "HS005", "--format", "json"))["lists"]
    assert {one["name"] for one in lists} == set(codelist_names())
    assert "lists" not in json.loads(said("rules", "HS001", "--format", "json"))


@pytest.mark.parametrize("code", sorted(_LISTS))
def test_every_rule_with_a_list_exists_and_its_lists_hold_something(code):
    assert code in CATALOGUE
    assert any(one.codes for one in allowed_codes(code))
    assert all(one.as_dict()["name"] for one in allowed_codes(code))


def test_code_lists_of_the_records():
    assert "action-kind" in said("taxonomy", "codes")
    assert "closed: no other is valid" in said("taxonomy", "codes", "action-kind")
    assert json.loads(said("taxonomy", "codes", "medium", "--format", "json"))["open"] is False
    names = [row["list"] for row in json.loads(said("taxonomy", "codes", "--format", "json"))]
    assert names == codelist_names()
    wrong = CliRunner().invoke(app, ["taxonomy", "codes", "acton-kind"])
    assert "did you mean action-kind" in str(wrong.exception)


def test_a_category_names_the_rules_that_ask_more_of_it() -> None:
    named = {
        one: [rule.code for rule in rules_about(harm().categories[one])]
        for one in ("hate", "csea", "ncii.authentic", "likeness.synthetic", "other")
    }
    assert named == {
        "hate": [],
        "csea": ["HS140", "HS141", "HS162"],
        "ncii.authentic": ["HS140", "HS141", "HS162"],
        "likeness.synthetic": ["HS140", "HS141"],
        "other": ["HS197", "HS206"],
    }
