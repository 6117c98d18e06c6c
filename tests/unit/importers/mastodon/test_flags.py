import pytest

from harmscope.errors import UserError
from harmscope.importers.entry import BadRow
from harmscope.importers.mastodon import SYSTEM

MASTODON = {
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": "https://one.example/1",
    "type": "Flag",
    "actor": "https://one.example/actor",
    "content": "words",
    "object": ["https://two.example/u/x", "https://two.example/p/1", "https://two.example/p/2"],
    "published": "2026-02-01T10:00:00Z",
}
LEMMY = {
    "id": "https://three.example/1",
    "type": "Flag",
    "actor": "https://three.example/u/y",
    "summary": "words",
    "object": "https://two.example/p/1",
    "audience": "https://two.example/c/z",
    "published": "2026-02-01T10:00:00Z",
}


@pytest.mark.parametrize(
    "flag", [MASTODON, LEMMY, LEMMY | {"content": "words"}], ids=["mastodon", "lemmy", "mbin"]
)
def test_the_three_shapes(tell, flag):
    event = tell(SYSTEM, flag, keep_text=True).only
    assert event.members["text"] == "words"
    assert event.members["kind"] == "user_flag"


def test_posts_are_counted_beside_the_account(tell):
    assert tell(SYSTEM, MASTODON).only.members["item_count"] == 2


def test_the_time_of_receipt_stands_beside_the_activity(tell):
    bare = {name: value for name, value in MASTODON.items() if name != "published"}
    event = tell(SYSTEM, {"activity": bare, "received_at": "2026-02-02T10:00:00Z"}).only
    assert event.at.startswith("2026-02-02")
    with pytest.raises(BadRow):
        tell(SYSTEM, bare)


def test_other_activities_are_skipped(tell):
    told = tell(SYSTEM, MASTODON | {"type": "Like"})
    assert not told.events
    assert told.task.skipped.total() == 1


def test_flags_and_reports_together_are_refused(tell):
    report = {"id": 1, "category": "spam", "created_at": "2026-02-01", "target_account_id": 1}
    with pytest.raises(UserError, match="both"):
        tell(SYSTEM, MASTODON, report)
