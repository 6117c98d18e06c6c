import pytest

from harmscope.importers.discourse import SYSTEM, flag, state
from harmscope.importers.log.entry import BadRow


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"reviewable_score_type": 8}, "spam"),
        ({"reviewable_score_type": "10"}, "illegal"),
        ({"score_type_id": 3}, "off_topic"),
        ({"score_type": {"id": 4}}, "inappropriate"),
    ],
)
def test_flags_in_the_table_and_in_the_api(entry, writer, cells, code):
    assert flag(entry(**cells), writer)[0]["code"] == code
    assert writer.task.tally.total() == 0


def test_a_flag_that_the_site_added_is_something_else(entry, writer):
    assert flag(entry(reviewable_score_type=1001), writer)[0]["code"] == "notify_moderators"
    assert writer.task.tally.total("warning") == 1


@pytest.mark.parametrize(
    ("written", "state_"), [(0, "pending"), ("2", "disagreed"), ("ignored", "ignored")]
)
def test_states_as_numbers_and_names(entry, writer, written, state_):
    assert state(entry(status=written), writer) == state_


def test_an_unknown_state_is_pending_with_a_finding(entry, writer):
    assert state(entry(status=9), writer) == "pending"
    assert writer.task.tally.counts["IM002"] == 1
    with pytest.raises(BadRow):
        state(entry(), writer)


SCORE = {
    "id": 11,
    "score_type_id": 8,
    "status": 0,
    "user_id": 21,
    "created_at": "2026-04-01T08:00:00Z",
    "agree_stats": {},
}


def page(**reviewable):
    item = {"id": 1, "status": 0, "type": "ReviewableFlaggedPost", "reviewable_score_ids": [11]}
    return {"reviewables": [item | reviewable], "reviewable_scores": [SCORE]}


def test_flags_of_a_page_are_about_its_post(read):
    assert read(SYSTEM, page(post_id=501)).only.subject == "Post 501"


def test_flags_of_the_table_are_about_its_target(read):
    item = {
        "id": 1,
        "type": "ReviewableFlaggedPost",
        "status": 0,
        "target_type": "Post",
        "target_id": 7,
    }
    score = {
        "id": 2,
        "reviewable_id": 1,
        "reviewable_score_type": 8,
        "status": 0,
        "user_id": 21,
        "created_at": "2026-04-01",
    }
    assert read(SYSTEM, score, item).only.subject == "Post 7"


def test_an_item_without_a_target_is_its_own_subject(read):
    result = read(SYSTEM, page(type="ReviewableQueuedPost"))
    assert result.only.subject == "reviewable 1"


def test_flags_of_a_page_know_the_type_of_their_item(read):
    scores = SYSTEM.entries(page(type="ReviewableUser"), "f", 1, 0)
    assert scores[-1].text("reviewable_type") == "ReviewableUser"


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


def test_a_flag_of_a_person_is_a_notice(read):
    assert read(SYSTEM, ROW).only.notice["kind"] == "user_flag"


def test_a_flag_of_the_type_illegal_is_a_notice_under_law(read):
    assert read(SYSTEM, ROW | {"reviewable_score_type": 10}).only.notice["kind"] == "legal_notice"


@pytest.mark.parametrize("change", [{"user_id": -1}, {"reviewable_score_type": 9}])
def test_flags_of_the_system_and_the_queue_are_detections(read, change):
    assert read(SYSTEM, ROW | change).only.kind == "detection"


@pytest.mark.parametrize("reason", ["queued_by_staff", "chat_message_queued_by_staff"])
def test_what_staff_sent_to_the_queue_is_a_detection_by_people(read, reason):
    found = read(SYSTEM, ROW | {"reason": reason}).only
    assert found.kind == "detection"
    assert found.case["detection"] == {"source": "own_initiative", "automated": False}


