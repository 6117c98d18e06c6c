"""Category and keyword of the EU template."""

from typing import Any

import pytest

from harmscope.aggregation.dsa_codes import dsa_row_of

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
