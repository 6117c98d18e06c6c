from harmscope.importers.allocation import Allocated
from harmscope.importers.join.desk import Desk
from harmscope.importers.join.fold import fold
from harmscope.importers.join.notice import merged, notice
from harmscope.importers.pseudonyms import Pseudonyms

DESK = Desk("service", "test 1", Pseudonyms(bytes(32)), lambda scheme, codes: Allocated())


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
    (record,) = notices([event("notice", 1, 1), event("restrict", 2, 2, members=members)])
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


def test_the_order_of_parts_does_not_matter():
    parts = [part(1, "acted", 2, "case-b"), part(2, "acted", 1, "case-a")]
    assert merged(("rows", "7"), parts, DESK) == merged(("rows", "7"), parts[::-1], DESK)
