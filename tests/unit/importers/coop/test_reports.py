from harmscope.importers.coop import SYSTEM
from harmscope.importers.own_codes import OwnCodes

ROW = {
    "request_id": "r",
    "reporter_user_id": "u",
    "reporter_kind": "user",
    "reported_at": "2026-03-01 20:00:00",
    "reported_item_id": "x",
    "reported_item_type_kind": "CONTENT",
    "policy_id": "p",
    "reported_for_reason": "words",
}
OWN = OwnCodes({"policies": {"p": ("hate",)}})


def test_a_report_is_a_notice_on_its_item(tell):
    event = tell(SYSTEM, ROW, own=OWN).only
    assert (event.kind, event.subject, event.case["harms"]) == ("notice", "CONTENT x", ["hate"])


def test_a_report_of_a_rule_is_a_detection(tell):
    assert tell(SYSTEM, ROW | {"reporter_kind": "rule"}, own=OWN).only.kind == "detection"


def test_an_appeal_is_about_its_item(tell):
    row = {
        "appeal_id": "a",
        "appealed_at": "2026-03-05 10:00:00",
        "actioned_item_id": "x",
        "actioned_item_type_kind": "CONTENT",
    }
    event = tell(SYSTEM, row).only
    assert (event.kind, event.subject) == ("appeal", "CONTENT x")
