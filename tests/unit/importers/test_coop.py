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


def test_an_action_does_what_the_mapping_says(entry, writer):
    writer.own = OwnCodes(actions={"Delete": "visibility.removed"})
    assert effect("Delete", entry(), writer, "action_name") == "visibility.removed"
    assert effect("Invented", entry(), writer, "action_name") == ""
    assert writer.task.tally.total("warning") == 1


@pytest.mark.parametrize(
    ("source", "automation_"),
    [("mrt-decision", "none"), ("retroaction", "full"), ("post-actions", None)],
)
def test_who_acted(entry, writer, source, automation_):
    assert automation(entry(action_source=source), writer).get("automation") == automation_


def test_every_source_of_the_list_is_decided_on(entry, writer):
    sources = [
        code.code for code in load_system(SCHEME).codes.values() if code.kind == "action-source"
    ]
    unsaid = [one for one in sources if not automation(entry(action_source=one), writer)]
    assert unsaid == ["post-actions"]


@pytest.mark.parametrize(
    "cell", ['[{"id":"1","name":"A","userStrikeCount":1}]', [{"id": "1", "name": "A"}]]
)
def test_policies_as_text_and_as_list(entry, cell):
    assert policies(entry(policies=cell), "policies") == [{"id": "1", "name": "A"}]


@pytest.mark.parametrize("cell", ["", "[]", "{}", None, "[1]"])
def test_what_is_no_list_has_no_policies(entry, cell):
    assert policies(entry(policies=cell), "policies") == []


def test_policies_are_mapped_by_id_or_name(entry, writer):
    own = OwnCodes({"policies": {"1": ("hate",), "B": ("fraud",)}})
    assert harms([{"id": "1", "name": "A"}, {"id": "2", "name": "B"}], own) == (
        ["hate", "fraud"],
        True,
    )
    writer.own = own
    policy_harms([{"name": "C"}], entry(), writer, "policies")
    assert writer.task.tally.total("warning") == 1


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


def test_an_action_is_a_decision(read):
    event = read(SYSTEM, ROW, own=OWN).only
    assert event.decision["actions"] == [{"kind": "visibility.removed"}]
    assert event.decision["policy_ref"] == "House rule"
    assert event.case["harms"] == ["hate"]


@pytest.mark.parametrize("failed", [1, "t", True])
def test_an_action_that_failed_did_not_happen(read, failed):
    result = read(SYSTEM, ROW | {"failed": failed}, own=OWN)
    assert not result.events
    assert result.task.skipped.total() == 1


def test_what_the_mapping_says_is_no_decision(read):
    assert not read(SYSTEM, ROW | {"action_name": "Queue"}, own=OWN).events


def test_no_action_and_reversal(read):
    assert not read(SYSTEM, ROW | {"action_name": "Allow"}, own=OWN).only.restricts
    assert read(SYSTEM, ROW | {"action_name": "Back"}, own=OWN).only.kind == "reversal"


def test_an_unmapped_action_counts_as_other(read):
    result = read(SYSTEM, ROW | {"action_name": "Invented"}, own=OWN)
    assert result.only.decision["actions"][0]["kind"] == "visibility.other"
    assert result.task.tally.total("warning") == 1


def test_one_action_on_two_items_is_two_rows(read):
    assert len(read(SYSTEM, ROW, ROW | {"item_id": "y"}, own=OWN).events) == 2


ROW_OF_REPORTS = {
    "request_id": "r",
    "reporter_user_id": "u",
    "reporter_kind": "user",
    "reported_at": "2026-03-01 20:00:00",
    "reported_item_id": "x",
    "reported_item_type_kind": "CONTENT",
    "policy_id": "p",
    "reported_for_reason": "words",
}
OWN_OF_REPORTS = OwnCodes({"policies": {"p": ("hate",)}})


def test_a_report_is_a_notice_on_its_item(read):
    event = read(SYSTEM, ROW_OF_REPORTS, own=OWN_OF_REPORTS).only
    assert (event.kind, event.subject, event.case["harms"]) == ("notice", "CONTENT x", ["hate"])


def test_a_report_of_a_rule_is_a_detection(read):
    assert (
        read(SYSTEM, ROW_OF_REPORTS | {"reporter_kind": "rule"}, own=OWN_OF_REPORTS).only.kind
        == "detection"
    )


@pytest.mark.parametrize(("kind", "automated"), [("system", True), ("moderator", False)])
def test_a_report_of_the_service_itself_is_no_flag_of_a_user(read, kind, automated):
    event = read(SYSTEM, ROW_OF_REPORTS | {"reporter_kind": kind}, own=OWN_OF_REPORTS).only
    assert event.kind == "detection"
    assert event.case["detection"] == {"source": "own_initiative", "automated": automated}


def test_a_reporter_of_an_unknown_kind_is_kept_and_said(read):
    result = read(SYSTEM, ROW_OF_REPORTS | {"reporter_kind": "partner"}, own=OWN_OF_REPORTS)
    assert result.only.kind == "notice"
    assert result.task.tally.total("warning") == 1


def test_an_appeal_is_about_its_item(read):
    row = {
        "appeal_id": "a",
        "appealed_at": "2026-03-05 10:00:00",
        "actioned_item_id": "x",
        "actioned_item_type_kind": "CONTENT",
    }
    event = read(SYSTEM, row).only
    assert (event.kind, event.subject) == ("appeal", "CONTENT x")
    assert event.appeal == {"outcome": "unknown"}


