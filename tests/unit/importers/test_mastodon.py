import json

import pytest

from harmscope.errors import UserError
from harmscope.importers import IMPORTERS
from harmscope.importers.log.entry import BadRow
from harmscope.importers.mastodon import (
    SYSTEM,
    account_id,
    action,
    category,
    origin,
    subject,
    target,
)
from harmscope.importers.platform_codes import OwnCodes
from harmscope.importers.run import Request, run


def test_ids_in_the_api_and_in_the_database(entry):
    assert account_id(entry(account={"id": "7"}), "account") == "7"
    assert account_id(entry(account_id=7), "account") == "7"
    assert account_id(entry(), "account") == ""


def test_both_shapes_are_one_subject(entry):
    assert target(entry(target_account={"id": "7"})) == target(entry(target_account_id="7"))
    assert target(entry(target_account_id="7")) == subject("7")


def test_a_row_without_a_target_is_refused(entry):
    with pytest.raises(BadRow):
        target(entry())


def test_origin_is_said_where_the_api_says_it(entry):
    assert origin(entry(target_account={"domain": None})) == {"origin": "local"}
    assert origin(entry(target_account={"domain": "x.example"})) == {"origin": "remote"}
    assert origin(entry(target_account_id="7")) == {}


@pytest.mark.parametrize(
    ("written", "code"), [("spam", "spam"), (1500, "legal"), ("2000", "violation")]
)
def test_categories_as_names_and_numbers(entry, writer, written, code):
    assert category(entry(category=written), writer)[0]["code"] == code
    assert writer.task.tally.total() == 0


def test_an_unknown_category_is_other_with_a_finding(entry, writer):
    assert category(entry(category="invented"), writer)[0]["code"] == "other"
    assert writer.task.tally.total("warning") == 1


@pytest.mark.parametrize(
    ("written", "name"), [(1250, "mark_statuses_as_sensitive"), ("none", "none")]
)
def test_actions_as_names_and_numbers(entry, writer, written, name):
    assert action(entry(action=written), writer) == name


def test_an_unknown_action_is_other_with_a_finding(entry, writer):
    assert action(entry(action=9999), writer) == ""
    assert writer.task.tally.counts["IM002"] == 1
    with pytest.raises(BadRow):
        action(entry(), writer)


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


def test_a_report_is_a_user_flag_and_a_legal_one_a_notice_under_law(read):
    assert read(SYSTEM, ROW).only.notice["kind"] == "user_flag"
    assert read(SYSTEM, ROW | {"category": 1500}).only.notice["kind"] == "legal_notice"


def test_posts_are_counted(read):
    assert read(SYSTEM, ROW | {"status_ids": "{1,2,3}"}).only.notice["item_count"] == 3
    assert "item_count" not in read(SYSTEM, ROW).only.notice


def test_resolved_is_a_closing_where_strikes_are_known(read):
    result = read(SYSTEM, ROW | {"action_taken_at": "2026-02-03T08:00:00Z"}, STRIKE)
    close = next(one for one in result.events if one.ref == ("reports#closed", "11"))
    assert not close.restricts
    assert close.answers == (("reports", "11"),)


def test_resolved_is_left_open_where_no_strikes_are_known(read):
    result = read(SYSTEM, ROW | {"action_taken_at": "2026-02-03T08:00:00Z"})
    assert result.only.kind == "notice"
    assert result.task.tally.total("warning") == 1


def test_old_versions_keep_a_yes_alone(read):
    row = ROW | {"action_taken": "t", "updated_at": "2026-02-04T08:00:00Z"}
    close = read(SYSTEM, row, STRIKE).events[-1]
    assert close.at.startswith("2026-02-04")


def test_a_newer_export_of_a_report_wins(read):
    newer = ROW | {"updated_at": "2026-02-05T08:00:00Z", "category": "spam"}
    (native,) = read(SYSTEM, newer, ROW).only.case["native"]
    assert native["code"] == "spam"


def test_rules_are_mapped_and_unmapped_ones_reported(read):
    own = OwnCodes({"rules": {"4": ("hate",)}})
    result = read(SYSTEM, ROW | {"rule_ids": [4, 5]}, own=own)
    assert result.only.case["harms"] == ["hate"]
    assert result.task.tally.total("warning") == 1