def test_a_message_to_the_author_is_no_notice(read):
    result = read(SYSTEM, ROW | {"reviewable_score_type": 6})
    assert not result.events
    assert result.task.skipped.total() == 1


@pytest.mark.parametrize(("status", "agreed"), [(1, True), (2, False), (3, False)])
def test_a_reviewed_flag_is_closed(read, status, agreed):
    close = read(SYSTEM, ROW | DONE | {"status": status}).of("decision")
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
def test_what_the_queue_decides(read, type_, status, actions):
    row = ROW | DONE | {"reviewable_score_type": 9, "status": status, "reviewable_type": type_}
    decision = read(SYSTEM, row).of("decision")
    assert decision.decision.get("actions") == actions
    assert not decision.agreed


def test_the_reviewer_may_be_the_system(read):
    close = read(SYSTEM, ROW | DONE | {"status": 2, "reviewed_by_id": -1}).of("decision")
    assert close.decision["automation"] == "full"


@pytest.mark.parametrize("change", [{"user_id": -1}, {"reason": "queued_by_staff"}])
def test_the_review_of_a_detection_closes_its_case(read, change):
    assert read(SYSTEM, ROW | DONE | change | {"status": 2}).of("decision").answers == ()


ROW_OF_STAFF_LOG = {
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
def test_what_staff_did(read, action, kind, subject):
    event = read(SYSTEM, ROW_OF_STAFF_LOG | {"action": action}).only
    assert event.decision["actions"] == [{"kind": kind}]
    assert event.subject == subject


@pytest.mark.parametrize(
    ("action", "mark"),
    [(11, "suspended"), (31, "silenced"), (55, "removed"), (62, "silenced"), (63, "suspended")],
)
def test_what_staff_took_back(read, action, mark):
    event = read(SYSTEM, ROW_OF_STAFF_LOG | {"action": action}).only
    assert (event.kind, event.marks) == ("reversal", (mark,))


def test_what_is_no_moderation_is_skipped(read):
    result = read(SYSTEM, ROW_OF_STAFF_LOG | {"action": 3})
    assert not result.events
    assert result.task.skipped.total() == 1


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
def test_decisions_of_the_queue_count_where_the_log_stands_alone(read, action, actions):
    result = read(SYSTEM, ROW_OF_STAFF_LOG | {"action": action, "post_id": None})
    assert result.only.decision.get("actions") == actions
    assert result.only.decision["automation"] == "none"
    assert result.only.opens
    assert not result.task.skipped


@pytest.mark.parametrize("action", [56, 64])
def test_decisions_of_the_queue_count_once_beside_it(read, action):
    result = read(SYSTEM, ROW_OF_STAFF_LOG | {"action": action}, QUEUED)
    assert {event.ref[0].partition("#")[0] for event in result.events} == {"reviewable_scores"}
    assert result.task.skipped.total() == 1


@pytest.mark.parametrize(
    "change", [{"reviewable_score_type": 8}, {"reviewable_type": "ReviewableUser"}, {"status": 0}]
)
def test_other_items_of_the_queue_do_not_stand_for_posts(read, change):
    result = read(SYSTEM, QUEUED | change, ROW_OF_STAFF_LOG | {"action": 64})
    assert "user_histories#queue" in {event.ref[0] for event in result.events}


def test_the_system_acts_by_itself(read):
    assert (
        read(SYSTEM, ROW_OF_STAFF_LOG | {"acting_user_id": -1}).only.decision["automation"]
        == "full"
    )


def test_the_csv_that_staff_download(read):
    row = {
        "staff_user": "planted",
        "action": "suspend user",
        "subject": "planted_handle",
        "created_at": "2026-04-01 12:00:00 UTC",
        "details": "words",
        "context": "",
    }
    event = read(SYSTEM, row).only
    assert event.decision["actions"] == [{"kind": "account.suspended"}]
    assert event.subject == "User named planted_handle"


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("id type status target_id target_type", "reviewables"),
        ("id reviewable_id status created_at user_id reviewable_score_type", "reviewable_scores"),
        ("id reviewable_id status payload created_at updated_at", ""),
        ("id type status created_at", ""),
        ("id action acting_user_id created_at", "user_histories"),
        ("staff_user action subject created_at details context", "staff_actions"),
    ],
)
def test_tables_are_known_by_their_columns(columns, table):
    row = dict.fromkeys(columns.split(), "")
    assert [one.table for one in SYSTEM.entries(row, "f", 1, 0)] == [table]


