from harmscope.importers.coral import SYSTEM

ROW = {
    "id": "601",
    "userID": "304",
    "commentID": "203",
    "submissionID": "701",
    "status": "AWAITING_REVIEW",
    "createdAt": "2026-07-03T10:00:00Z",
    "lawBrokenDescription": "words",
    "history": [],
}


def decided(legality):
    made = {"type": "DECISION_MADE", "createdAt": "2026-07-04T10:00:00Z"}
    return {"status": "COMPLETED", "history": [made], "decision": {"legality": legality}}


def test_a_report_is_a_notice_under_law(tell):
    event = tell(SYSTEM, ROW).only
    assert event.members["kind"] == "legal_notice"
    assert event.merge == "701"


def test_illegal_was_acted_on_and_legal_was_not(tell):
    assert tell(SYSTEM, ROW | decided("ILLEGAL")).of("decision").agreed
    assert not tell(SYSTEM, ROW | decided("LEGAL")).of("decision").agreed


def test_the_time_is_that_of_the_decision(tell):
    assert tell(SYSTEM, ROW | decided("LEGAL")).of("decision").at.startswith("2026-07-04")


def test_a_void_report_is_closed(tell):
    change = {"type": "STATUS_CHANGED", "createdAt": "2026-07-05T10:00:00Z"}
    close = tell(SYSTEM, ROW | {"status": "VOID", "history": [change]}).of("decision")
    assert not close.agreed


def test_the_newer_export_wins(tell):
    told = tell(SYSTEM, ROW | decided("LEGAL"), ROW)
    assert len(told.events) == 2
