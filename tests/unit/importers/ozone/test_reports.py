from harmscope.importers.ozone import SYSTEM

ROW = {
    "id": 501,
    "eventId": 22,
    "status": "open",
    "subject": {"type": "record", "subject": "at://did:plc:x/app.bsky.feed.post/3k"},
    "reportType": "tools.ozone.report.defs#reasonRuleOther",
    "reportedBy": "did:plc:by",
    "createdAt": "2026-01-05T10:00:00Z",
    "updatedAt": "2026-01-06T10:00:00Z",
}


def test_a_report_carries_the_id_of_its_event(tell):
    assert tell(SYSTEM, ROW).only.ref == ("events", "22")


def test_a_closed_report_is_closed_without_action(tell):
    close = tell(SYSTEM, ROW | {"status": "closed", "actionEventIds": []}).of("decision")
    assert close.answers == (("events", "22"),)
    assert not close.agreed


def test_a_closed_report_that_names_actions_was_acted_on(tell):
    assert tell(SYSTEM, ROW | {"status": "closed", "actionEventIds": [30]}).of("decision").agreed


def test_the_event_wins_over_its_copy(tell):
    event = {
        "id": 22,
        "event": {"$type": "x#modEventReport", "reportType": ROW["reportType"]},
        "subject": {"$type": "x", "uri": "at://did:plc:x/app.bsky.feed.post/3k"},
        "createdBy": "did:plc:by",
        "createdAt": "2026-01-05T10:00:00.5Z",
    }
    told = tell(SYSTEM, ROW, {"events": [event]})
    assert told.only.at.startswith("2026-01-05T10:00:00.5")


def test_an_automated_report_is_a_detection(tell):
    assert tell(SYSTEM, ROW | {"isAutomated": True}).only.kind == "detection"


def test_a_reported_appeal_is_an_appeal(tell):
    row = ROW | {"reportType": "com.atproto.moderation.defs#reasonAppeal"}
    assert tell(SYSTEM, row).only.kind == "appeal"
