""""""

import pytest

from harmscope.importers.coral import (
    ILLEGAL_CONTENT,
    METHODS,
    OTHER_FLAG,
    OTHER_REJECTION,
    SCHEME,
    SYSTEM,
)
from harmscope.taxonomy import codelist, load_system


def test_our_codes_are_in_the_list():
    codes = load_system(SCHEME).codes
    assert {OTHER_FLAG, OTHER_REJECTION, ILLEGAL_CONTENT, *METHODS} <= set(codes)


def test_every_way_of_detection_has_a_method():
    detected = {code for code in load_system(SCHEME).codes if code.startswith("COMMENT_DETECTED_")}
    assert set(METHODS) == detected
    assert set(METHODS.values()) <= set(codelist("detection-method").codes)


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


ROW_of_dsa_reports = {
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
    event = tell(SYSTEM, ROW_of_dsa_reports).only
    assert event.members["kind"] == "legal_notice"
    assert event.merge == "701"


def test_illegal_was_acted_on_and_legal_was_not(tell):
    assert tell(SYSTEM, ROW_of_dsa_reports | decided("ILLEGAL")).of("decision").agreed
    assert not tell(SYSTEM, ROW_of_dsa_reports | decided("LEGAL")).of("decision").agreed


def test_the_time_is_that_of_the_decision(tell):
    assert (
        tell(SYSTEM, ROW_of_dsa_reports | decided("LEGAL"))
        .of("decision")
        .at.startswith("2026-07-04")
    )


def test_a_void_report_is_closed(tell):
    change = {"type": "STATUS_CHANGED", "createdAt": "2026-07-05T10:00:00Z"}
    close = tell(SYSTEM, ROW_of_dsa_reports | {"status": "VOID", "history": [change]}).of(
        "decision"
    )
    assert not close.agreed


def test_the_newer_export_wins(tell):
    told = tell(SYSTEM, ROW_of_dsa_reports | decided("LEGAL"), ROW_of_dsa_reports)
    assert len(told.events) == 2


ROW_of_moderation = {
    "id": "501",
    "commentID": "201",
    "status": "REJECTED",
    "moderatorID": "400",
    "createdAt": "2026-07-01T15:00:00Z",
}


def reason(code):
    return {"rejectionReason": {"code": code, "legalGrounds": "words"}}


def test_a_rejection_removes(tell):
    event = tell(SYSTEM, ROW_of_moderation).only
    assert event.members == {"automation": "none", "actions": [{"kind": "visibility.removed"}]}


def test_the_ground_follows_from_the_code(tell):
    assert tell(SYSTEM, ROW_of_moderation | reason("SPAM")).only.members["ground"] == "terms"
    event = tell(SYSTEM, ROW_of_moderation | reason("ILLEGAL_CONTENT")).only
    assert event.members["ground"] == "law"
    assert "legal_basis" not in event.members


def test_the_law_is_named_where_texts_are_kept(tell):
    event = tell(SYSTEM, ROW_of_moderation | reason("ILLEGAL_CONTENT"), keep_text=True).only
    assert event.members["legal_basis"] == "words"


def test_an_approval_can_take_a_rejection_back(tell):
    assert tell(SYSTEM, ROW_of_moderation | {"status": "APPROVED"}).only.lifts


def test_without_a_moderator_nothing_is_said_of_automation(tell):
    assert "automation" not in tell(SYSTEM, ROW_of_moderation | {"moderatorID": None}).only.members


def test_held_comments_are_not_decided(tell):
    assert not tell(SYSTEM, ROW_of_moderation | {"status": "PREMOD"}).events


def test_the_report_is_named(tell):
    assert tell(SYSTEM, ROW_of_moderation | {"reportID": "601"}).only.names == ("dsaReports", "601")
    assert tell(SYSTEM, ROW_of_moderation | {"reportID": None}).only.names is None
    approval = ROW_of_moderation | {"status": "APPROVED", "reportID": "601"}
    assert tell(SYSTEM, approval).only.names == ("dsaReports", "601")


def user(**history):
    status = {name: {"history": rows} for name, rows in history.items()}
    return {"id": "310", "role": "COMMENTER", "status": status}


def test_a_suspension_ends_as_planned(tell):
    span = {"start": "2026-07-10T10:00:00Z", "finish": "2026-07-13T10:00:00Z"}
    event = tell(SYSTEM, user(suspension=[{"id": "1", "from": span, "createdBy": "4"}])).only
    (action,) = event.members["actions"]
    assert action == {"kind": "account.suspended", "ends_at": "2026-07-13T10:00:00Z"}


def test_a_suspension_can_be_lifted(tell):
    row = {
        "id": "1",
        "from": {},
        "createdAt": "2026-07-10T10:00:00Z",
        "modifiedAt": "2026-07-11T10:00:00Z",
    }
    assert tell(SYSTEM, user(suspension=[row])).of("reversal").target == ("suspensions", "1")


@pytest.mark.parametrize(
    ("sites", "kind"), [(None, "account.terminated"), (["1"], "account.restricted")]
)
def test_bans(tell, sites, kind):
    row = {"active": True, "createdAt": "2026-07-10T10:00:00Z", "siteIDs": sites}
    assert tell(SYSTEM, user(ban=[row])).only.members["actions"] == [{"kind": kind}]


def test_a_ban_is_lifted_and_comments_are_held(tell):
    rows = [{"active": on, "createdAt": f"2026-07-1{on:d}T10:00:00Z"} for on in (True, False)]
    assert {one.kind for one in tell(SYSTEM, user(ban=rows)).events} == {"decision", "reversal"}
    assert tell(SYSTEM, user(premod=rows[:1])).only.members["actions"] == [
        {"kind": "account.restricted"}
    ]


def test_a_warning_counts_once(tell):
    rows = [{"active": on, "createdAt": f"2026-07-1{on:d}T10:00:00Z"} for on in (True, False)]
    told = tell(SYSTEM, user(warning=rows))
    assert told.only.members["actions"] == [{"kind": "account.warned"}]
    assert told.task.skipped.total() == 1


def test_a_user_without_a_measure_is_skipped(tell):
    assert tell(SYSTEM, user()).task.skipped.total() == 1


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("id submissionID commentID status createdAt", "dsaReports"),
        ("id actionType commentID createdAt", "commentActions"),
        ("id commentID status createdAt moderatorID", "commentModerationActions"),
    ],
)
def test_collections_are_told_by_their_members(columns, table):
    row = dict.fromkeys(columns.split(), "")
    assert [one.table for one in SYSTEM.entries(row, "f", 1, 0)] == [table]
