import pytest

from harmscope.importers.mastodon import SYSTEM

ROW = {
    "id": 51,
    "action": "delete_statuses",
    "created_at": "2026-02-02 20:00:00",
    "target_account_id": 201,
    "account_id": 1,
    "status_ids": "{1,2}",
}


@pytest.mark.parametrize(
    ("action", "kind", "subject"),
    [
        ("none", "account.warned", "account"),
        ("disable", "account.suspended", "account"),
        ("mark_statuses_as_sensitive", "visibility.labelled", "content"),
        ("delete_statuses", "visibility.removed", "content"),
        ("sensitive", "visibility.labelled", "account"),
        ("silence", "visibility.demoted", "account"),
        ("suspend", "account.suspended", "account"),
    ],
)
def test_what_strikes_do(tell, action, kind, subject):
    event = tell(SYSTEM, ROW | {"action": action}).only
    assert event.members["actions"] == [{"kind": kind}]
    assert event.case["subject_kind"] == subject


def test_posts_count_where_the_strike_acts_on_them(tell):
    assert tell(SYSTEM, ROW).only.members["item_count"] == 2
    assert "item_count" not in tell(SYSTEM, ROW | {"action": "suspend"}).only.members


def test_an_overruled_strike_is_reversed(tell):
    told = tell(SYSTEM, ROW | {"overruled_at": "2026-02-09 20:00:00"})
    assert told.of("reversal").target == ("account_warnings", "51")


def test_without_a_moderator_nothing_is_said_of_automation(tell):
    assert tell(SYSTEM, ROW).only.members["automation"] == "none"
    assert "automation" not in tell(SYSTEM, ROW | {"account_id": ""}).only.members
