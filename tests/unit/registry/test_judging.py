from pathlib import Path

import pytest

from desks import Desk
from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.submission import Contents, pack
from senders import TODAY, header, notice, write_records


def submitted(desk: Desk, rows: list[dict[str, object]], **more: object) -> dict[str, object]:
    alpha = desk.senders["alpha"]
    records = write_records(alpha.folder / "x.jsonl", rows)
    return desk.receive(alpha.packed("x", records=(records,), **more))


def test_good_rows_are_kept_beside_bad_ones(desk: Desk) -> None:
    bad = {**notice("Alpha", 2), "outcome": "perhaps"}
    told = submitted(desk, [header("Alpha"), notice("Alpha", 1), bad])
    assert (told["status"], told["code"]) == ("partly", "PART")
    assert told["rows"] == {"read": 3, "accepted": 2, "rejected": 1}
    (place,) = told["files"][0]["places"]
    assert (place["line"], place["pointer"]) == (3, "/outcome")
    assert "perhaps" not in str(told)


def test_nothing_valid_is_rejected(desk: Desk) -> None:
    told = submitted(desk, [{"record": "notice"}])
    assert [one["code"] for one in told["problems"]] == ["nothing_valid"]


def test_records_of_another_service_or_period_are_rejected(desk: Desk) -> None:
    told = submitted(desk, [header("Beta"), notice("Beta", 1)])
    assert [one["code"] for one in told["problems"]] == ["other_service"]
    other = {**header("Alpha"), "period": {"start": "2025-01-01", "end": "2025-03-31"}}
    told = submitted(desk, [other, notice("Alpha", 1)])
    assert [one["code"] for one in told["problems"]] == ["other_period"]


def test_a_report_must_be_one(desk: Desk) -> None:
    alpha = desk.senders["alpha"]
    (alpha.folder / "report.json").write_text("{}")
    told = desk.receive(alpha.packed("r", reports=(alpha.folder / "report.json",)))
    assert [one["code"] for one in told["problems"]] == ["bad_report"]


def test_a_report_that_breaks_an_error_rule_is_refused(desk: Desk, report_of) -> None:
    report = report_of("Alpha", {"notices.received": 4711})
    report.write_text(report.read_text().replace('"exact"', '"suppressed"'))
    told = desk.receive(desk.senders["alpha"].packed("r", reports=(report,)))
    assert [one["code"] for one in told["problems"]] == ["bad_report"]
    assert told["files"][0]["rules"] == {"HS354": 1}
    (place,) = told["files"][0]["places"]
    assert place["pointer"] == "/sections/0/panels/0/figures/0/value"
    assert "4711" not in str(told)


def test_declared_facts_are_kept(desk: Desk) -> None:
    alpha = desk.senders["alpha"]
    (alpha.folder / "declared.toml").write_text("x = 1\n")
    told = desk.receive(alpha.submission(declared=(alpha.folder / "declared.toml",)))
    assert told["status"] == "accepted"
    assert "declared" in {one["role"] for one in desk.last().objects}


def test_a_report_about_something_else_is_not_packed(tmp_path: Path, report_of) -> None:
    report = report_of("Beta", {"notices.received": 4711})
    told = {"sender": "alpha", "period": parse_period("2026-Q1"), "packed_on": TODAY}
    with pytest.raises(UserError, match="the report is about another service"):
        pack(Contents(**told, service="Alpha", reports=(report,)), tmp_path / "s.zip")
    told["period"] = parse_period("2026-Q2")
    with pytest.raises(UserError, match="the report is about another period"):
        pack(Contents(**told, service="Beta", reports=(report,)), tmp_path / "s.zip")
    told["period"] = parse_period("2026-Q1")
    made = pack(Contents(**told, service="Beta", reports=(report,)), tmp_path / "s.zip")
    assert [one.role for one in made.members] == ["report"]
