import random

import pytest

from harmscope.importers.log.case_records import (
    Coded,
    ImportContext,
    coded,
    incident,
    is_incident,
    merged,
    notice,
    ranked,
    records,
)
from harmscope.importers.log.cases import fold
from harmscope.importers.log.event_store import EventStore
from harmscope.importers.platform_codes import Allocated
from harmscope.importers.pseudonyms import Pseudonyms

A = {"scheme": "coral@2026", "code": "SPAM"}
B = {"scheme": "coral@2026", "code": "AD"}


def test_ranked_by_frequency_then_by_place():
    assert ranked([B, A, A]) == [A, B]
    assert ranked([B, A]) == [B, A]


def test_an_event_without_codes_has_none(event):
    assert coded([event("notice", 1, 1)], context()) == Coded()


def test_a_code_under_several_parents_is_asked_by_its_key(event):
    asked = []

    def allocate(scheme, codes):
        asked.append((scheme, list(codes)))
        return Allocated()

    context = ImportContext("s", "i", Pseudonyms(bytes(32)), allocate)
    coded([event("notice", 1, 1, case={"native": [A | {"parent": "P"}]})], context)
    assert asked == [("coral@2026", ["P/SPAM"])]


SPAM = {"scheme": "mastodon@4", "code": "spam", "role": "category"}
OTHER = {"scheme": "mastodon@4", "code": "other", "role": "category"}


def allocate(scheme, codes):
    if "deepfake" in codes:
        return Allocated(("ncii.synthetic",), (("depicted.real_person", "yes"),))
    return Allocated(("platform-abuse.spam",)) if "spam" in codes else Allocated()


def context(**more):
    return ImportContext("service", "test 1", Pseudonyms(bytes(32)), allocate, **more)


def only(events, **more):
    (case,) = fold(events).cases
    return incident(case, context(**more))


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


def test_a_refused_appeal_stays_refused_where_the_decision_was_undone_later(event):
    refused = event("appeal_end", 3, 5, appeal={"outcome": "denied"})
    record = only(
        [event("restrict", 1, 1), event("appeal", 2, 3), refused, event("reversal", 4, 9)]
    )
    (appeal,) = record["appeals"]
    assert appeal["outcome"] == "denied"
    assert appeal["decided_at"] == "2026-01-05T12:00:00Z"
    assert "resulting_decision" not in appeal


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


DESK = ImportContext("service", "test 1", Pseudonyms(bytes(32)), lambda scheme, codes: Allocated())


def notices(events):
    return [notice(one, case, DESK) for case in fold(events).cases for one in case.notices]


def test_a_notice_names_its_case(event):
    (record,) = notices([event("notice", 1, 1), event("restrict", 2, 2)])
    assert record["notice_id"] == "rows-1"
    assert record["incident_ids"] == ["case-rows-1"]
    assert (record["outcome"], record["decided_at"]) == ("acted", "2026-01-02T12:00:00Z")


def test_an_open_notice_has_neither_case_nor_time(event):
    (record,) = notices([event("notice", 1, 1)])
    assert record["outcome"] == "pending"
    assert not {"incident_ids", "decided_at"} & record.keys()


def test_the_ground_of_the_decision_is_what_was_acted_on(event):
    members = {"actions": [{"kind": "visibility.removed"}], "ground": "law"}
    (record,) = notices([event("notice", 1, 1), event("restrict", 2, 2, decision=members)])
    assert record["acted_on"] == "law"


def part(id_, outcome, day, incident):
    record = {
        "notice_id": f"rows-{id_}",
        "received_at": f"2026-01-{day:02d}T12:00:00Z",
        "outcome": outcome,
        "incident_ids": [incident],
        "source": {"id": f"rows-{id_}", "digest": f"{id_:064x}", "importer": "test 1"},
    }
    return record if outcome == "pending" else record | {"decided_at": "2026-01-09T12:00:00Z"}


def test_one_notice_on_several_items():
    parts = [part(1, "acted", 2, "case-b"), part(2, "no_action", 1, "case-a")]
    record = merged(("rows", "77"), parts, DESK)
    assert record["notice_id"] == "rows-77"
    assert record["item_count"] == 2
    assert record["outcome"] == "partly"
    assert record["incident_ids"] == ["case-a", "case-b"]
    assert record["received_at"] == "2026-01-01T12:00:00Z"


def test_it_is_pending_while_one_item_is():
    parts = [part(1, "acted", 2, "case-b"), part(2, "pending", 1, "case-a")]
    record = merged(("rows", "77"), parts, DESK)
    assert record["outcome"] == "pending"
    assert "decided_at" not in record


def test_it_is_not_known_where_that_of_one_item_is_not():
    parts = [part(1, "acted", 2, "case-b"), part(2, "unknown", 1, "case-a")]
    assert merged(("rows", "77"), parts, DESK)["outcome"] == "unknown"


def test_the_order_of_parts_does_not_matter():
    parts = [part(1, "acted", 2, "case-b"), part(2, "acted", 1, "case-a")]
    assert merged(("rows", "7"), parts, DESK) == merged(("rows", "7"), parts[::-1], DESK)


def written(events):
    missing = []
    with EventStore() as store:
        for one in events:
            store.add(one)
        store.deduplicate()
        return list(
            records(store, DESK, lambda reason, one: missing.append(reason), lambda n: None)
        ), missing


def test_records_do_not_depend_on_the_order_of_events(event):
    kinds = ("notice", "restrict", "decision", "reversal", "appeal", "appeal_end", "detection")
    chance = random.Random(11)
    events = [
        event(chance.choice(kinds), n, chance.randint(1, 28), f"p{n % 5}", group=f"g{n % 3}")
        for n in range(200)
    ]
    first = written(events)
    chance.shuffle(events)
    assert written(events) == first
    assert len(first[0]) > 20


def test_a_notice_on_two_items_is_one_record(event):
    parts = [
        event("notice", 1, 1, "a", group="a", merge="9"),
        event("notice", 2, 1, "b", group="b", merge="9"),
        event("restrict", 3, 2, "a", group="a"),
    ]
    found, _ = written(parts)
    (notice,) = [record for record in found if record["record"] == "notice"]
    assert (notice["notice_id"], notice["item_count"], notice["outcome"]) == (
        "rows-9",
        2,
        "pending",
    )
    (incident,) = [record for record in found if record["record"] == "incident"]
    assert incident["notice_ids"] == ["rows-9"]


def test_what_is_missing_is_reported(event):
    _, missing = written(
        [
            event("reversal", 1, 1),
            event("notice", 2, 2, "b"),
            event("decision", 3, 3, "b", agreed=True),
        ]
    )
    assert sorted(missing) == ["decision", "reversal_without_decision"]


def test_a_detection_without_its_decision_is_reported(event):
    _, missing = written([event("detection", 1, 1), event("decision", 2, 2, agreed=True)])
    assert missing == ["decision"]


def test_an_appeal_without_an_end_keeps_the_outcome_that_its_row_says(event):
    said = event("appeal", 2, 3, appeal={"outcome": "granted"})
    (appeal,) = only([event("restrict", 1, 1), said])["appeals"]
    assert appeal["outcome"] == "granted"
    assert "decided_at" not in appeal
