import pytest

from harmscope.importers.contract import Task
from harmscope.importers.log.entry import BadRow, Entry
from harmscope.importers.log.event_store import EventStore
from harmscope.importers.log.event_writer import EventWriter
from harmscope.importers.ozone import SYSTEM, translate_event
from harmscope.importers.platform_codes import OwnCodes
from harmscope.importers.pseudonyms import Pseudonyms

DID = "did:plc:invented"
ACCOUNT = {"$type": "com.atproto.admin.defs#repoRef", "did": DID}
POST = {
    "$type": "com.atproto.repo.strongRef",
    "uri": f"at://{DID}/app.bsky.feed.post/3k",
    "cid": "b",
}


def written(kind, subject=ACCOUNT, tool=None, **event):
    """The events of one row, and the writer."""
    data = {
        "id": 1,
        "event": {"$type": f"tools.ozone.moderation.defs#{kind}", **event},
        "subject": subject,
        "createdBy": "did:plc:by",
        "createdAt": "2026-01-05T10:00:00.000Z",
    }
    if tool:
        data["modTool"] = tool
    with EventStore() as store:
        writer = EventWriter(store, Pseudonyms(bytes(32)), Task())
        translate_event(Entry("events", data, "page", 1, 0), writer)
        store.deduplicate()
        return [one for group in store.groups() for one in group], writer


def only(kind, subject=ACCOUNT, tool=None, **event):
    (one,), _ = written(kind, subject, tool, **event)
    return one


NEW = "tools.ozone.report.defs#reasonSexualNCII"
OLD = "com.atproto.moderation.defs#reasonSpam"


@pytest.mark.parametrize(
    ("reason", "code", "parent"),
    [
        (NEW, "reasonSexualNCII", "tools.ozone.report.defs"),
        (OLD, "reasonSpam", "com.atproto.moderation.defs"),
        ("x.y#reasonInvented", "reasonOther", "tools.ozone.report.defs"),
    ],
)
def test_a_report_is_a_notice_with_its_reason(reason, code, parent):
    one = only("modEventReport", POST, reportType=reason)
    assert one.kind == "notice"
    native, *own = one.case["native"]
    assert (native["code"], native["parent"]) == (code, parent)
    assert [each["code"] for each in own] == (
        [] if "Invented" not in reason else ["reasonInvented"]
    )


def test_an_unknown_reason_is_a_finding():
    _, writer = written("modEventReport", POST, reportType="x.y#reasonInvented")
    assert writer.task.tally.counts["IM002"] == 1


def test_the_reporter_is_a_pseudonym():
    one = only("modEventReport", POST, reportType=NEW)
    assert one.notice["reporter_key"] == Pseudonyms(bytes(32)).of("account", "did:plc:by")


@pytest.mark.parametrize("name", ["social-app/reportDialog", "another-client", "ozone-ui/x"])
def test_a_report_is_a_notice_whatever_tool_sent_it(name):
    assert only("modEventReport", POST, {"name": name}, reportType=NEW).kind == "notice"


def test_an_automated_report_is_a_detection():
    tool = {"name": "automod", "meta": {"isAutomated": True}}
    assert only("modEventReport", POST, tool, reportType=NEW).kind == "detection"


def test_an_appeal_is_a_report_of_its_own_reason():
    one = only("modEventReport", reportType="tools.ozone.report.defs#reasonAppeal")
    assert one.kind == "appeal"


def actions(*args, **event):
    return [action["kind"] for action in only(*args, **event).decision["actions"]]


def test_takedowns_by_subject_and_duration():
    assert actions("modEventTakedown") == ["account.terminated"]
    assert actions("modEventTakedown", durationInHours=24) == ["account.suspended"]
    assert actions("modEventTakedown", POST) == ["visibility.removed"]


def test_a_takedown_for_a_time_has_an_end():
    (action,) = only("modEventTakedown", durationInHours=24).decision["actions"]
    assert action["ends_at"] == "2026-01-06T10:00:00Z"


def test_the_planned_end_is_an_expiry():
    assert only("modEventReverseTakedown", comment="[SCHEDULED_REVERSAL] x").cause == "expiry"
    assert only("modEventReverseTakedown", comment="a mistake").cause == ""


def test_labels_do_what_they_say():
    labels = ["!hide", "porn", "own-label", "!no-unauthenticated"]
    found = actions("modEventLabel", POST, createLabelVals=labels, negateLabelVals=[])
    assert found == ["visibility.disabled", "visibility.labelled", "visibility.other"]


def test_an_unknown_system_label_is_a_finding():
    _, writer = written("modEventLabel", POST, createLabelVals=["!new"], negateLabelVals=[])
    assert writer.task.tally.counts["IM002"] == 1


def test_labels_set_and_lifted_in_one_event():
    found, _ = written("modEventLabel", POST, createLabelVals=["porn"], negateLabelVals=["sexual"])
    assert [(one.kind, one.marks) for one in found] == [
        ("decision", ("label porn",)),
        ("reversal", ("label sexual",)),
    ]