def test_a_webhook_holds_a_report(read):
    result = read(SYSTEM, {"event": "report.created", "created_at": "x", "object": ROW})
    assert result.only.ref == ("reports", "11")


def test_text_is_kept_where_it_is_asked_for(read):
    assert "text" not in read(SYSTEM, ROW).only.notice
    assert read(SYSTEM, ROW, keep_text=True).only.notice["text"] == "words"


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
def test_the_three_shapes(read, flag):
    event = read(SYSTEM, flag, keep_text=True).only
    assert event.notice["text"] == "words"
    assert event.notice["kind"] == "user_flag"


def test_posts_are_counted_beside_the_account(read):
    assert read(SYSTEM, MASTODON).only.notice["item_count"] == 2


def test_the_time_of_receipt_stands_beside_the_activity(read):
    bare = {name: value for name, value in MASTODON.items() if name != "published"}
    event = read(SYSTEM, {"activity": bare, "received_at": "2026-02-02T10:00:00Z"}).only
    assert event.at.startswith("2026-02-02")
    with pytest.raises(BadRow):
        read(SYSTEM, bare)


def test_other_activities_are_skipped(read):
    result = read(SYSTEM, MASTODON | {"type": "Like"})
    assert not result.events
    assert result.task.skipped.total() == 1


def test_flags_and_reports_together_are_refused(read):
    report = {"id": 1, "category": "spam", "created_at": "2026-02-01", "target_account_id": 1}
    with pytest.raises(UserError, match="both"):
        read(SYSTEM, MASTODON, report)


ROW_OF_STRIKES = {
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
def test_what_strikes_do(read, action, kind, subject):
    event = read(SYSTEM, ROW_OF_STRIKES | {"action": action}).only
    assert event.decision["actions"] == [{"kind": kind}]
    assert event.case["subject_kind"] == subject


def test_posts_count_where_the_strike_acts_on_them(read):
    assert read(SYSTEM, ROW_OF_STRIKES).only.decision["item_count"] == 2
    assert "item_count" not in read(SYSTEM, ROW_OF_STRIKES | {"action": "suspend"}).only.decision


def test_an_overruled_strike_is_reversed(read):
    result = read(SYSTEM, ROW_OF_STRIKES | {"overruled_at": "2026-02-09 20:00:00"})
    assert result.of("reversal").target == ("account_warnings", "51")


def test_without_a_moderator_nothing_is_said_of_automation(read):
    assert read(SYSTEM, ROW_OF_STRIKES).only.decision["automation"] == "none"
    assert "automation" not in read(SYSTEM, ROW_OF_STRIKES | {"account_id": ""}).only.decision


ROW_OF_APPEALS = {
    "id": 71,
    "account_id": 201,
    "account_warning_id": 51,
    "created_at": "2026-02-03 10:00:00",
}


def test_an_appeal_is_against_its_strike(read):
    event = read(SYSTEM, ROW_OF_APPEALS | {"approved_at": "", "rejected_at": ""}).only
    assert (event.kind, event.target) == ("appeal", ("account_warnings", "51"))
    assert event.appeal == {}
    assert event.subject == "account 201"


@pytest.mark.parametrize("column", ["approved_at", "rejected_at"])
def test_without_both_columns_nobody_knows_what_came_of_it(read, column):
    event = read(SYSTEM, ROW_OF_APPEALS | {column: ""}).only
    assert event.appeal == {"outcome": "unknown"}


@pytest.mark.parametrize(
    ("column", "outcome"), [("approved_at", "granted"), ("rejected_at", "denied")]
)
def test_what_came_of_it(read, column, outcome):
    end = read(SYSTEM, ROW_OF_APPEALS | {column: "2026-02-05 10:00:00"}).of("appeal_end")
    assert end.appeal == {"outcome": outcome}
    assert end.target == ("appeals", "71")


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("id account_id account_warning_id text created_at", "appeals"),
        ("id account_id target_account_id action text created_at", "account_warnings"),
        ("id category comment created_at target_account_id", "reports"),
        ("id type actor object", "flags"),
        ("id name", ""),
    ],
)
def test_tables_are_known_by_their_columns(columns, table):
    row = dict.fromkeys(columns.split(), "")
    assert [one.table for one in SYSTEM.entries(row, "f", 1, 0)] == [table]


