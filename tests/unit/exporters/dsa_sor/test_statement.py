import pytest

from harmscope.exporters.dsa_sor.parts import Part
from harmscope.exporters.dsa_sor.statement import puid, statement

DECISION = {"id": "1", "decided_at": "2026-03-02T10:00:00Z"}


def made(record=None, **decision):
    whole = {"incident_id": "case-1", "decisions": [DECISION]} | (record or {})
    return statement(Part(whole), Part(DECISION | decision))


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"incident_id": "case-1"}, "case-1_1"),
        (
            {"incident_id": "case-1", "source": {"reference": "own-7"}, "decisions": [DECISION]},
            "own-7",
        ),
        ({"incident_id": "case-1", "source": {"reference": "own 7"}}, "case-1_1"),
    ],
)
def test_the_platform_s_own_id(record, expected):
    assert puid(Part(record), Part(DECISION)) == expected


def test_an_id_that_the_form_does_not_allow_is_replaced():
    found = puid(Part({"incident_id": "case:1.2"}), Part(DECISION))
    assert found.startswith("sor-")
    assert len(found) == 44


def test_the_ground_brings_its_own_members():
    law = made(ground="law", legal_basis="Law", policy_ref="Rule")
    assert law["illegal_content_legal_ground"] == "Law"
    assert "incompatible_content_ground" not in law
    terms = made(ground="terms", policy_ref="Rule", also_illegal=True)
    assert terms["incompatible_content_ground"] == "Rule"
    assert terms["incompatible_content_illegal"] == "Yes"


def test_an_account_is_content_of_type_other():
    found = made({"subject_kind": "account"})
    assert (found["content_type"], found["content_type_other"]) == (
        ["CONTENT_TYPE_OTHER"],
        "Account",
    )


def test_two_languages_are_none():
    assert "content_language" not in made({"content": {"languages": ["de", "en"]}})
    assert made({"content": {"languages": ["de-AT"]}})["content_language"] == "DE"


def test_the_day_of_application_goes_before_that_of_the_decision():
    assert made(applied_at="2026-03-05")["application_date"] == "2026-03-05"
    assert made()["application_date"] == "2026-03-02"


def test_nobody_is_named_for_the_service_s_own_initiative():
    found = made({"detection": {"source": "own_initiative", "notifier": "x", "automated": True}})
    assert found["source_type"] == "SOURCE_VOLUNTARY"
    assert "source_identity" not in found
    assert found["automated_detection"] == "Yes"


def test_nothing_empty_is_given():
    assert set(made()) == {"puid", "application_date"}
