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


def test_a_flag_of_a_reader_is_a_notice(read):
    event = read(SYSTEM, ROW).only
    assert (event.kind, event.subject) == ("notice", "comment 201")
    assert "reporter_key" in event.notice


def test_a_flag_of_coral_is_a_detection(read):
    event = read(SYSTEM, ROW | {"reason": "COMMENT_DETECTED_TOXIC", "userID": None}).only
    assert event.case["detection"]["method"] == "classifier"


def test_an_anonymous_reader_has_no_key(read):
    assert "reporter_key" not in read(SYSTEM, ROW | {"userID": None}).only.notice


def test_an_unknown_reason_is_other_with_a_finding(read):
    result = read(SYSTEM, ROW | {"reason": "COMMENT_REPORTED_INVENTED"})
    assert result.only.case["native"][0]["code"] == "COMMENT_REPORTED_OTHER"
    assert result.task.tally.total("warning") == 1


def test_reactions_are_skipped(read):
    assert not read(SYSTEM, ROW | {"actionType": "REACTION"}).events


ILLEGAL = ROW | {"actionType": "ILLEGAL"}


def tables(result):
    return sorted(event.ref[0] for event in result.events)


@pytest.mark.parametrize("reporter", ["301", None])
def test_illegal_counts_once_beside_its_report(read, reporter):
    assert read(SYSTEM, ILLEGAL).only.notice["kind"] == "legal_notice"
    assert read(SYSTEM, ILLEGAL).only.notice["jurisdictions"] == ["EU"]
    result = read(SYSTEM, ILLEGAL, REPORT | {"commentID": "201", "userID": reporter})
    assert tables(result) == ["dsaReports"]
    assert result.task.skipped.total() == 1


@pytest.mark.parametrize("other", [{"commentID": "999", "userID": "301"}, {"userID": "302"}])
def test_illegal_stays_beside_the_report_of_another(read, other):
    result = read(SYSTEM, REPORT | {"commentID": "201"} | other, ILLEGAL)
    assert tables(result) == ["commentActions#illegal", "dsaReports"]
    assert not result.task.skipped


ROW_OF_DSA_REPORTS = {
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


def test_a_report_is_a_notice_under_law(read):
    event = read(SYSTEM, ROW_OF_DSA_REPORTS).only
    assert event.notice["kind"] == "legal_notice"
    assert event.notice["jurisdictions"] == ["EU"]
    assert event.merge == "701"


def test_illegal_was_acted_on_and_legal_was_not(read):
    assert read(SYSTEM, ROW_OF_DSA_REPORTS | decided("ILLEGAL")).of("decision").agreed
    assert not read(SYSTEM, ROW_OF_DSA_REPORTS | decided("LEGAL")).of("decision").agreed


def test_the_time_is_that_of_the_decision(read):
    assert (
        read(SYSTEM, ROW_OF_DSA_REPORTS | decided("LEGAL"))
        .of("decision")
        .at.startswith("2026-07-04")
    )


def test_a_void_report_is_closed(read):
    change = {"type": "STATUS_CHANGED", "createdAt": "2026-07-05T10:00:00Z"}
    close = read(SYSTEM, ROW_OF_DSA_REPORTS | {"status": "VOID", "history": [change]}).of(
        "decision"
    )
    assert not close.agreed


def test_the_newer_export_wins(read):
    result = read(SYSTEM, ROW_OF_DSA_REPORTS | decided("LEGAL"), ROW_OF_DSA_REPORTS)
    assert len(result.events) == 2


ROW_OF_MODERATION = {
    "id": "501",
    "commentID": "201",
    "status": "REJECTED",
    "moderatorID": "400",
    "createdAt": "2026-07-01T15:00:00Z",
}


def reason(code):
    return {"rejectionReason": {"code": code, "legalGrounds": "words"}}


def test_a_rejection_removes(read):
    event = read(SYSTEM, ROW_OF_MODERATION).only
    assert event.decision == {"automation": "none", "actions": [{"kind": "visibility.removed"}]}


def test_a_code_that_is_not_in_the_list_says_no_ground(read):
    event = read(SYSTEM, ROW_OF_MODERATION | reason("NEW_CODE")).only
    assert "ground" not in event.decision
    assert event.decision["actions"] == [{"kind": "visibility.removed"}]


def test_the_ground_follows_from_the_code(read):
    assert read(SYSTEM, ROW_OF_MODERATION | reason("SPAM")).only.decision["ground"] == "terms"
    event = read(SYSTEM, ROW_OF_MODERATION | reason("ILLEGAL_CONTENT")).only
    assert event.decision["ground"] == "law"
    assert "legal_basis" not in event.decision


def test_the_law_is_named_where_texts_are_kept(read):
    event = read(SYSTEM, ROW_OF_MODERATION | reason("ILLEGAL_CONTENT"), keep_text=True).only
    assert event.decision["legal_basis"] == "words"


def test_an_approval_can_take_a_rejection_back(read):
    assert read(SYSTEM, ROW_OF_MODERATION | {"status": "APPROVED"}).only.lifts


def test_without_a_moderator_nothing_is_said_of_automation(read):
    assert "automation" not in read(SYSTEM, ROW_OF_MODERATION | {"moderatorID": None}).only.decision


def test_held_comments_are_not_decided(read):
    assert not read(SYSTEM, ROW_OF_MODERATION | {"status": "PREMOD"}).events


def test_the_report_is_named(read):
    assert read(SYSTEM, ROW_OF_MODERATION | {"reportID": "601"}).only.names == (
        "dsaReports",
        "601",
    )
    assert read(SYSTEM, ROW_OF_MODERATION | {"reportID": None}).only.names is None
    approval = ROW_OF_MODERATION | {"status": "APPROVED", "reportID": "601"}
    assert read(SYSTEM, approval).only.names == ("dsaReports", "601")


def user(**history):
    status = {name: {"history": rows} for name, rows in history.items()}
    return {"id": "310", "role": "COMMENTER", "status": status}


def test_a_suspension_ends_as_planned(read):
    span = {"start": "2026-07-10T10:00:00Z", "finish": "2026-07-13T10:00:00Z"}
    event = read(SYSTEM, user(suspension=[{"id": "1", "from": span, "createdBy": "4"}])).only
    (action,) = event.decision["actions"]
    assert action == {"kind": "account.suspended", "ends_at": "2026-07-13T10:00:00Z"}


def test_a_suspension_can_be_lifted(read):
    row = {
        "id": "1",
        "from": {},
        "createdAt": "2026-07-10T10:00:00Z",
        "modifiedAt": "2026-07-11T10:00:00Z",
    }
    assert read(SYSTEM, user(suspension=[row])).of("reversal").target == ("suspensions", "1")


@pytest.mark.parametrize(
    ("sites", "kind"), [(None, "account.terminated"), (["1"], "account.restricted")]
)
def test_bans(read, sites, kind):
    row = {"active": True, "createdAt": "2026-07-10T10:00:00Z", "siteIDs": sites}
    assert read(SYSTEM, user(ban=[row])).only.decision["actions"] == [{"kind": kind}]


def test_a_ban_is_lifted_and_comments_are_held(read):
    rows = [{"active": on, "createdAt": f"2026-07-1{on:d}T10:00:00Z"} for on in (True, False)]
    assert {one.kind for one in read(SYSTEM, user(ban=rows)).events} == {
        "decision",
        "reversal",
    }
    assert read(SYSTEM, user(premod=rows[:1])).only.decision["actions"] == [
        {"kind": "account.restricted"}
    ]


def test_a_warning_counts_once(read):
    rows = [{"active": on, "createdAt": f"2026-07-1{on:d}T10:00:00Z"} for on in (True, False)]
    result = read(SYSTEM, user(warning=rows))
    assert result.only.decision["actions"] == [{"kind": "account.warned"}]
    assert result.task.skipped.total() == 1


def test_a_user_without_a_measure_is_skipped(read):
    assert read(SYSTEM, user()).task.skipped.total() == 1


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("id submissionID commentID status createdAt", "dsaReports"),
        ("id actionType commentID createdAt", "commentActions"),
        ("id commentID status createdAt moderatorID", "commentModerationActions"),
    ],
)
def test_collections_are_known_by_their_members(columns, table):
    row = dict.fromkeys(columns.split(), "")
    assert [one.table for one in SYSTEM.entries(row, "f", 1, 0)] == [table]