def report(id_, closed="", **more):
    row = {
        "id": id_,
        "category": "spam",
        "created_at": "2026-01-05T10:00:00Z",
        "updated_at": closed or "2026-01-05T10:00:00Z",
        "action_taken_at": closed or None,
        "target_account_id": 50,
    }
    return row | more


def strike(id_, at, **more):
    row = {"id": id_, "action": 3000, "created_at": at, "target_account_id": 50, "account_id": 7}
    return row | more


def outcomes(tmp_path, *rows):
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    target = tmp_path / "out.jsonl"
    task = run(IMPORTERS["mastodon"], Request((str(tmp_path / "rows.json"),), str(target)))
    found = [json.loads(line) for line in target.read_text().splitlines()[1:]]
    notices = {one["notice_id"]: one["outcome"] for one in found if one["record"] == "notice"}
    return task, {id_.removeprefix("reports-"): outcome for id_, outcome in notices.items()}, found


AT, LATER = "2026-02-01T10:00:00Z", "2026-02-09T10:00:00Z"


def test_a_strike_acts_on_the_report_that_it_names(tmp_path):
    rows = [
        report(1, AT),
        report(2),
        report(3, "2026-02-01T20:00:00Z"),
        report(4, AT),
        strike(11, AT, report_id=1),
    ]
    _, found, records = outcomes(tmp_path, *rows)
    assert found == {"1": "acted", "2": "pending", "3": "no_action", "4": "acted"}
    found = [one["notice_ids"] for one in records if one["record"] == "incident"]
    assert sorted(map(sorted, found)) == [["reports-1", "reports-4"], ["reports-3"]]


def test_strikes_on_two_reports_of_one_account_are_two_cases(tmp_path):
    rows = [report(1, AT), report(2, LATER), strike(11, AT, report_id=1)]
    _, found, records = outcomes(tmp_path, *rows, strike(12, LATER, report_id=2))
    assert found == {"1": "acted", "2": "acted"}
    assert len([one for one in records if one["record"] == "incident"]) == 2


def test_a_strike_without_a_report_answers_what_was_closed_with_it(tmp_path):
    rows = [report(1, AT), report(2, LATER), strike(11, AT, report_id=None)]
    assert outcomes(tmp_path, *rows)[1] == {"1": "acted", "2": "no_action"}


def test_where_strikes_name_no_reports_they_answer_all_that_were_closed_after_them(tmp_path):
    rows = [report(1, AT), report(2, LATER), report(3), strike(11, AT)]
    assert outcomes(tmp_path, *rows)[1] == {"1": "acted", "2": "acted", "3": "pending"}


def test_a_report_without_a_category_and_a_strike_of_an_unknown_kind_are_kept(tmp_path):
    rows = [{k: v for k, v in report(1, AT).items() if k != "category"}]
    task, found, records = outcomes(tmp_path, *rows, strike(12, AT, action=5000, report_id=1))
    assert found == {"1": "acted"}
    (incident,) = [one for one in records if one["record"] == "incident"]
    assert "native" not in incident
    assert incident["decisions"][0]["actions"][0]["kind"] == "visibility.other"
    assert task.tally.counts["IM002"] == 1


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("id account_id action target_type target_id created_at", ""),
        ("id content report_id account_id created_at", ""),
        ("id category created_at", ""),
        ("id action target_account created_at", "account_warnings"),
        ("id action_taken target_account created_at", "reports"),
    ],
)
def test_a_table_is_known_by_what_makes_it_one(columns, table):
    row = dict.fromkeys(columns.split(), "")
    assert [one.table for one in SYSTEM.entries(row, "f", 1, 0)] == [table]


def test_a_webhook_on_something_else_is_foreign():
    row = {"event": "account.created", "object": {"id": "1"}, "created_at": AT}
    assert [one.table for one in SYSTEM.entries(row, "f", 1, 0)] == [""]
