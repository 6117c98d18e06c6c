import pytest

from harmscope.importers.coop import SYSTEM
from harmscope.importers.own_codes import OwnCodes

OWN = OwnCodes(
    {"policies": {"p": ("hate",)}},
    {
        "Delete": "visibility.removed",
        "Queue": "not-a-decision",
        "Allow": "no-action",
        "Back": "reversal",
    },
)
ROW = {
    "action_id": "a",
    "action_name": "Delete",
    "correlation_id": "mrt-decision:1",
    "action_source": "mrt-decision",
    "ts": "2026-03-02 10:00:00.000",
    "item_id": "x",
    "item_type_kind": "CONTENT",
    "policies": '[{"id":"p","name":"House rule"}]',
    "failed": 0,
}


def test_an_action_is_a_decision(tell):
    event = tell(SYSTEM, ROW, own=OWN).only
    assert event.members["actions"] == [{"kind": "visibility.removed"}]
    assert event.members["policy_ref"] == "House rule"
    assert event.case["harms"] == ["hate"]


@pytest.mark.parametrize("failed", [1, "t", True])
def test_an_action_that_failed_did_not_happen(tell, failed):
    told = tell(SYSTEM, ROW | {"failed": failed}, own=OWN)
    assert not told.events
    assert told.task.skipped.total() == 1


def test_what_the_mapping_says_is_no_decision(tell):
    assert not tell(SYSTEM, ROW | {"action_name": "Queue"}, own=OWN).events


def test_no_action_and_reversal(tell):
    assert not tell(SYSTEM, ROW | {"action_name": "Allow"}, own=OWN).only.restricts
    assert tell(SYSTEM, ROW | {"action_name": "Back"}, own=OWN).only.kind == "reversal"


def test_an_unmapped_action_counts_as_other(tell):
    told = tell(SYSTEM, ROW | {"action_name": "Invented"}, own=OWN)
    assert told.only.members["actions"][0]["kind"] == "visibility.other"
    assert told.task.tally.total("warning") == 1


def test_one_action_on_two_items_is_two_rows(tell):
    assert len(tell(SYSTEM, ROW, ROW | {"item_id": "y"}, own=OWN).events) == 2
