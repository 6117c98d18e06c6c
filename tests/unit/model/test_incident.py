import pytest
from pydantic import ValidationError

from harmscope.model.incident import Incident

INCIDENT = {
    "record": "incident",
    "version": "1.0",
    "incident_id": "i-1",
    "service": "Lantern",
    "subject_kind": "content",
    "native": [{"scheme": "dsa@v2", "code": "STATEMENT_CATEGORY_CYBER_VIOLENCE"}],
    "harm": {"primary": "ncii.synthetic"},
    "depicted": {"real_person": "yes", "minor": "no"},
    "decisions": [
        {"id": "d-1", "decided_at": "2025-07-01", "actions": [{"kind": "visibility.removed"}]}
    ],
}


def test_a_complete_incident_round_trips() -> None:
    assert Incident.model_validate(INCIDENT).as_dict() == INCIDENT


def test_kind_and_version_are_fixed() -> None:
    with pytest.raises(ValidationError):
        Incident.model_validate({**INCIDENT, "version": "9.9"})


def test_empty_lists_are_refused() -> None:
    with pytest.raises(ValidationError):
        Incident.model_validate({**INCIDENT, "decisions": []})