def moderated(id_, status, at="2026-01-10T03:00:00.000Z", **more):
    row = {"id": id_, "createdAt": {"$date": at}, "commentID": f"c{id_}", "status": status}
    return row | {"commentRevisionID": "r", "moderatorID": None} | more


GONE = {"code": "OTHER", "detailedExplanation": "User account was deleted."}


def test_the_deletion_of_an_account_is_one_act_on_the_account(read):
    result = read(
        SYSTEM,
        moderated("1", "APPROVED"),
        moderated("2", "REJECTED", rejectionReason=GONE),
        moderated("3", "REJECTED", rejectionReason=GONE),
        moderated("4", "APPROVED", at="2026-01-11T03:00:00.000Z"),
        moderated("5", "APPROVED", moderatorID="m"),
    )
    told = {one.ref[1]: one for one in result.events}
    assert sorted(told) == ["2", "4", "5"]
    assert told["2"].decision["actions"] == [{"kind": "account.terminated"}]
    assert told["2"].case["subject_kind"] == "account"
    assert result.task.skipped.total() == 2


@pytest.mark.parametrize(
    "row",
    [
        moderated("1", "FROZEN"),
        {"id": "1", "actionType": "WAVE", "commentID": "c", "createdAt": "2026-01-01"},
    ],
)
def test_what_is_not_known_is_a_finding_and_counted(read, row):
    result = read(SYSTEM, row)
    assert not result.events
    assert (result.task.tally.counts["IM002"], result.task.skipped.total()) == (1, 1)


def test_a_report_that_is_open_stays_open(read):
    row = {
        "id": "r",
        "submissionID": "s",
        "commentID": "c",
        "createdAt": "2026-01-01T10:00:00Z",
        "history": [],
    }
    assert read(SYSTEM, row | {"status": "UNDER_REVIEW"}).only.closing == ""
    result = read(SYSTEM, row | {"status": "FROZEN"})
    assert result.only.closing is None
    assert result.task.tally.counts["IM002"] == 1


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("id commentID status createdAt userID lawBrokenDescription", ""),
        ("id commentID status createdAt moderatorID", "commentModerationActions"),
        ("id commentID status createdAt submissionID", "dsaReports"),
    ],
)
def test_a_collection_is_known_by_what_makes_it_one(columns, table):
    row = dict.fromkeys(columns.split(), "")
    assert [one.table for one in SYSTEM.entries(row, "f", 1, 0)] == [table]