OWN_OF_RECENT = OwnCodes(actions={"Delete": "visibility.removed", "Ban": "account.terminated"})
ROW_OF_RECENT = {
    "Decisions": '["Delete","Ban"]',
    "Policies": "[]",
    "Reviewer": "Planted Name",
    "Queue": "Default",
    "Decision Time": "03/02/26 01:00:00\u202fPM",
    "Decision Reason": "",
    "Link": "https://coop.example/recent?jobId=abc",
}


def test_a_decision_can_do_several_things(read):
    event = read(SYSTEM, ROW_OF_RECENT, own=OWN_OF_RECENT).only
    assert [one["kind"] for one in event.decision["actions"]] == [
        "visibility.removed",
        "account.terminated",
    ]
    assert event.ref == ("recent", "abc")


@pytest.mark.parametrize("space", [" ", "\u202f", "\u00a0"])
def test_times_are_utc_whatever_the_space(read, space):
    row = ROW_OF_RECENT | {"Decision Time": f"03/02/26 01:00:00{space}PM"}
    assert read(SYSTEM, row, own=OWN_OF_RECENT).only.at.startswith("2026-03-02T13:00:00")


def test_a_cell_that_is_no_list_is_one_name(read):
    row = ROW_OF_RECENT | {"Decisions": "Delete"}
    assert read(SYSTEM, row, own=OWN_OF_RECENT).only.decision["actions"] == [
        {"kind": "visibility.removed"}
    ]
    broken = read(SYSTEM, row | {"Decisions": '["Delete"'}, own=OWN_OF_RECENT)
    assert broken.only.decision["actions"][0]["kind"] == "visibility.other"
    assert [one.rule for one in broken.task.tally.samples()] == ["IM002"]
    assert not read(SYSTEM, row | {"Decisions": "[]"}, own=OWN_OF_RECENT).events


def test_ignore_is_no_action(read):
    assert not read(
        SYSTEM, ROW_OF_RECENT | {"Decisions": '["Ignore"]'}, own=OWN_OF_RECENT
    ).only.restricts


@pytest.mark.parametrize(("link", "id_"), [("https://coop.example/jobs/j9/view", "j9"), ("", None)])
def test_the_job_is_in_the_link(read, link, id_):
    found = read(SYSTEM, ROW_OF_RECENT | {"Link": link}, own=OWN_OF_RECENT).only.ref[1]
    assert found == id_ if id_ else len(found) == 64


def test_a_broken_time_is_refused(read):
    with pytest.raises(BadRow):
        read(SYSTEM, ROW_OF_RECENT | {"Decision Time": "2 March"}, own=OWN_OF_RECENT)


def test_skips_are_skipped(read):
    row = {name: ROW_OF_RECENT[name] for name in ("Reviewer", "Queue", "Decision Time", "Link")}
    assert not read(SYSTEM, row).events


def test_both_logs_together_are_refused(read):
    row = {
        "action_id": "a",
        "action_name": "Delete",
        "correlation_id": "c",
        "ts": "2026-03-02 10:00:00",
        "item_id": "x",
    }
    with pytest.raises(UserError, match="both"):
        read(SYSTEM, ROW_OF_RECENT, row, own=OWN_OF_RECENT)


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
def test_tables_are_known_by_their_columns(columns, table):
    row = dict.fromkeys(columns.split(","), "")
    assert [one.table for one in SYSTEM.entries(row, "f", 1, 0)] == [table]


@pytest.mark.parametrize(
    "name", ["Accept Appeal", "Reject Appeal", "Move to Different Queue", "Report to NCMEC"]
)
def test_what_coop_itself_calls_a_decision_and_restricts_nothing(read, name):
    result = read(SYSTEM, ROW_OF_RECENT | {"Decisions": f'["{name}"]'}, own=OWN_OF_RECENT)
    assert not result.events
    assert result.task.tally.total() == 0
    both = read(SYSTEM, ROW_OF_RECENT | {"Decisions": f'["Delete","{name}"]'}, own=OWN_OF_RECENT)
    assert len(both.only.decision["actions"]) == 1


def test_a_job_that_was_closed_automatically_was_closed_by_no_person(read):
    row = ROW_OF_RECENT | {"Decisions": '["Closed Automatically"]', "Reviewer": "Automatic"}
    event = read(SYSTEM, row, own=OWN_OF_RECENT).only
    assert not event.restricts
    assert event.decision["automation"] == "full"


def test_items_of_a_manual_action_that_failed_are_not_counted(read):
    row = ROW_OF_RECENT | {"Origin": "Manual Action", "Items": "5", "Failed": "2"}
    assert read(SYSTEM, row, own=OWN_OF_RECENT).only.decision["item_count"] == 3
    assert not read(SYSTEM, row | {"Failed": "5"}, own=OWN_OF_RECENT).events


def test_the_list_of_recent_decisions_lacks_what_rules_did(read):
    gaps = read(SYSTEM, ROW_OF_RECENT, own=OWN_OF_RECENT).task.gaps
    assert gaps["decisions"]["partly"] is True


def test_a_decision_that_names_a_policy_stands_on_the_terms(read):
    named = ROW | {"policies": '[{"id": "p", "name": "A"}]'}
    assert read(SYSTEM, named, own=OWN).only.decision["ground"] == "terms"
    assert "ground" not in read(SYSTEM, ROW | {"policies": "[]"}, own=OWN).only.decision


@pytest.mark.parametrize("change", [{"action_source": "dream"}, {"item_type_kind": "PLANET"}])
def test_an_unknown_kind_is_a_finding_and_the_row_is_kept(read, change):
    result = read(SYSTEM, ROW | change, own=OWN)
    assert result.only.kind == "decision"
    assert result.task.tally.counts["IM002"] == 1
