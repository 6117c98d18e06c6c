""""""

import json
from datetime import date, timedelta
from pathlib import Path

from harmscope.findings import Finding, Tally
from harmscope.render.html.validation_page import (
    FILES,
    SAMPLES,
    STRIPS,
    Chart,
    KindView,
    kind_views,
    rule_rows,
    validation_page,
)
from harmscope.rules import CATALOGUE
from harmscope.validation import FileCount, Options, Verdict, validate
from harmscope.validation.statistics import Profile
from harmscope.validation.verdict import Positions


def views(*rows: dict[str, object]) -> list[KindView]:
    profile = Profile()
    for row in rows:
        profile.see(row)
    return kind_views(profile)


def notice(day: str, **members: object) -> dict[str, object]:
    return {"record": "notice", "notice_id": "n", "received_at": day, **members}


def chart(view: KindView, name: str) -> Chart:
    return next(one for one in view.charts if one.id == f"notice-{name}")


def test_kinds_come_by_number_and_headers_are_left_out() -> None:
    found = views({"record": "dataset"}, {"record": "incident"}, *[notice("2026-01-01")] * 2)
    assert [(one.title, one.records) for one in found] == [("Notices", 2), ("Incidents", 1)]


def test_members_given_in_part_are_drawn() -> None:
    (view,) = views(notice("2026-01-01", outcome="acted"), notice("2026-01-01"))
    assert chart(view, "members").rows == [("outcome", "1", "2")]
    assert "50.0 %" in chart(view, "members").drawn


def test_delays_are_drawn_from_the_first_class_to_the_last() -> None:
    days = ("2026-01-01", "2026-01-05")
    (view,) = views(*(notice("2026-01-01", decided_at=day) for day in days))
    rows = chart(view, "delay-1").rows
    assert [row[0] for row in rows] == [
        "the same day, hour not known",
        "under 1 hour",
        "1 to 24 hours",
        "1 to 2 days",
        "2 to 7 days",
    ]
    assert [row[1] for row in rows] == ["1", "0", "0", "0", "1"]


def test_gaps_are_said_in_words() -> None:
    (view,) = views(notice("2026-01-01"), notice("2026-01-04"), notice("2026-01-06"))
    note = chart(view, "days").note
    assert "3 days in between have no record" in note
    assert "2 January 2026 to 3 January 2026, 5 January 2026" in note


def test_many_gaps_are_counted_and_the_longest_named() -> None:
    rows = [notice(f"2026-{month:02}-{day:02}") for month in (1, 2) for day in range(1, 28, 2)]
    (view,) = views(*rows)
    assert "gaps; the longest:" in chart(view, "days").note


def test_records_without_a_usable_day_are_said() -> None:
    (view,) = views(notice("2026-01-01"), {"record": "notice"})
    assert "1 record without a usable day is not drawn" in chart(view, "days").note


def test_long_times_have_several_days_in_a_column() -> None:
    (view,) = views(notice("2020-01-01"), notice("2026-01-01"))
    assert "Each column holds 11 days" in chart(view, "days").note


def outcome(*found: tuple[str, int]) -> Verdict:
    verdict = Verdict()
    for code, count in found:
        for line in range(1, count + 1):
            verdict.tally.add(CATALOGUE[code].finding("a.jsonl", line, 0, "/a", "of 3"))
    return verdict


def test_the_most_severe_and_frequent_come_first() -> None:
    rows = rule_rows(outcome(("HS203", 50), ("HS102", 2), ("HS005", 3)))
    assert [(row.code, row.count) for row in rows] == [("HS005", 3), ("HS102", 2), ("HS203", 50)]


def test_counts_are_exact_and_places_are_few() -> None:
    (row,) = rule_rows(outcome(("HS102", 900)))
    assert (row.count, len(row.places)) == (900, SAMPLES)
    assert row.places[0] == ("a.jsonl", 1, "/a", "of 3")


def test_a_very_long_place_is_cut_in_the_middle() -> None:
    verdict = Verdict()
    verdict.tally.add(CATALOGUE["HS102"].finding("a" * 9000, 1, 0, "/" + "b" * 9000))
    file, _, pointer, _ = rule_rows(verdict)[0].places[0]
    assert len(file) < 400
    assert len(pointer) < 400


def test_a_finding_without_detail_has_none() -> None:
    verdict = Verdict()
    verdict.tally.add(Finding("HS102", "s", "error", "a", CATALOGUE["HS102"].what, "f"))
    assert rule_rows(verdict)[0].places[0][3] == ""


def test_columns_that_would_be_empty_are_left_out() -> None:
    (row,) = rule_rows(outcome(("HS102", 1)))
    assert (row.lined, row.pointed, row.detailed) == (True, True, True)
    verdict = Verdict()
    verdict.tally.add(CATALOGUE["HS205"].finding("a.jsonl"))
    (row,) = rule_rows(verdict)
    assert (row.lined, row.pointed, row.detailed) == (False, False, False)


def test_what_a_reader_says_again_is_no_detail() -> None:
    what = CATALOGUE["RD050"].what
    message = f"{what[0].lower()}{what[1:]} (10 stated, parts add up to 9)"
    verdict = Verdict()
    verdict.tally.add(Finding("RD050", "s", "error", "a.csv", message, "f", pointer="K2"))
    assert rule_rows(verdict)[0].places[0][3] == "10 stated, parts add up to 9"


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
