import pytest

from harmscope.importers.allocation import Allocated
from harmscope.importers.join.desk import Desk
from harmscope.importers.join.fold import fold
from harmscope.importers.join.incident import incident, is_incident
from harmscope.importers.pseudonyms import Pseudonyms

SPAM = {"scheme": "mastodon@4", "code": "spam", "role": "category"}
OTHER = {"scheme": "mastodon@4", "code": "other", "role": "category"}


def allocate(scheme, codes):
    if "deepfake" in codes:
        return Allocated(("ncii.synthetic",), (("depicted.real_person", "yes"),))
    return Allocated(("platform-abuse.spam",)) if "spam" in codes else Allocated()


def desk(**more):
    return Desk("service", "test 1", Pseudonyms(bytes(32)), allocate, **more)


def only(events, **more):
    (case,) = fold(events).cases
    return incident(case, desk(**more))


def test_the_identifier_is_that_of_the_first_row(event):
    record = only([event("notice", 1, 1), event("restrict", 2, 2)])
    assert record["incident_id"] == "case-rows-1"
    assert record["source"]["id"] == "rows-1"


def test_the_digest_of_several_rows_does_not_depend_on_their_order(event):
    events = [event("notice", 1, 1), event("notice", 2, 1), event("restrict", 3, 2)]
    again = [event("notice", 2, 1), event("notice", 1, 1), event("restrict", 3, 2)]
    assert only(events)["source"]["digest"] == only(again)["source"]["digest"]


def test_the_digest_of_one_row_is_that_row_s(event):
    assert only([event("restrict", 2, 2)])["source"]["digest"] == f"{2:064x}"


def test_codes_of_a_decision_go_before_those_of_notices(event):
    notice = event("notice", 1, 1, case={"native": [OTHER]})
    decision = event("restrict", 2, 2, case={"native": [SPAM]})
    record = only([notice, decision])
    assert record["native"] == [SPAM]
    assert record["harm"] == {"primary": "platform-abuse.spam"}


def test_the_most_frequent_code_of_the_notices_comes_first(event):
    notices = [
        event("notice", 1, 1, case={"native": [OTHER]}),
        event("notice", 2, 1, case={"native": [SPAM]}),
        event("notice", 3, 1, case={"native": [SPAM]}),
    ]
    assert only([*notices, event("restrict", 4, 2)])["native"] == [SPAM, OTHER]


def test_harm_is_left_out_where_no_code_leads_there(event):
    assert "harm" not in only([event("restrict", 1, 1, case={"native": [OTHER]})])


def test_what_a_code_implies_is_written(event):
    deepfake = {"scheme": "ozone@2026", "code": "deepfake", "role": "category"}
    record = only([event("restrict", 1, 1, case={"native": [deepfake]})])
    assert record["depicted"] == {"real_person": "yes"}
    assert "implied" not in record


def test_categories_out_of_a_mapping_go_first(event):
    case = {"native": [SPAM], "harms": ["fraud"]}
    record = only([event("restrict", 1, 1, case=case)])
    assert record["harm"] == {"primary": "fraud", "also": ["platform-abuse.spam"]}


@pytest.mark.parametrize(
    ("known", "detection"), [(True, {"source": "own_initiative"}), (False, None)]
)
def test_nobody_asked(event, known, detection):
    record = only([event("restrict", 1, 1)], notices_known=known)
    assert record.get("detection") == detection


def test_a_granted_appeal_names_the_reversal(event):
    record = only([event("restrict", 1, 1), event("appeal", 2, 3), event("reversal", 3, 5)])
    (appeal,) = record["appeals"]
    assert appeal["outcome"] == "granted"
    assert appeal["against"] == {"decision": "rows-1"}
    assert appeal["resulting_decision"] == "rows-3"
    assert record["decisions"][1]["reverses"] == {"decision": "rows-1", "cause": "appeal"}


def test_an_appeal_that_is_only_closed_is_denied(event):
    record = only([event("restrict", 1, 1), event("appeal", 2, 3), event("appeal_end", 3, 5)])
    assert record["appeals"][0]["outcome"] == "denied"
    assert record["appeals"][0]["decided_at"] == "2026-01-05T12:00:00Z"


def test_an_open_appeal_is_pending_and_has_no_time(event):
    record = only([event("restrict", 1, 1), event("appeal", 2, 3)])
    assert record["appeals"][0]["outcome"] == "pending"
    assert "decided_at" not in record["appeals"][0]


def test_a_planned_end_does_not_grant_an_appeal(event):
    events = [
        event("restrict", 1, 1),
        event("appeal", 2, 3),
        event("reversal", 3, 5, cause="expiry"),
        event("appeal_end", 4, 6),
    ]
    assert only(events)["appeals"][0]["outcome"] == "denied"


def test_a_case_of_open_notices_alone_is_no_incident(event):
    (case,) = fold([event("notice", 1, 1)]).cases
    assert not is_incident(case)


def test_a_detection_alone_is_an_incident(event):
    assert only([event("detection", 1, 1)])["detection"]["detected_at"] == "2026-01-01T12:00:00Z"
