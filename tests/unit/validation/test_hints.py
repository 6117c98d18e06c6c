"""A finding about a code names the nearest codes and the list, never the value."""

import pytest

from harmscope.taxonomy import codelist, harm
from harmscope.validation.hints import of_codes, of_rule

ACTIONS = tuple(codelist("action-kind").codes)


def test_the_nearest_codes_of_a_list_and_where_it_is():
    wrong = ACTIONS[0][:-1]
    said = of_codes(wrong, ACTIONS)
    assert said.startswith("perhaps ")
    assert ACTIONS[0] in said
    assert said.endswith("all: harmscope taxonomy codes action-kind")


def test_short_lists_are_named_wholly():
    assert of_codes("yess", ("yes", "no")) == "perhaps yes; one of yes, no"
    assert of_codes("zzz", ("yes", "no")) == "one of yes, no"


@pytest.mark.parametrize("value", ["anna.smith@example.org", "+49 170 1234567", "x" * 300])
def test_the_value_is_never_said(value):
    for said in (
        of_codes(value, ACTIONS),
        of_codes(value, ("a", "b")),
        of_rule("HS130", {"harm": {"primary": value}}, "/harm/primary"),
        of_rule("HS133", {"native": [{"scheme": value, "code": value}]}, "/native/0/scheme"),
        of_rule("HS134", {"native": [{"scheme": "dsa@v2", "code": value}]}, "/native/0/code"),
    ):
        assert value not in said


@pytest.mark.parametrize(
    ("code", "record", "pointer", "said"),
    [
        ("HS130", {"harm": {"primary": "ncii.synthetik"}}, "/harm/primary", "ncii.synthetic"),
        ("HS133", {"native": [{"scheme": "dsa@v3"}]}, "/native/0/scheme", "perhaps dsa@v1"),
        (
            "HS134",
            {"native": [{"scheme": "dsa@v2", "code": "KEYWORD_HATE_SPEACH"}]},
            "/native/0/code",
            "perhaps KEYWORD_HATE_SPEECH",
        ),
        ("HS144", {"territory": ["EL"]}, "/territory/0", "perhaps GR"),
        ("HS146", {"jurisdiction": "UK"}, "/jurisdiction", "perhaps GB"),
    ],
)
def test_rules_on_codes_of_other_lists(code, record, pointer, said):
    assert said in of_rule(code, record, pointer)


@pytest.mark.parametrize(
    ("code", "record", "pointer"),
    [
        ("HS010", {"a": "b"}, "/a"),
        ("HS130", {"harm": 5}, "/harm/primary"),
        ("HS130", {"harm": {"primary": 5}}, "/harm/primary"),
        ("HS134", {"native": [{"scheme": "nothing", "code": "x"}]}, "/native/0/code"),
        ("HS134", {"native": []}, "/native/0/code"),
        ("HS144", {"territory": ["QQ"]}, "/territory/0"),
    ],
)
def test_nothing_is_said_where_nothing_is_known(code, record, pointer):
    assert of_rule(code, record, pointer) == ""


def test_every_harm_id_is_offered_for_itself_misspelt():
    for one in harm().categories:
        said = of_rule("HS130", {"harm": {"primary": one + "q"}}, "/harm/primary")
        assert one in said
