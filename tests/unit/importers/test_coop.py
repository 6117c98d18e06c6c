""""""

import pytest

from harmscope.errors import UserError
from harmscope.importers.coop import (
    SCHEME,
    SYSTEM,
    automation,
    effect,
    harms,
    policies,
    policy_harms,
)
from harmscope.importers.log.entry import BadRow
from harmscope.importers.platform_codes import OwnCodes
from harmscope.taxonomy import load_system


def test_an_action_does_what_the_mapping_says(entry, scribe):
    scribe.own = OwnCodes(actions={"Delete": "visibility.removed"})
    assert effect("Delete", entry(), scribe, "action_name") == "visibility.removed"
    assert effect("Invented", entry(), scribe, "action_name") == ""
    assert scribe.task.tally.total("warning") == 1


@pytest.mark.parametrize(
    ("source", "automation_"),
    [("mrt-decision", "none"), ("retroaction", "full"), ("post-actions", None)],
)
def test_who_acted(entry, source, automation_):
    assert automation(entry(action_source=source)).get("automation") == automation_


def test_every_source_of_the_list_is_decided_on(entry):
    sources = [
        code.code for code in load_system(SCHEME).codes.values() if code.kind == "action-source"
    ]
    unsaid = [one for one in sources if not automation(entry(action_source=one))]
    assert unsaid == ["post-actions"]


@pytest.mark.parametrize(
    "cell", ['[{"id":"1","name":"A","userStrikeCount":1}]', [{"id": "1", "name": "A"}]]
)
def test_policies_as_text_and_as_list(entry, cell):
    assert policies(entry(policies=cell), "policies") == [{"id": "1", "name": "A"}]


@pytest.mark.parametrize("cell", ["", "no json", "{}", None, "[1]"])
def test_what_is_no_list_has_no_policies(entry, cell):
    assert policies(entry(policies=cell), "policies") == []


def test_policies_are_mapped_by_id_or_name(entry, scribe):
    own = OwnCodes({"policies": {"1": ("hate",), "B": ("fraud",)}})
    assert harms([{"id": "1", "name": "A"}, {"id": "2", "name": "B"}], own) == (
        ["hate", "fraud"],
        True,
    )
    scribe.own = own
    policy_harms([{"name": "C"}], entry(), scribe, "policies")
    assert scribe.task.tally.total("warning") == 1


OWN = OwnCodes(
    {"policies": {"p": ("hate",)}},
    {
        "Delete": "visibility.removed",
        "Queue": "not-a-decision",
        "Allow": "no-action",
        "Back": "reversal",
    },
)
ROW = {
    "action_id": "a",
    "action_name": "Delete",
    "correlation_id": "mrt-decision:1",
    "action_source": "mrt-decision",
    "ts": "2026-03-02 10:00:00.000",
    "item_id": "x",
    "item_type_kind": "CONTENT",
    "policies": '[{"id":"p","name":"House rule"}]',
    "failed": 0,
}


def test_an_action_is_a_decision(tell):
    event = tell(SYSTEM, ROW, own=OWN).only
    assert event.members["actions"] == [{"kind": "visibility.removed"}]
    assert event.members["policy_ref"] == "House rule"
    assert event.case["harms"] == ["hate"]


@pytest.mark.parametrize("failed", [1, "t", True])
def test_an_action_that_failed_did_not_happen(tell, failed):
    told = tell(SYSTEM, ROW | {"failed": failed}, own=OWN)
    assert not told.events
    assert told.task.skipped.total() == 1


def test_what_the_mapping_says_is_no_decision(tell):
    assert not tell(SYSTEM, ROW | {"action_name": "Queue"}, own=OWN).events


def test_no_action_and_reversal(tell):
    assert not tell(SYSTEM, ROW | {"action_name": "Allow"}, own=OWN).only.restricts
    assert tell(SYSTEM, ROW | {"action_name": "Back"}, own=OWN).only.kind == "reversal"


def test_an_unmapped_action_counts_as_other(tell):
    told = tell(SYSTEM, ROW | {"action_name": "Invented"}, own=OWN)
    assert told.only.members["actions"][0]["kind"] == "visibility.other"
    assert told.task.tally.total("warning") == 1


def test_one_action_on_two_items_is_two_rows(tell):
    assert len(tell(SYSTEM, ROW, ROW | {"item_id": "y"}, own=OWN).events) == 2


