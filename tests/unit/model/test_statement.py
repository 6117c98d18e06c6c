import pytest
from pydantic import ValidationError

from harmscope.model.statement import Statement

GOOD = {
    "puid": "a-1",
    "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
    "category": "STATEMENT_CATEGORY_VIOLENCE",
    "content_type": ["CONTENT_TYPE_TEXT"],
    "content_date": "2026-01-01",
    "application_date": "2026-01-02",
    "decision_facts": "A reader flagged it.",
    "source_type": "SOURCE_ARTICLE_16",
    "automated_detection": "No",
    "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
}


def test_codes_of_both_versions_are_taken() -> None:
    for category in (
        "STATEMENT_CATEGORY_CYBER_VIOLENCE",
        "STATEMENT_CATEGORY_NON_CONSENSUAL_BEHAVIOUR",
    ):
        assert Statement.model_validate({**GOOD, "category": category}).category == category


@pytest.mark.parametrize("puid", ["", "a b", "ä", "x" * 501])
def test_the_form_of_a_puid(puid: str) -> None:
    with pytest.raises(ValidationError):
        Statement.model_validate({**GOOD, "puid": puid})


def test_a_product_number_has_the_databases_key() -> None:
    read = Statement.model_validate({**GOOD, "content_id": {"EAN-13": "4006381333931"}})
    assert read.content_id is not None
    assert read.content_id.ean == "4006381333931"
