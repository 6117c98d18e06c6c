from harmscope.exporters.dsa_sor.parts import Part
from harmscope.exporters.dsa_sor.restrictions import restrictions


def held(*actions):
    return restrictions(Part({"actions": [dict(action) for action in actions]}))


def test_each_dimension_has_its_column_and_end():
    found, crowded = held(
        {"kind": "visibility.removed"},
        {"kind": "account.suspended", "ends_at": "2026-04-01T10:00:00Z"},
    )
    assert found == {
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
        "decision_account": "DECISION_ACCOUNT_SUSPENDED",
        "end_date_account_restriction": "2026-04-01",
    }
    assert crowded == []


def test_an_end_that_only_one_of_two_has_is_not_said():
    found, _ = held(
        {"kind": "visibility.removed"}, {"kind": "visibility.labelled", "ends_at": "2026-04-01"}
    )
    assert "end_date_visibility_restriction" not in found


def test_two_measures_in_a_column_for_one_are_told():
    _, crowded = held({"kind": "account.suspended"}, {"kind": "account.terminated"})
    assert crowded == ["decision_account"]


def test_what_other_means_goes_along():
    found, _ = held({"kind": "visibility.other", "other": "hidden from guests"})
    assert found["decision_visibility_other"] == "hidden from guests"


def test_a_warning_is_no_restriction():
    assert held({"kind": "account.warned"}) == ({}, [])