ROW_of_reports = {
    "request_id": "r",
    "reporter_user_id": "u",
    "reporter_kind": "user",
    "reported_at": "2026-03-01 20:00:00",
    "reported_item_id": "x",
    "reported_item_type_kind": "CONTENT",
    "policy_id": "p",
    "reported_for_reason": "words",
}
OWN_of_reports = OwnCodes({"policies": {"p": ("hate",)}})


def test_a_report_is_a_notice_on_its_item(tell):
    event = tell(SYSTEM, ROW_of_reports, own=OWN_of_reports).only
    assert (event.kind, event.subject, event.case["harms"]) == ("notice", "CONTENT x", ["hate"])


def test_a_report_of_a_rule_is_a_detection(tell):
    assert (
        tell(SYSTEM, ROW_of_reports | {"reporter_kind": "rule"}, own=OWN_of_reports).only.kind
        == "detection"
    )


def test_an_appeal_is_about_its_item(tell):
    row = {
        "appeal_id": "a",
        "appealed_at": "2026-03-05 10:00:00",
        "actioned_item_id": "x",
        "actioned_item_type_kind": "CONTENT",
    }
    event = tell(SYSTEM, row).only
    assert (event.kind, event.subject) == ("appeal", "CONTENT x")


OWN_of_recent = OwnCodes(actions={"Delete": "visibility.removed", "Ban": "account.terminated"})
ROW_of_recent = {
    "Decisions": '["Delete","Ban"]',
    "Policies": "[]",
    "Reviewer": "Planted Name",
    "Queue": "Default",
    "Decision Time": "03/02/26 01:00:00\u202fPM",
    "Decision Reason": "",
    "Link": "https://coop.example/recent?jobId=abc",
}


def test_a_decision_can_do_several_things(tell):
    event = tell(SYSTEM, ROW_of_recent, own=OWN_of_recent).only
    assert [one["kind"] for one in event.members["actions"]] == [
        "visibility.removed",
        "account.terminated",
    ]
    assert event.ref == ("recent", "abc")


@pytest.mark.parametrize("space", [" ", "\u202f", "\u00a0"])
def test_times_are_utc_whatever_the_space(tell, space):
    row = ROW_of_recent | {"Decision Time": f"03/02/26 01:00:00{space}PM"}
    assert tell(SYSTEM, row, own=OWN_of_recent).only.at.startswith("2026-03-02T13:00:00")


def test_ignore_is_no_action(tell):
    assert not tell(
        SYSTEM, ROW_of_recent | {"Decisions": '["Ignore"]'}, own=OWN_of_recent
    ).only.restricts


@pytest.mark.parametrize(("link", "id_"), [("https://coop.example/jobs/j9/view", "j9"), ("", None)])
def test_the_job_is_in_the_link(tell, link, id_):
    found = tell(SYSTEM, ROW_of_recent | {"Link": link}, own=OWN_of_recent).only.ref[1]
    assert found == id_ if id_ else len(found) == 64


def test_a_broken_time_is_refused(tell):
    with pytest.raises(BadRow):
        tell(SYSTEM, ROW_of_recent | {"Decision Time": "2 March"}, own=OWN_of_recent)


def test_skips_are_skipped(tell):
    row = {name: ROW_of_recent[name] for name in ("Reviewer", "Queue", "Decision Time", "Link")}
    assert not tell(SYSTEM, row).events


def test_both_logs_together_are_refused(tell):
    row = {
        "action_id": "a",
        "action_name": "Delete",
        "correlation_id": "c",
        "ts": "2026-03-02 10:00:00",
        "item_id": "x",
    }
    with pytest.raises(UserError, match="both"):
        tell(SYSTEM, ROW_of_recent, row, own=OWN_of_recent)


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("action_id,action_name,correlation_id,ts", "executions"),
        ("request_id,reported_at,reported_item_id", "reports"),
        ("appeal_id,appealed_at,actioned_item_id", "appeals"),
        ("Decisions,Policies,Reviewer,Queue,Decision Time,Decision Reason,Link", "recent"),
        ("Reviewer,Queue,Decision Time,Link", "skips"),
    ],
)
def test_tables_are_told_by_their_columns(columns, table):
    row = dict.fromkeys(columns.split(","), "")
    assert [one.table for one in SYSTEM.entries(row, "f", 1, 0)] == [table]
