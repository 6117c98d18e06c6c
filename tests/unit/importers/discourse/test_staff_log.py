import pytest

from harmscope.importers.discourse import SYSTEM

ROW = {
    "id": 901,
    "action": 17,
    "acting_user_id": 2,
    "created_at": "2026-04-01 12:00:00",
    "post_id": 501,
    "topic_id": 100,
    "target_user_id": 31,
}


@pytest.mark.parametrize(
    ("action", "kind", "subject"),
    [
        (1, "account.terminated", "User 31"),
        (10, "account.suspended", "User 31"),
        (17, "visibility.removed", "Post 501"),
        (18, "visibility.removed", "Topic 100"),
        (30, "account.restricted", "User 31"),
        (60, "account.restricted", "User 31"),
        (61, "account.suspended", "User 31"),
        (114, "visibility.removed", "Post 501"),
        (115, "visibility.removed", "Topic 100"),
    ],
)
def test_what_staff_did(tell, action, kind, subject):
    event = tell(SYSTEM, ROW | {"action": action}).only
    assert event.members["actions"] == [{"kind": kind}]
    assert event.subject == subject


@pytest.mark.parametrize(
    ("action", "mark"),
    [(11, "suspended"), (31, "silenced"), (55, "removed"), (62, "silenced"), (63, "suspended")],
)
def test_what_staff_took_back(tell, action, mark):
    event = tell(SYSTEM, ROW | {"action": action}).only
    assert (event.kind, event.marks) == ("reversal", (mark,))


@pytest.mark.parametrize("action", [3, 56, 64])
def test_what_is_not_counted_here(tell, action):
    told = tell(SYSTEM, ROW | {"action": action})
    assert not told.events
    assert told.task.skipped.total() == 1


def test_the_system_acts_by_itself(tell):
    assert tell(SYSTEM, ROW | {"acting_user_id": -1}).only.members["automation"] == "full"


def test_the_csv_that_staff_download(tell):
    row = {
        "staff_user": "planted",
        "action": "suspend user",
        "subject": "planted_handle",
        "created_at": "2026-04-01 12:00:00 UTC",
        "details": "words",
        "context": "",
    }
    event = tell(SYSTEM, row).only
    assert event.members["actions"] == [{"kind": "account.suspended"}]
    assert event.subject == "User named planted_handle"