@pytest.mark.parametrize(
    ("tool", "automation"),
    [
        ({"name": "ozone-ui/report-queue"}, "none"),
        ({"name": "automod"}, "full"),
        ({"name": "automod", "meta": {"isAutomated": False}}, "none"),
        (None, None),
    ],
)
def test_automation_is_what_the_tool_says(tool, automation):
    assert only("modEventTakedown", POST, tool).decision.get("automation") == automation


def test_an_email_counts_with_a_strike_alone():
    assert actions("modEventEmail", subjectLine="x", strikeCount=1) == ["account.warned"]
    found, writer = written("modEventEmail", subjectLine="x")
    assert not found
    assert writer.task.skipped.total() == 1


def test_a_muted_reporter_is_a_measure_against_misuse():
    one = only("modEventMuteReporter", durationInHours=24)
    assert one.decision["misuse_reason"] == "unfounded_notices"


def test_an_event_of_an_unknown_type_is_reported_and_skipped():
    found, writer = written("modEventInvented")
    assert not found
    assert writer.task.tally.counts["IM003"] == 1


@pytest.mark.parametrize(
    "subject", [{}, {"$type": "x#unknown"}, {"$type": "x", "uri": "https://x"}]
)
def test_an_event_without_a_subject_is_refused(subject):
    with pytest.raises(BadRow):
        written("modEventTakedown", subject)


def test_a_message_belongs_to_its_sender():
    message = {"$type": "chat.bsky.convo.defs#messageRef", "did": DID, "messageId": "m"}
    one = only("modEventTakedown", message)
    assert (one.group, one.case["subject_kind"]) == (DID, "content")


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


def test_a_report_carries_the_id_of_its_event(read):
    assert read(SYSTEM, ROW).only.ref == ("events", "22")


def test_a_closed_report_is_closed_without_action(read):
    close = read(SYSTEM, ROW | {"status": "closed", "actionEventIds": []}).of("decision")
    assert close.answers == (("events", "22"),)
    assert not close.agreed


def test_a_closed_report_cites_the_events_that_closed_it(read):
    close = read(SYSTEM, ROW | {"status": "closed", "actionEventIds": [30]}).of("decision")
    assert close.cites == (("events", "30"),)


def label(id_, *values):
    return {
        "id": id_,
        "event": {"$type": "x#modEventLabel", "createLabelVals": list(values)},
        "subject": {"$type": "x", "uri": "at://did:plc:x/app.bsky.feed.post/3k"},
        "createdAt": "2026-01-05T10:00:00Z",
    }


def test_values_of_labels_are_native_codes(read):
    case = read(SYSTEM, label(1, "porn", "needs-work", "!hide")).only.case
    assert [(one["scheme"], one["code"]) for one in case["native"]] == [
        ("ozone@2026", "porn"),
        ("own@1", "needs-work"),
    ]


def test_values_of_labels_are_mapped(read):
    own = OwnCodes({"labels": {"needs-work": ("platform-abuse.spam",)}})
    result = read(SYSTEM, label(1, "needs-work", "other"), own=own)
    assert result.only.case["harms"] == ["platform-abuse.spam"]
    assert result.task.tally.counts["IM002"] == 1


def test_an_unknown_status_is_a_finding_and_the_report_is_kept(read):
    result = read(SYSTEM, ROW | {"status": "frozen"})
    assert (result.only.kind, result.only.closing) == ("notice", None)
    assert result.task.tally.counts["IM002"] == 1


def test_the_report_wins_over_its_event_for_it_says_whether_it_is_open(read):
    event = {
        "id": 22,
        "event": {"$type": "x#modEventReport", "reportType": ROW["reportType"]},
        "subject": {"$type": "x", "uri": "at://did:plc:x/app.bsky.feed.post/3k"},
        "createdBy": "did:plc:by",
        "createdAt": "2026-01-05T10:00:00.5Z",
    }
    result = read(SYSTEM, ROW, {"events": [event]})
    assert result.only.at == "2026-01-05T10:00:00.000000Z"
    assert result.only.closing == ""


def test_reports_an_automated_report_is_a_detection(read):
    assert read(SYSTEM, ROW | {"isAutomated": True}).only.kind == "detection"


def test_a_reported_appeal_is_an_appeal(read):
    row = ROW | {"reportType": "com.atproto.moderation.defs#reasonAppeal"}
    assert read(SYSTEM, row).only.kind == "appeal"


def test_pages_and_single_rows_are_told_apart():
    event = {"id": 1, "event": {}, "subject": {}, "createdAt": ""}
    assert [row.table for row in SYSTEM.entries({"events": [event]}, "f", 1, 0)] == ["events"]
    assert [row.table for row in SYSTEM.entries(event, "f", 1, 0)] == ["events"]
    assert [row.table for row in SYSTEM.entries({"id": 1}, "f", 1, 0)] == [""]
