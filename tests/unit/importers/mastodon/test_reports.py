from harmscope.importers.mastodon import SYSTEM
from harmscope.importers.own_codes import OwnCodes

ROW = {
    "id": 11,
    "category": "violation",
    "created_at": "2026-02-02T08:00:00Z",
    "updated_at": "2026-02-02T08:00:00Z",
    "target_account_id": 201,
    "account_id": 301,
    "comment": "words",
}
STRIKE = {"id": 1, "action": 0, "created_at": "2026-02-01 08:00:00", "target_account_id": 999}


def test_a_report_is_a_user_flag_and_a_legal_one_a_notice_under_law(tell):
    assert tell(SYSTEM, ROW).only.members["kind"] == "user_flag"
    assert tell(SYSTEM, ROW | {"category": 1500}).only.members["kind"] == "legal_notice"


def test_posts_are_counted(tell):
    assert tell(SYSTEM, ROW | {"status_ids": "{1,2,3}"}).only.members["item_count"] == 3
    assert "item_count" not in tell(SYSTEM, ROW).only.members


def test_resolved_is_a_closing_where_strikes_are_known(tell):
    told = tell(SYSTEM, ROW | {"action_taken_at": "2026-02-03T08:00:00Z"}, STRIKE)
    close = next(one for one in told.events if one.ref == ("reports#closed", "11"))
    assert not close.restricts
    assert close.answers == (("reports", "11"),)


def test_resolved_is_left_open_where_no_strikes_are_known(tell):
    told = tell(SYSTEM, ROW | {"action_taken_at": "2026-02-03T08:00:00Z"})
    assert told.only.kind == "notice"
    assert told.task.tally.total("warning") == 1


def test_old_versions_keep_a_yes_alone(tell):
    row = ROW | {"action_taken": "t", "updated_at": "2026-02-04T08:00:00Z"}
    close = tell(SYSTEM, row, STRIKE).events[-1]
    assert close.at.startswith("2026-02-04")


def test_a_newer_export_of_a_report_wins(tell):
    newer = ROW | {"updated_at": "2026-02-05T08:00:00Z", "category": "spam"}
    (native,) = tell(SYSTEM, newer, ROW).only.case["native"]
    assert native["code"] == "spam"


def test_rules_are_mapped_and_unmapped_ones_told(tell):
    own = OwnCodes({"rules": {"4": ("hate",)}})
    told = tell(SYSTEM, ROW | {"rule_ids": [4, 5]}, own=own)
    assert told.only.case["harms"] == ["hate"]
    assert told.task.tally.total("warning") == 1


def test_a_webhook_holds_a_report(tell):
    told = tell(SYSTEM, {"event": "report.created", "created_at": "x", "object": ROW})
    assert told.only.ref == ("reports", "11")


def test_text_is_kept_where_it_is_asked_for(tell):
    assert "text" not in tell(SYSTEM, ROW).only.members
    assert tell(SYSTEM, ROW, keep_text=True).only.members["text"] == "words"
