import pytest

from harmscope.importers.entry import BadRow
from harmscope.importers.lemmy import SYSTEM

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


def test_a_removal_and_its_undoing(tell):
    assert tell(SYSTEM, old("removed_posts", "mod_remove_post", POST)).only.restricts
    undone = POST | {"removed": False}
    assert tell(SYSTEM, old("removed_posts", "mod_remove_post", undone)).only.kind == "reversal"


def test_ids_repeat_across_arrays(tell):
    page = old("removed_posts", "mod_remove_post", POST) | old("banned", "mod_ban", BAN)
    assert {one.ref for one in tell(SYSTEM, page).events} == {
        ("removed_posts", "1"),
        ("banned", "1"),
    }


@pytest.mark.parametrize(
    ("expires", "kind"),
    [(None, "account.terminated"), ("2026-06-01T00:00:00Z", "account.suspended")],
)
def test_bans_with_and_without_end(tell, expires, kind):
    event = tell(SYSTEM, old("banned", "mod_ban", BAN | {"expires": expires})).only
    assert event.members["actions"][0]["kind"] == kind


def test_bans_from_two_communities_are_lifted_apart(tell):
    rows = [BAN | {"id": n, "community_id": n} for n in (1, 2)]
    events = tell(
        SYSTEM, *(old("banned_from_community", "mod_ban_from_community", row) for row in rows)
    )
    assert len({one.marks for one in events.events}) == 2


def test_a_purge_names_nothing(tell):
    row = {"id": 4, "community_id": 1, "when_": "2026-05-01T10:00:00Z"}
    event = tell(SYSTEM, old("admin_purged_posts", "admin_purge_post", row)).only
    assert event.subject == "purge admin_purged_posts 4"


def test_the_shape_of_1_0(tell):
    event = tell(SYSTEM, {"items": [new("mod_remove_post")]}).only
    assert (event.subject, event.case["origin"]) == ("post 31", "remote")
    assert tell(SYSTEM, new("mod_remove_post", is_revert=True)).only.kind == "reversal"


def test_rows_out_of_the_database(tell):
    row = new("mod_remove_post")["modlog"] | {"target_post_id": 31}
    assert tell(SYSTEM, row).only.subject == "post 31"


def test_children_of_a_bulk_action_count_at_their_parent(tell):
    child = tell(SYSTEM, new("mod_remove_post", bulk_action_parent_id=9))
    assert not child.events
    assert child.task.skipped.total() == 1
    assert tell(SYSTEM, new("admin_ban", child_count=3)).only.members["item_count"] == 3


def test_a_row_without_its_target_is_refused(tell):
    with pytest.raises(BadRow):
        tell(SYSTEM, new("mod_remove_comment"))


def test_an_unknown_kind_is_told_and_skipped(tell):
    told = tell(SYSTEM, new("mod_invented"))
    assert not told.events
    assert told.task.tally.total("warning") == 1
