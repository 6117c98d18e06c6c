import pytest

from harmscope.importers.discourse import SYSTEM

ROW = {
    "id": 11,
    "reviewable_id": 1,
    "reviewable_score_type": 8,
    "status": 0,
    "user_id": 21,
    "created_at": "2026-04-01 08:00:00",
    "reviewed_at": "",
    "reviewed_by_id": "",
}
DONE = {"reviewed_at": "2026-04-02 08:00:00", "reviewed_by_id": 2}


def test_a_flag_of_a_person_is_a_notice(tell):
    assert tell(SYSTEM, ROW).only.members["kind"] == "user_flag"


def test_a_flag_of_the_type_illegal_is_a_notice_under_law(tell):
    assert tell(SYSTEM, ROW | {"reviewable_score_type": 10}).only.members["kind"] == "legal_notice"


@pytest.mark.parametrize("change", [{"user_id": -1}, {"reviewable_score_type": 9}])
def test_flags_of_the_system_and_the_queue_are_detections(tell, change):
    assert tell(SYSTEM, ROW | change).only.kind == "detection"


@pytest.mark.parametrize("reason", ["queued_by_staff", "chat_message_queued_by_staff"])
def test_what_staff_sent_to_the_queue_is_a_detection_by_people(tell, reason):
    found = tell(SYSTEM, ROW | {"reason": reason}).only
    assert found.kind == "detection"
    assert found.case["detection"] == {"source": "own_initiative", "automated": False}


def test_a_message_to_the_author_is_no_notice(tell):
    told = tell(SYSTEM, ROW | {"reviewable_score_type": 6})
    assert not told.events
    assert told.task.skipped.total() == 1


@pytest.mark.parametrize(("status", "agreed"), [(1, True), (2, False), (3, False)])
def test_a_reviewed_flag_is_closed(tell, status, agreed):
    close = tell(SYSTEM, ROW | DONE | {"status": status}).of("decision")
    assert close.agreed is agreed
    assert close.answers == (("reviewable_scores", "11"),)


@pytest.mark.parametrize(
    ("type_", "status", "actions"),
    [
        ("ReviewableQueuedPost", 2, [{"kind": "visibility.removed"}]),
        ("ReviewableUser", 2, [{"kind": "account.terminated"}]),
        ("ReviewableQueuedPost", 1, None),
    ],
)
def test_what_the_queue_decides(tell, type_, status, actions):
    row = ROW | DONE | {"reviewable_score_type": 9, "status": status, "reviewable_type": type_}
    decision = tell(SYSTEM, row).of("decision")
    assert decision.members.get("actions") == actions
    assert not decision.agreed


def test_the_reviewer_may_be_the_system(tell):
    close = tell(SYSTEM, ROW | DONE | {"status": 2, "reviewed_by_id": -1}).of("decision")
    assert close.members["automation"] == "full"


@pytest.mark.parametrize("change", [{"user_id": -1}, {"reason": "queued_by_staff"}])
def test_the_review_of_a_detection_closes_its_case(tell, change):
    assert tell(SYSTEM, ROW | DONE | change | {"status": 2}).of("decision").answers == ()
