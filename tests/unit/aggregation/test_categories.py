"""Mapping quality of a case."""

from typing import Any

import pytest

from harmscope.aggregation.categories import (
    could_be,
    dsa_row_of,
    garm_of,
    key_of,
    mapping_of,
    reasons,
    upper,
)
from harmscope.metrics.flat_tables import NOT_LISTED
from harmscope.taxonomy import harm


def test_a_harm_without_native_code_is_stated() -> None:
    assert mapping_of((), "hate") == "stated"


def test_no_harm_is_unallocated() -> None:
    assert (
        mapping_of((("dsa@v2", None, "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"),), None) == "unallocated"
    )


def test_a_native_code_that_leads_to_the_harm_says_how() -> None:
    code = "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS"
    assert mapping_of((("dsa@v2", None, code),), "ip") == "equal"


def test_a_harm_that_the_native_code_does_not_lead_to_is_stated() -> None:
    code = "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS"
    assert mapping_of((("dsa@v2", None, code),), "hate") == "stated"


def test_a_system_of_the_platforms_own_states_the_harm() -> None:
    assert mapping_of((("x-lanternfish@3", None, "Scam"),), "fraud") == "stated"


def test_a_code_is_shown_by_its_key_in_its_list() -> None:
    code = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
    assert key_of("dsa@v2", None, code) == f"dsa@v2:{code}"


def test_a_code_that_no_shipped_list_has_is_not_shown() -> None:
    assert key_of("dsa@v2", None, "name@example.org") == NOT_LISTED
    assert key_of("x-lanternfish@3", None, "name@example.org") == NOT_LISTED


def test_a_parent_out_of_no_list_is_not_shown() -> None:
    code = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
    assert "name" not in key_of("dsa@v2", "name@example.org", code)


def test_every_harm_has_a_category_or_a_reason() -> None:
    found = {one: garm_of(one) for one in harm().categories}
    assert all(rule in ("equal", "approx", "rollup", "none") for _, rule in found.values())
    assert {code for code, rule in found.values() if rule == "none"} <= {"split", "no_term"}


def test_no_harm_is_a_reason_of_its_own() -> None:
    assert garm_of(None) == ("no_harm", "none")


def test_a_harm_that_splits_raises_every_candidate() -> None:
    splitting = [one for one in harm().categories if garm_of(one)[0] == "split"]
    for one in splitting:
        assert upper({one: 4}) == dict.fromkeys(could_be(one), 4)
    assert upper({"hate": 4}) == {}


def test_reasons_name_the_harms_and_their_cases() -> None:
    gap = next(one for one in harm().categories if garm_of(one)[0] == "no_term")
    words = reasons({gap: 3, "hate": 2, "unallocated": 1})
    assert list(words) == ["no_term"]
    assert "(3)" in words["no_term"]


VIOLENCE = "STATEMENT_CATEGORY_CYBER_VIOLENCE"


def native(*codes: str) -> dict[str, Any]:
    return {"record": "incident", "native": [{"scheme": "dsa@v2", "code": code} for code in codes]}


def test_own_codes_come_first() -> None:
    record = native(VIOLENCE, "KEYWORD_CYBER_STALKING") | {"harm": {"primary": "hate"}}
    assert dsa_row_of(record) == (VIOLENCE, "KEYWORD_CYBER_STALKING", None)


def test_a_keyword_of_another_category_is_left_out() -> None:
    assert dsa_row_of(native(VIOLENCE, "KEYWORD_PHISHING"))[:2] == (VIOLENCE, None)


def test_a_keyword_alone_brings_its_category() -> None:
    category, keyword, _ = dsa_row_of(native("KEYWORD_PHISHING"))
    assert (category, keyword) == ("STATEMENT_CATEGORY_SCAMS_AND_FRAUD", "KEYWORD_PHISHING")


def test_the_decision_can_name_the_keyword_and_describe_other() -> None:
    decision = {"keyword": "KEYWORD_OTHER", "keyword_other": "Doxing"}
    found = dsa_row_of(native(VIOLENCE), decision)
    assert found == (VIOLENCE, f"{VIOLENCE}/KEYWORD_OTHER", "Doxing")


def test_without_own_codes_the_harm_leads_there() -> None:
    found = dsa_row_of({"record": "incident", "harm": {"primary": "privacy.doxxing"}})
    assert found[0] == "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS"
    assert found[1] == f"{found[0]}/KEYWORD_OTHER"
    assert found[2]


def test_nothing_known_leads_nowhere() -> None:
    assert dsa_row_of({"record": "incident"}) == (None, None, None)


@pytest.mark.parametrize(
    ("notice", "category"),
    [
        ({"kind": "legal_notice"}, "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE"),
        ({"kind": "authority_order", "order": {}}, "STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER"),
        ({"kind": "authority_order", "order": {"legal_ground_stated": True}}, None),
    ],
)
def test_notices_and_orders_without_a_ground(notice: dict[str, Any], category: str | None) -> None:
    assert dsa_row_of({"record": "notice", **notice})[0] == category


def test_an_other_of_ones_own_stands_under_the_parent_that_it_names() -> None:
    parent = "STATEMENT_CATEGORY_SELF_HARM"
    own = {"scheme": "dsa@v2", "code": "KEYWORD_OTHER", "parent": parent}
    record = {"record": "incident", "native": [own], "harm": {"primary": "hate"}}
    assert dsa_row_of(record) == (parent, f"{parent}/KEYWORD_OTHER", None)


def test_what_leads_to_no_category_keeps_its_own_name() -> None:
    own = {"scheme": "discourse@2026", "code": "spam"}
    for record, words in (
        ({"harm": {"primary": "platform-abuse.malware"}}, "Malware and system attacks"),
        ({"native": [own]}, "Spam"),
        ({"native": [{"scheme": "own@1", "code": "Jo Doe"}]}, None),
    ):
        assert dsa_row_of({"record": "incident"} | record) == (None, None, words)