def deleted(id_, action, at, **more):
    row = {"id": id_, "action": action, "acting_user_id": 2, "created_at": f"2026-06-{at:02}"}
    return row | {"target_user_id": "", "post_id": "", "topic_id": ""} | more


def test_what_a_deletion_is_about_stands_in_its_details(read):
    result = read(
        SYSTEM,
        deleted(1, 17, 1, post_id=501, details="id: 501\nraw: words"),
        deleted(2, 18, 2, details="id: 110\ntitle: words"),
        deleted(3, 1, 3, details="id: 71\nusername: planted"),
        deleted(4, 1, 4, details=""),
        deleted(5, 126, 5, post_id=501),
    )
    assert [one.subject for one in result.events] == [
        "Post 501", "Topic 110", "User 71", "User of row 4", "Post 501",
    ]  # fmt: skip
    assert [one.kind for one in result.events] == [*["decision"] * 4, "reversal"]
    assert result.task.tally.total() == 0


STAFF = {"staff_user": "planted", "subject": "", "details": "", "context": ""}


def test_a_restoration_in_the_csv_undoes_the_latest_deletion_that_stands(read):
    rows = [
        STAFF | {"action": "recover_post", "created_at": "2026-06-04 12:00:00 UTC"},
        STAFF | {"action": "delete_post", "created_at": "2026-06-01", "details": "id: 1"},
        STAFF | {"action": "delete_post", "created_at": "2026-06-02", "details": "id: 2"},
        STAFF | {"action": "delete_post", "created_at": "2026-06-05", "details": "id: 3"},
        STAFF | {"action": "recover_topic", "created_at": "2026-06-06"},
    ]
    result = read(SYSTEM, *rows)
    assert [one.subject for one in result.events if one.kind == "reversal"] == ["Post 2"]
    assert result.task.tally.counts["IM005"] == 1


@pytest.mark.parametrize("action", [999, "plugin_action", 23])
def test_an_unknown_action_of_staff_is_a_finding(read, action):
    result = read(SYSTEM, deleted(1, action, 1))
    assert result.events == []
    assert result.task.tally.counts["IM002"] == 1
    assert result.task.skipped == {"staff action that is not known": 1}


@pytest.mark.parametrize("action", [53, "change_site_setting"])
def test_a_known_action_that_is_no_moderation_is_counted_alone(read, action):
    result = read(SYSTEM, deleted(1, action, 1))
    assert result.task.tally.total() == 0
    assert result.task.skipped == {"staff action that is no moderation": 1}


def test_a_new_user_who_was_refused_is_an_action_on_the_account(read):
    item = {"id": 1, "type": "ReviewableUser", "status": 2, "target_type": "User", "target_id": 9}
    score = {
        "id": 2,
        "reviewable_id": 1,
        "reviewable_score_type": 9,
        "status": 2,
        "user_id": -1,
        "created_at": "2026-04-01",
        "reviewed_at": "2026-04-02",
        "reviewed_by_id": 3,
    }
    decision = read(SYSTEM, score, item).of("decision")
    assert decision.decision["actions"] == [{"kind": "account.terminated"}]
    assert decision.case["subject_kind"] == "account"


def test_a_flag_that_is_open_says_so(read):
    assert read(SYSTEM, {"reviewables": [], "reviewable_scores": [SCORE]}).only.closing == ""
