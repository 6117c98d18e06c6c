"""What an appeal is against."""

from typing import Any

import pytest

from harmscope.aggregation.appealed import against, restricts_anew

CASE: dict[str, Any] = {
    "detection": {"source": "trusted_flagger"},
    "decisions": [
        {"id": "d1", "actions": [{"kind": "account.suspended"}, {"kind": "visibility.removed"}]},
        {"id": "d2"},
    ],
}


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ({"decision": "d1"}, "account"),
        ({"decision": "d2"}, "trusted_flagger_notice_refused"),
        ({"no_action_on": "n1"}, "trusted_flagger_notice_refused"),
        ({"decision": "gone"}, None),
        ({}, None),
    ],
)
def test_against(named: dict[str, str], found: str | None) -> None:
    assert against({"against": named}, CASE) == found


def test_a_refused_notice_of_anybody() -> None:
    assert against({"against": {"no_action_on": "n1"}}, {}) == "notice_refused"


def test_a_new_restriction() -> None:
    assert restricts_anew({"resulting_decision": "d1"}, CASE)
    assert not restricts_anew({"resulting_decision": "d2"}, CASE)
    assert not restricts_anew({}, CASE)
