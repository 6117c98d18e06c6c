import random

from harmscope.importers.allocation import Allocated
from harmscope.importers.join.desk import Desk
from harmscope.importers.join.journal import Journal
from harmscope.importers.join.write import records
from harmscope.importers.pseudonyms import Pseudonyms

DESK = Desk("service", "test 1", Pseudonyms(bytes(32)), lambda scheme, codes: Allocated())


def written(events):
    missing = []
    with Journal() as journal:
        for one in events:
            journal.add(one)
        journal.settle()
        return list(
            records(journal, DESK, lambda reason, one: missing.append(reason), lambda n: None)
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


def test_what_is_missing_is_told(event):
    _, missing = written(
        [
            event("reversal", 1, 1),
            event("notice", 2, 2, "b"),
            event("decision", 3, 3, "b", agreed=True),
        ]
    )
    assert sorted(missing) == ["decision", "reversal_without_decision"]


def test_a_detection_without_its_decision_is_told(event):
    _, missing = written([event("detection", 1, 1), event("decision", 2, 2, agreed=True)])
    assert missing == ["decision"]
