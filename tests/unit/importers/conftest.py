"""Rows in the shape of the EU database's dump, invented."""

from collections.abc import Callable

import pytest

BASE = {
    "uuid": "00000000-0000-4000-8000-000000000001",
    "decision_visibility": '["DECISION_VISIBILITY_CONTENT_REMOVED"]',
    "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
    "incompatible_content_ground": "House rules, section 3",
    "category": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
    "category_specification": '["KEYWORD_PHISHING"]',
    "content_type": '["CONTENT_TYPE_TEXT"]',
    "content_language": "DE",
    "content_date": "2025-07-01 00:00:00",
    "territorial_scope": '["DE","AT"]',
    "application_date": "2025-07-02 00:00:00",
    "decision_facts": "The item was found by a routine check.",
    "source_type": "SOURCE_VOLUNTARY",
    "automated_detection": "Yes",
    "automated_decision": "AUTOMATED_DECISION_PARTIALLY",
    "platform_name": "Plazza",
    "platform_uid": "plz-1",
    "created_at": "2025-07-02 10:11:12",
}


@pytest.fixture
def statement() -> Callable[..., dict[str, object]]:
    """A good statement, with cells changed."""

    def make(**cells: object) -> dict[str, object]:
        return BASE | cells

    return make
