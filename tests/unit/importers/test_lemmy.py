import pytest

from harmscope.importers.lemmy import ARRAYS, KINDS, SUBJECTS, SYSTEM, as_listed, harms
from harmscope.importers.log.entry import BadRow
from harmscope.importers.platform_codes import OwnCodes
from harmscope.taxonomy import codelist, load_system


@pytest.mark.parametrize(
    ("ref", "kind", "ours"),
    [("lemmy@0.19", "modlog-array", ARRAYS), ("lemmy@1.0", "modlog-kind", KINDS)],
)
def test_every_code_of_the_list_is_known(ref, kind, ours):
    codes = {code.code for code in load_system(ref).codes.values() if code.kind == kind}
    assert set(ours) == codes


def test_deeds_are_action_kinds_on_known_targets():
    deeds = [action for _, action in ARRAYS.values()] + list(KINDS.values())
    kinds = {"ban", *codelist("action-kind").codes}
    assert all(action.kind in kinds and action.target in SUBJECTS for action in deeds if action)


def test_without_a_mapping_a_reason_is_no_fault(entry, writer):
    assert harms(entry(reason="spam"), writer) == {}
    assert writer.task.tally.total() == 0


def test_phrases_are_found_whatever_their_case(entry, writer):
    writer.own = OwnCodes({"reasons": {"Hate Speech": ("hate",), "spam": ("platform-abuse.spam",)}})
    found = harms(entry(reason="SPAM and hate speech"), writer)
    assert found == {"harms": ["hate", "platform-abuse.spam"]}


def test_a_reason_without_a_phrase_is_reported(entry, writer):
    writer.own = OwnCodes({"reasons": {"spam": ("platform-abuse.spam",)}})
    assert harms(entry(reason="off topic"), writer) == {}
    assert writer.task.tally.total("warning") == 1


def test_no_reason_is_no_fault(entry, writer):
    writer.own = OwnCodes({"reasons": {"spam": ("platform-abuse.spam",)}})
    assert harms(entry(reason=None), writer) == {}
    assert writer.task.tally.total() == 0


POST = {"id": 1, "post_id": 11, "reason": "x", "removed": True, "when_": "2026-05-01T10:00:00Z"}
BAN = {
    "id": 1,
    "other_person_id": 7,
    "banned": True,
    "expires": None,
    "when_": "2026-05-01T10:00:00Z",
}


def old(array, member, row, **view):
    return {array: [{member: row, **view}]}


def new(kind, **more):
    row = {"id": 1, "kind": kind, "is_revert": False, "published_at": "2026-06-01T10:00:00Z"}
    view = {"target_post": {"id": 31, "local": False}, "target_person": {"id": 7, "local": True}}
    return {"modlog": row | more, **view}


def test_a_removal_and_its_undoing(read):
    assert read(SYSTEM, old("removed_posts", "mod_remove_post", POST)).only.restricts
    undone = POST | {"removed": False}
    assert read(SYSTEM, old("removed_posts", "mod_remove_post", undone)).only.kind == "reversal"


def test_ids_repeat_across_arrays(read):
    page = old("removed_posts", "mod_remove_post", POST) | old("banned", "mod_ban", BAN)
    assert {one.ref for one in read(SYSTEM, page).events} == {
        ("removed_posts", "1"),
        ("banned", "1"),
    }


@pytest.mark.parametrize(
    ("expires", "kind"),
    [(None, "account.terminated"), ("2026-06-01T00:00:00Z", "account.suspended")],
)
def test_bans_with_and_without_end(read, expires, kind):
    event = read(SYSTEM, old("banned", "mod_ban", BAN | {"expires": expires})).only
    assert event.decision["actions"][0]["kind"] == kind


def test_bans_from_two_communities_are_lifted_apart(read):
    rows = [BAN | {"id": n, "community_id": n} for n in (1, 2)]
    events = read(
        SYSTEM, *(old("banned_from_community", "mod_ban_from_community", row) for row in rows)
    )
    assert len({one.marks for one in events.events}) == 2


def test_a_purge_names_nothing(read):
    row = {"id": 4, "community_id": 1, "when_": "2026-05-01T10:00:00Z"}
    event = read(SYSTEM, old("admin_purged_posts", "admin_purge_post", row)).only
    assert event.subject == "purge admin_purged_posts 4"


def test_the_shape_of_1_0(read):
    event = read(SYSTEM, {"items": [new("mod_remove_post")]}).only
    assert (event.subject, event.case["origin"]) == ("post 31", "remote")
    assert read(SYSTEM, new("mod_remove_post", is_revert=True)).only.kind == "reversal"


def test_rows_out_of_the_database(read):
    row = new("mod_remove_post")["modlog"] | {"target_post_id": 31}
    assert read(SYSTEM, row).only.subject == "post 31"


