"""The page of a validation: whole, exact, small, and without a value out of the data."""

import json
from datetime import date, timedelta
from pathlib import Path

from harmscope.findings import Tally
from harmscope.render.html.validation_page import FILES, STRIPS, validation_page
from harmscope.rules import CATALOGUE
from harmscope.validation import FileCount, Options, Verdict, validate
from harmscope.validation.positions import Positions
from harmscope.validation.profile_ import Profile

CASES = Path(__file__).parents[3] / "cases"
DAY = date(2026, 6, 1)


def page(verdict: Verdict, positions: Positions, profile: Profile | None = None) -> str:
    return validation_page(verdict, positions, profile or Profile(), DAY)


def judged(path: Path, **options: object) -> str:
    positions, profile = Positions(), Profile()
    tally = Tally(sinks=[positions], **options)  # type: ignore[arg-type]
    verdict = validate([path], Options(clock=DAY), tally=tally, profile=profile)
    return page(verdict, positions, profile)


def test_the_verdict_and_the_next_step_come_first() -> None:
    shown = judged(CASES / "HS102" / "bad.jsonl")
    assert shown.startswith("<!doctype html>")
    fix = CATALOGUE["HS102"].fix[1:]
    assert shown.index("Not valid</h1>") < shown.index(fix) < shown.index('id="findings"')
    assert "1 of 2 rows accepted" in shown


def test_what_is_valid_says_so() -> None:
    assert "Valid</h1>" in judged(CASES / "HS102" / "good.jsonl")
    assert "Valid, with warnings</h1>" in judged(CASES / "HS203" / "bad.jsonl")


def test_it_has_no_script_and_asks_for_nothing() -> None:
    shown = judged(CASES / "HS102" / "bad.jsonl")
    for word in ("<script", "http://", "https://", "src=", "@import", "url("):
        assert word not in shown


def test_waived_findings_stand_apart() -> None:
    shown = judged(CASES / "HS102" / "bad.jsonl", excuse=lambda one: "known")
    assert "Valid</h1>" in shown
    assert 'id="waived-title"' in shown


def test_no_value_reaches_the_page(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    rows = (CASES / "HS102" / "good.jsonl").read_text(encoding="utf-8").splitlines()
    record = json.loads(rows[1]) | {"Zebra17": "Zebra17", "origin": "Zebra17", "service": 3}
    path.write_text(f"{rows[0]}\n{json.dumps(record)}\n", encoding="utf-8")
    assert "Zebra17" not in judged(path)


def test_a_name_cannot_break_out_of_the_page(tmp_path: Path) -> None:
    path = tmp_path / "<b onclick=x>.jsonl"
    path.write_text("{", encoding="utf-8")
    shown = judged(path)
    assert "<b onclick" not in shown
    assert "&lt;b onclick" in shown


def worst(findings: int, files: int) -> tuple[Verdict, Positions]:
    """Every rule, many files with long names, members deep inside."""
    positions = Positions()
    verdict = Verdict(Tally(sinks=[positions]))
    codes = [code for code in CATALOGUE if code.startswith("HS")]
    names = [f"{'long' * 40}-{number}.jsonl" for number in range(files)]
    verdict.files += [FileCount(name, 9, 500_000, notes=["encoding utf-8"]) for name in names]
    for number in range(findings):
        line = number * 37 % 1_000_000 + 1
        pointer = "/decisions/12/actions/34/ends_at" * 4
        detail = "asked for: string or integer or array"
        rule = CATALOGUE[codes[number % len(codes)]]
        name = names[number % files]
        verdict.tally.add(rule.finding(name, line, 0, pointer, detail))
    return verdict, positions


def crowded() -> Profile:
    profile = Profile()
    for number in range(3000):
        day = date(1991, 1, 1) + timedelta(days=number * 4)
        row = {"received_at": str(day), "decided_at": str(day + timedelta(days=number % 900))}
        profile.see({"record": "notice", "notice_id": "n", **row})
    return profile


def test_it_stays_small_and_exact_at_any_number_of_findings() -> None:
    few = len(page(*worst(55_000, 300), crowded()).encode())
    verdict, positions = worst(110_000, 300)
    shown = page(verdict, positions, crowded())
    assert len(shown.encode()) < 2_000_000
    assert len(shown.encode()) < few * 1.05
    assert f"{verdict.tally.total('error'):,}" in shown
    assert shown.count("<svg") >= STRIPS
    assert f"{300 - FILES} more files" in shown


def test_findings_in_files_that_are_not_drawn_are_said() -> None:
    shown = page(*worst(2000, 20))
    assert "12 more files have fewer findings and are not drawn" in shown


def test_a_file_without_lines_is_listed_and_not_drawn() -> None:
    positions = Positions()
    verdict = Verdict(Tally(sinks=[positions]), [FileCount("3_orders.csv", 30)])
    verdict.tally.add(CATALOGUE["HS601"].finding("3_orders.csv", pointer="K2"))
    shown = page(verdict, positions)
    assert 'id="placeless-title"' in shown
    assert "<svg" not in shown
