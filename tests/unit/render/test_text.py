from harmscope.findings import Finding
from harmscope.render import text
from harmscope.rules import CATALOGUE
from harmscope.validation import FileCount, Verdict
from harmscope.validation.profile_ import Profile

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
    lines = text.verdict(outcome(1)).splitlines()
    assert lines[0] == "not valid: 1 error"
    assert lines[2] == f"next: {RULE.fix} (HS102)"


def test_what_is_not_shown_is_said() -> None:
    assert "HS102 decision_before_content (error): 30; 5 of 30 shown" in text.verdict(outcome(30))


def test_nothing_found() -> None:
    assert text.verdict(outcome(0)).startswith("valid: no findings\n1 row: 1 accepted")


def test_stats_give_rows_by_file() -> None:
    assert "r.jsonl: 3 seen, 1 accepted, 2 rejected" in text.verdict(outcome(2), stats=True)


def test_the_list_has_a_line_a_rule_and_the_page_every_field() -> None:
    assert text.rule_list(CATALOGUE.values()).count("\n") == len(CATALOGUE)
    page = text.rule_page(RULE)
    assert RULE.what in page
    assert "severity error" in page


def test_waived_findings_are_shown_apart() -> None:
    verdict = outcome(0)
    verdict.tally.waived["HS203"] = 12
    shown = text.verdict(verdict)
    assert shown.startswith("valid: no findings\n")
    assert "12 findings waived\n" in shown
    assert "waived:\n  HS203: 12" in shown


def test_a_profile_says_what_accepted_records_are_like() -> None:
    profile = Profile()
    profile.see({"record": "notice", "received_at": "2026-01-01"})
    assert "accepted notice records: 1" in text.verdict(outcome(0), profile, stats=True)


def test_long_numbers_are_grouped() -> None:
    shown = text.verdict(Verdict(files=[FileCount("r.jsonl", 1_204_331, 2_000, 0)]), stats=True)
    assert "1,206,331 rows: 1,204,331 accepted, 2,000 rejected, 0 skipped" in shown
    assert "r.jsonl: 1,206,331 seen" in shown
