"""The official report is checked before it leaves."""

import csv
import json

from typer.testing import CliRunner

from harmscope.cli.app import app

HEAD = {
    "record": "dataset",
    "version": "1.1",
    "service": "Lanternfish",
    "time_zone": "UTC",
    "taxonomy": "harm@1.0.0",
    "disclosure": "restricted",
}


def case(name, harm, ground, source="user_flag"):
    law = {"legal_basis": "Some law"} if ground == "law" else {"policy_ref": "4"}
    decision = {
        "id": "d",
        "decided_at": "2025-07-03T10:00:00Z",
        "actions": [{"kind": "visibility.removed"}],
        "automation": "none",
        "ground": ground,
        **law,
    }
    return {
        "record": "incident",
        "version": "1.0",
        "incident_id": name,
        "service": "Lanternfish",
        "subject_kind": "content",
        "harm": {"primary": harm},
        "detection": {"source": source, "automated": False},
        "decisions": [decision],
    }


def notice(name, harm):
    return {
        "record": "notice",
        "version": "1.0",
        "notice_id": name,
        "service": "Lanternfish",
        "kind": "legal_notice",
        "received_at": "2025-07-02T10:00:00Z",
        "outcome": "no_action",
        "decided_at": "2025-07-02T12:00:00Z",
        "item_count": 1,
        "harm": {"primary": harm},
    }


def run(folder, *records):
    source = folder / "records.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in (HEAD, *records)), "utf-8")
    options = ["--profile", "dsa-harmonised", "--period", "2025-07", "--service", "Lanternfish"]
    options += ["--clock", "2026-01-01", "-o", str(folder / "out")]
    return CliRunner().invoke(app, ["report", str(source), *options])


def shown(folder, sheet, code, column):
    with (folder / "out" / "dsa" / sheet).open(encoding="utf-8-sig", newline="") as file:
        return [row[column] for row in csv.reader(file) if row[3] == code]


def test_what_has_no_row_goes_where_there_is_room_and_adds_up(tmp_path):
    harms = ("platform-abuse.spam", "platform-abuse.malware", "suitability.profanity", "hate")
    records = [notice(f"n{number}", harm) for number, harm in enumerate(harms)]
    records += [case(f"i{number}", harm, "terms") for number, harm in enumerate(harms)]
    result = run(tmp_path, *records)
    assert result.exit_code == 0, result.output
    assert "no_row_of_their_own: 3. Sheet 4" in result.output
    for name in ("Spam 1", "Malware and system attacks 1"):
        assert name in result.output
    assert "checked: no sheet contradicts another" in result.output
    other = "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE"
    assert shown(tmp_path, "4_notices.csv", other, 5) == ["3"]
    assert "Spam 1" in shown(tmp_path, "4_notices.csv", other, 15)[0]
    rest = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
    assert shown(tmp_path, "6_own_initiative_TC.csv", rest, 5) == ["3"]


def test_a_report_that_does_not_add_up_ends_with_one_and_says_why(tmp_path):
    records = [case("a", "platform-abuse.malware", "law"), case("b", "hate", "law")]
    result = run(tmp_path, *records)
    assert result.exit_code == 1
    assert "RD050" in result.output
    assert "Sheet 5, Measures at own initiative: Malware and system attacks 1." in result.output
    assert "Give these cases a category of the sheet" in result.output
    assert (
        "Malware and system attacks 1"
        in shown(tmp_path, "5_own_initiative_illegal.csv", "TOTAL", 21)[0]
    )


def test_an_order_of_no_state_is_said_with_what_to_do(tmp_path):
    order = notice("a", "hate") | {"kind": "authority_order", "order": {"kind": "act"}}
    result = run(
        tmp_path, order, order | {"notice_id": "b", "order": {"kind": "act", "state": "DE"}}
    )
    assert result.exit_code == 1
    assert "HS601" in result.output
    assert "order_state_not_stated: 1." in result.output
    assert "Give order.state in the notices of kind authority_order" in result.output
    assert "Received in: 2025-07 1." in result.output
