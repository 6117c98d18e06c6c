"""Mapping quality of a case."""

from harmscope.aggregation.mapping import key_of, mapping_of
from harmscope.metrics.dimensions import NOT_LISTED


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
