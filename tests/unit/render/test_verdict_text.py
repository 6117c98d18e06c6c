""""""

import json
from datetime import date
from pathlib import Path

from harmscope.findings import Finding, Tally
from harmscope.render import verdict_text
from harmscope.render.verdict_text import Gap, completeness, gaps, profile_dict, profile_text
from harmscope.rules import CATALOGUE
from harmscope.validation import FileCount, Verdict, validate
from harmscope.validation.statistics import Profile


def profile() -> Profile:
    made = Profile()
    row = {"record": "notice", "notice_id": "n"}
    made.see(row | {"received_at": "2026-01-01", "outcome": "acted", "decided_at": "2026-01-01"})
    made.see(row | {"received_at": "2026-01-05", "harm": {"primary": "hate"}})
    return made


def test_members_are_whole_partly_or_never_given() -> None:
    found = completeness("notice", profile().kinds["notice"])
    assert "received_at" in found.whole
    assert ("outcome", 1, 2) in found.part
    assert ("harm.primary", 1, 2) in found.part
    assert "requester" in found.never
    assert not [path for path in found.never if path.startswith("requester.")]


def test_gaps_lie_between_days() -> None:
    days = {date(2026, 1, day): 1 for day in (1, 2, 5, 9)} | {date(2026, 1, 12): 0}
    found = gaps(days)
    assert found == [
        Gap(date(2026, 1, 3), date(2026, 1, 4)),
        Gap(date(2026, 1, 6), date(2026, 1, 8)),
    ]
    assert [gap.days for gap in found] == [2, 3]
    assert gaps({}) == []


def test_as_text() -> None:
    lines = profile_text(profile())
    assert lines[0] == "accepted notice records: 2"
    assert "  outcome: given in 1 of 2" in lines
    assert "    the same day, hour not known: 1" in lines
    assert "    longest gap: 2026-01-02 to 2026-01-04 (3 days)" in lines


def test_as_json() -> None:
    found = json.loads(json.dumps(profile_dict(profile())))["notice"]
    assert found["members"]["outcome"] == {"given": 1, "of": 2}
    assert found["days"] == {"2026-01-01": 1, "2026-01-05": 1}
    assert found["gaps"] == [{"first": "2026-01-02", "last": "2026-01-04"}]
    assert "order.kind" in found["members"]


def test_nothing_seen_says_nothing() -> None:
    assert profile_text(Profile()) == []
    assert profile_dict(Profile()) == {}


CASES = Path(__file__).parents[2] / "cases"


def test_the_document_holds_counts_places_and_what_was_not_run() -> None:
    document = json.loads(verdict_text.verdict_json(validate([CASES / "HS102" / "bad.jsonl"])))
    assert document["rows"] == {"seen": 2, "accepted": 1, "rejected": 1, "skipped": 0}
    assert document["findings"] == {"error": 2, "warning": 0, "info": 0}
    assert document["rules"] == [
        {
            "rule": "HS102",
            "slug": "decision_before_content",
            "severity": "error",
            "count": 2,
        }
    ]
    assert document["samples"][0]["pointer"] == "/decisions/0/decided_at"
    assert {one["rule"] for one in document["not_run"]} >= {"HS113"}


def test_waived_findings_and_the_profile_have_members_of_their_own() -> None:
    profile = Profile()
    path = CASES / "HS203" / "bad.jsonl"
    verdict = validate([path], tally=Tally(excuse=lambda one: "known"), profile=profile)
    document = json.loads(verdict_text.verdict_json(verdict, profile))
    assert document["waived"] == {"HS203": 1}
    assert document["findings"]["warning"] == 0
    assert sum(kind["records"] for kind in document["accepted"].values()) == verdict.accepted


RULE = CATALOGUE["HS102"]


def outcome(count: int) -> Verdict:
    verdict = Verdict(files=[FileCount("r.jsonl", 1, count, 0)])
    for line in range(count):
        finding = Finding(
            "HS102", RULE.slug, "error", "r.jsonl", RULE.what, RULE.fix, line, 0, "/a"
        )
        verdict.tally.add(finding)
    return verdict


def test_the_next_step_comes_before_the_findings() -> None:
    lines = verdict_text.verdict_text(outcome(1)).splitlines()
    assert lines[0] == "not valid: 1 error"
    assert lines[2] == f"next: {RULE.fix} (HS102)"


def test_what_is_not_shown_is_said() -> None:
    assert "HS102 decision_before_content (error): 30; 5 of 30 shown" in verdict_text.verdict_text(
        outcome(30)
    )


def test_nothing_found() -> None:
    assert verdict_text.verdict_text(outcome(0)).startswith("valid: no findings\n1 row: 1 accepted")


def test_stats_give_rows_by_file() -> None:
    assert "r.jsonl: 3 seen, 1 accepted, 2 rejected" in verdict_text.verdict_text(
        outcome(2), stats=True
    )


def test_the_list_has_a_line_a_rule_and_the_page_every_field() -> None:
    assert verdict_text.rule_list(CATALOGUE.values()).count("\n") == len(CATALOGUE)
    page = verdict_text.rule_page(RULE)
    assert RULE.what in page
    assert "severity error" in page


def test_waived_findings_are_shown_apart() -> None:
    verdict = outcome(0)
    verdict.tally.waived["HS203"] = 12
    shown = verdict_text.verdict_text(verdict)
    assert shown.startswith("valid: no findings\n")
    assert "12 findings waived\n" in shown
    assert "waived:\n  HS203: 12" in shown


def test_a_profile_says_what_accepted_records_are_like() -> None:
    profile = Profile()
    profile.see({"record": "notice", "received_at": "2026-01-01"})
    assert "accepted notice records: 1" in verdict_text.verdict_text(
        outcome(0), profile, stats=True
    )


def test_long_numbers_are_grouped() -> None:
    shown = verdict_text.verdict_text(
        Verdict(files=[FileCount("r.jsonl", 1_204_331, 2_000, 0)]), stats=True
    )
    assert "1,206,331 rows: 1,204,331 accepted, 2,000 rejected, 0 skipped" in shown
    assert "r.jsonl: 1,206,331 seen" in shown
