import pytest
from pydantic import ValidationError

from harmscope.model.incident import (
    Action,
    Appeal,
    Content,
    Decision,
    Depicted,
    Hash,
    Incident,
    Reach,
)


def test_content_may_have_two_languages() -> None:
    assert Content(languages=["de", "fr"]).as_dict() == {"languages": ["de", "fr"]}


def test_an_age_is_a_band_never_a_number() -> None:
    assert Depicted(minor="yes", age_band="14-15").age_band == "14-15"
    with pytest.raises(ValidationError):
        Depicted(age_band="15")


def test_a_hash_is_no_place_for_text() -> None:
    with pytest.raises(ValidationError):
        Hash(alg="pdq", value="a name")


def test_counts_are_whole_and_not_negative() -> None:
    with pytest.raises(ValidationError):
        Reach(views_before_action=-1)


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


def test_an_appeal_says_what_it_is_against_where_that_is_known() -> None:
    appeal = {"id": "a-1", "channel": "internal", "filed_at": "2025-07-02", "outcome": "granted"}
    assert Appeal.model_validate(appeal).against is None
    named = Appeal.model_validate({**appeal, "against": {"decision": "d-1"}}).against
    assert named is not None
    assert named.decision == "d-1"


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