def test_children_of_a_bulk_action_count_at_their_parent(read):
    child = read(SYSTEM, new("mod_remove_post", bulk_action_parent_id=9))
    assert not child.events
    assert child.task.skipped.total() == 1
    assert read(SYSTEM, new("admin_ban", child_count=3)).only.decision["item_count"] == 3


def test_a_row_without_its_target_is_refused(read):
    with pytest.raises(BadRow):
        read(SYSTEM, new("mod_remove_comment"))


def test_an_unknown_kind_is_reported_and_skipped(read):
    result = read(SYSTEM, new("mod_invented"))
    assert not result.events
    assert result.task.tally.total("warning") == 1


ROW = {
    "id": 1,
    "creator_id": 81,
    "post_id": 12,
    "reason": "words",
    "resolved": False,
    "published": "2026-05-02T08:00:00Z",
    "updated": None,
}
DONE = {"resolved": True, "updated": "2026-05-02T10:00:00Z"}
LOG = {
    "removed_posts": [
        {
            "mod_remove_post": {
                "id": 1,
                "post_id": 99,
                "removed": True,
                "when_": "2026-05-01T10:00:00Z",
            }
        }
    ]
}


def view(row):
    return {"post_reports": [{"post_report": row, "post": {"id": 12}}]}


def test_a_report_is_a_notice_on_its_post(read):
    event = read(SYSTEM, view(ROW)).only
    assert (event.kind, event.subject, event.ref) == ("notice", "post 12", ("post_reports", "1"))


def test_a_resolved_report_is_closed_where_the_log_is_known(read):
    close = read(SYSTEM, view(ROW | DONE), LOG).events[-1]
    assert close.answers == (("post_reports", "1"),)


def test_what_came_of_it_is_not_known_where_there_is_no_log(read):
    result = read(SYSTEM, view(ROW | DONE))
    assert (result.only.kind, result.only.closing) == ("notice", "2026-05-02T10:00:00.000000Z")
    assert result.task.tally.total("warning") == 1


def test_rows_of_1_0_and_of_other_kinds(read):
    row = {
        "id": 3,
        "creator_id": 81,
        "comment_id": 5,
        "resolved": "f",
        "published_at": "2026-05-02T08:00:00Z",
    }
    assert read(SYSTEM, row).only.ref == ("comment_reports", "3")


def test_words_are_kept_where_they_are_asked_for(read):
    assert "text" not in read(SYSTEM, view(ROW)).only.notice
    assert read(SYSTEM, view(ROW), keep_text=True).only.notice["text"] == "words"


@pytest.mark.parametrize("name", ["items", "reports"])
def test_a_page_of_1_0_holds_reports_of_every_kind(read, name):
    post = {"type_": "post", "post_report": ROW, "post": {"id": 12}}
    comment = {"type_": "comment", "comment_report": ROW | {"comment_id": 5}}
    result = read(SYSTEM, {name: [post, comment], "next_page": "x"})
    assert [event.subject for event in result.events] == ["comment 5", "post 12"]


def test_a_row_that_holds_nothing_known_stays_where_it_was(entry):
    assert as_listed(entry(type_="new"))[0].table == entry(type_="new").table


def test_both_shapes_of_the_log_are_told_apart():
    old = {"removed_posts": [{"mod_remove_post": {}}], "banned": []}
    new = {"items": [{"modlog": {}}], "next_page": "x"}
    assert [row.table for row in SYSTEM.entries(old, "f", 1, 0)] == ["removed_posts"]
    assert [row.table for row in SYSTEM.entries(new, "f", 1, 0)] == ["modlog"]


def test_no_appeals_are_said_to_be_not_recorded():
    assert "appeals" in dict(SYSTEM.not_recorded)


def test_content_that_went_with_a_ban_is_a_hole_of_the_old_log(read):
    banned = read(SYSTEM, old("banned", "mod_ban", BAN)).task
    assert banned.gaps["content_decisions"]["partly"]
    assert "ban" in banned.gaps["content_decisions"]["reason"]
    undone = read(SYSTEM, old("banned", "mod_ban", BAN | {"banned": False})).task
    assert not undone.gaps
    assert not read(SYSTEM, old("removed_posts", "mod_remove_post", POST)).task.gaps


def report(**more):
    row = {"id": 1, "creator_id": 2, "post_id": 3, "published": "2026-05-01T10:00:00Z"}
    return {"post_reports": [{"post_report": row | more}]}


@pytest.mark.parametrize(("resolved", "closing"), [(False, ""), ("f", ""), (None, None)])
def test_a_report_that_is_not_resolved_is_open(read, resolved, closing):
    assert read(SYSTEM, report(resolved=resolved)).only.closing == closing


@pytest.mark.parametrize("removed", [False, "f", "false", 0])
def test_what_is_not_removed_any_more_was_restored(read, removed):
    row = {"id": 1, "post_id": 11, "removed": removed, "when_": "2026-05-03T10:00:00Z"}
    assert read(SYSTEM, {"removed_posts": [{"mod_remove_post": row}]}).only.kind == "reversal"
