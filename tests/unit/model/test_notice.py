import pytest
from pydantic import ValidationError

from harmscope.model.notice import Notice

NOTICE = {
    "record": "notice",
    "version": "1.0",
    "notice_id": "n-1",
    "service": "Lantern",
    "kind": "removal_request",
    "received_at": "2026-06-30T10:00:00Z",
    "removed_at": "2026-07-01T09:00:00Z",
    "outcome": "acted",
    "requester": {"relation": "self"},
    "valid": True,
    "elements_present": ["signature", "contact_details"],
}


def test_a_removal_request_round_trips() -> None:
    assert Notice.model_validate(NOTICE).as_dict() == NOTICE


def test_an_unknown_outcome_is_refused() -> None:
    with pytest.raises(ValidationError):
        Notice.model_validate({**NOTICE, "outcome": "upheld"})
