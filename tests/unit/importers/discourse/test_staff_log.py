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


def test_what_is_no_moderation_is_skipped(tell):
    told = tell(SYSTEM, ROW | {"action": 3})
    assert not told.events
    assert told.task.skipped.total() == 1


QUEUED = {
    "id": 15,
    "reviewable_id": 4,
    "reviewable_score_type": 9,
    "status": 2,
    "user_id": -1,
    "created_at": "2026-04-01 11:00:00",
    "reviewed_at": "2026-04-01 12:00:00",
    "reviewed_by_id": 2,
}


@pytest.mark.parametrize(
    ("action", "actions"),
    [
        (56, None),
        (64, [{"kind": "visibility.removed"}]),
        ("post approved", None),
        ("post rejected", [{"kind": "visibility.removed"}]),
    ],
)
def test_decisions_of_the_queue_count_where_the_log_stands_alone(tell, action, actions):
    told = tell(SYSTEM, ROW | {"action": action, "post_id": None})
    assert told.only.members.get("actions") == actions
    assert told.only.members["automation"] == "none"
    assert told.only.opens
    assert not told.task.skipped


@pytest.mark.parametrize("action", [56, 64])
def test_decisions_of_the_queue_count_once_beside_it(tell, action):
    told = tell(SYSTEM, ROW | {"action": action}, QUEUED)
    assert {event.ref[0].partition("#")[0] for event in told.events} == {"reviewable_scores"}
    assert told.task.skipped.total() == 1


@pytest.mark.parametrize(
    "change", [{"reviewable_score_type": 8}, {"reviewable_type": "ReviewableUser"}, {"status": 0}]
)
def test_other_items_of_the_queue_do_not_stand_for_posts(tell, change):
    told = tell(SYSTEM, QUEUED | change, ROW | {"action": 64})
    assert "user_histories#queue" in {event.ref[0] for event in told.events}


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
