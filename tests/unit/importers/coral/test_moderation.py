from harmscope.importers.coral import SYSTEM

ROW = {
    "id": "501",
    "commentID": "201",
    "status": "REJECTED",
    "moderatorID": "400",
    "createdAt": "2026-07-01T15:00:00Z",
}


def reason(code):
    return {"rejectionReason": {"code": code, "legalGrounds": "words"}}


def test_a_rejection_removes(tell):
    event = tell(SYSTEM, ROW).only
    assert event.members == {"automation": "none", "actions": [{"kind": "visibility.removed"}]}


def test_the_ground_follows_from_the_code(tell):
    assert tell(SYSTEM, ROW | reason("SPAM")).only.members["ground"] == "terms"
    event = tell(SYSTEM, ROW | reason("ILLEGAL_CONTENT")).only
    assert event.members["ground"] == "law"
    assert "legal_basis" not in event.members


def test_the_law_is_named_where_texts_are_kept(tell):
    event = tell(SYSTEM, ROW | reason("ILLEGAL_CONTENT"), keep_text=True).only
    assert event.members["legal_basis"] == "words"


def test_an_approval_can_take_a_rejection_back(tell):
    assert tell(SYSTEM, ROW | {"status": "APPROVED"}).only.lifts


def test_without_a_moderator_nothing_is_said_of_automation(tell):
    assert "automation" not in tell(SYSTEM, ROW | {"moderatorID": None}).only.members


def test_held_comments_are_not_decided(tell):
    assert not tell(SYSTEM, ROW | {"status": "PREMOD"}).events


def test_the_report_is_named(tell):
    assert tell(SYSTEM, ROW | {"reportID": "601"}).only.names == ("dsaReports", "601")
    assert tell(SYSTEM, ROW | {"reportID": None}).only.names is None
    approval = ROW | {"status": "APPROVED", "reportID": "601"}
    assert tell(SYSTEM, approval).only.names == ("dsaReports", "601")
