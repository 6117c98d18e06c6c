import pytest
from pydantic import ValidationError

from harmscope.model.decision import Action, Appeal, Decision


def test_an_action_names_dimension_and_kind() -> None:
    assert Action(kind="account.suspended", ends_at="2025-08-01").kind == "account.suspended"
    with pytest.raises(ValidationError):
        Action(kind="account.removed")


def test_a_decision_may_reverse_another() -> None:
    decision = Decision.model_validate(
        {
            "id": "d-2",
            "decided_at": "2025-07-03",
            "reverses": {"decision": "d-1", "cause": "appeal"},
        }
    )
    assert decision.reverses is not None
    assert decision.reverses.cause == "appeal"


def test_an_appeal_says_what_it_is_against() -> None:
    appeal = {"id": "a-1", "channel": "internal", "filed_at": "2025-07-02", "outcome": "granted"}
    with pytest.raises(ValidationError):
        Appeal.model_validate(appeal)
    assert (
        Appeal.model_validate({**appeal, "against": {"decision": "d-1"}}).against.decision == "d-1"
    )
