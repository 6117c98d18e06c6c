from harmscope.exporters.contract import Outcome
from harmscope.exporters.dsa_sor import DSA_SOR

RECORD = {
    "incident_id": "case-1",
    "decisions": [
        {
            "id": "1",
            "decided_at": "2026-03-02",
            "ground": "law",
            "actions": [{"kind": "visibility.removed"}],
        }
    ],
}


def item(**fill):
    (made,) = DSA_SOR.items(RECORD, fill, Outcome())
    return made


def test_what_is_missing_is_named():
    missing = item().missing
    assert {"category", "content_date", "illegal_content_explanation"} <= set(missing)
    assert list(missing) == sorted(missing)


def test_fillings_count_where_the_record_says_nothing():
    filled = item(content_date="2026-03-01", application_date="2020-01-01")
    assert "content_date" not in filled.missing
    assert filled.data["application_date"] == "2026-03-02"


def test_a_filling_for_the_other_ground_is_left_out():
    assert "incompatible_content_explanation" not in item(incompatible_content_explanation="x").data


def test_a_filling_of_the_wrong_form_is_named():
    assert "content_date" in item(content_date="1 March").missing


def test_members_of_the_server_cannot_be_filled():
    assert not {"created_at", "platform_name", "content_id_ean"} & DSA_SOR.members
    assert "puid" in DSA_SOR.members
