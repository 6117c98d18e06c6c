import pytest

from harmscope.importers.coral import SYSTEM

ROW = {
    "id": "101",
    "actionType": "FLAG",
    "reason": "COMMENT_REPORTED_ABUSIVE",
    "commentID": "201",
    "userID": "301",
    "createdAt": {"$date": "2026-07-01T10:00:00Z"},
    "additionalDetails": "words",
}
REPORT = {
    "id": "601",
    "submissionID": "701",
    "commentID": "999",
    "status": "AWAITING_REVIEW",
    "createdAt": {"$date": "2026-07-03T10:00:00Z"},
}


def test_a_flag_of_a_reader_is_a_notice(tell):
    event = tell(SYSTEM, ROW).only
    assert (event.kind, event.subject) == ("notice", "comment 201")
    assert "reporter_key" in event.members


def test_a_flag_of_coral_is_a_detection(tell):
    event = tell(SYSTEM, ROW | {"reason": "COMMENT_DETECTED_TOXIC", "userID": None}).only
    assert event.case["detection"]["method"] == "classifier"


def test_an_anonymous_reader_has_no_key(tell):
    assert "reporter_key" not in tell(SYSTEM, ROW | {"userID": None}).only.members


def test_an_unknown_reason_is_other_with_a_finding(tell):
    told = tell(SYSTEM, ROW | {"reason": "COMMENT_REPORTED_INVENTED"})
    assert told.only.case["native"][0]["code"] == "COMMENT_REPORTED_OTHER"
    assert told.task.tally.total("warning") == 1


def test_reactions_are_skipped(tell):
    assert not tell(SYSTEM, ROW | {"actionType": "REACTION"}).events


ILLEGAL = ROW | {"actionType": "ILLEGAL"}


def tables(told):
    return sorted(event.ref[0] for event in told.events)


@pytest.mark.parametrize("reporter", ["301", None])
def test_illegal_counts_once_beside_its_report(tell, reporter):
    assert tell(SYSTEM, ILLEGAL).only.members["kind"] == "legal_notice"
    told = tell(SYSTEM, ILLEGAL, REPORT | {"commentID": "201", "userID": reporter})
    assert tables(told) == ["dsaReports"]
    assert told.task.skipped.total() == 1


@pytest.mark.parametrize("other", [{"commentID": "999", "userID": "301"}, {"userID": "302"}])
def test_illegal_stays_beside_the_report_of_another(tell, other):
    told = tell(SYSTEM, REPORT | {"commentID": "201"} | other, ILLEGAL)
    assert tables(told) == ["commentActions#illegal", "dsaReports"]
    assert not told.task.skipped
