"""What a report says of its inputs."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from harmscope.aggregation.normalise import Head, Intake
from harmscope.aggregation.quality import (
    choices_of,
    completeness_of,
    excluded_of,
    inputs_of,
    not_recorded_of,
    quality_of,
    skipped_of,
)
from harmscope.engine import DuckDb
from harmscope.model.period import parse_period
from harmscope.model.report import Report


def test_a_file_is_named_without_its_folder(write_records: Callable[..., Path]) -> None:
    path = write_records({"a": 1})
    header = {
        "period": {"start": "2025-07-01", "end": "2025-07-31"},
        "importer": {"name": "dsa-sor", "version": "1"},
    }
    head = Head("records.jsonl", header, Counter(incident=3))
    found = inputs_of([path], [head])[0]
    assert (found.name, found.records, found.bytes) == ("records.jsonl", {"incident": 3}, 9)
    assert (found.covers, found.importer) == ("2025-07-01/2025-07-31", "dsa-sor 1")


def test_files_of_a_folder_are_named_within_it(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    (folder / "july").mkdir(parents=True)
    (folder / "july" / "a.jsonl").write_text("{}\n", encoding="utf-8")
    assert [found.name for found in inputs_of([folder], [])] == ["logs/july/a.jsonl"]


def test_standard_input_has_no_digest() -> None:
    found = inputs_of(["-"], [])[0]
    assert (found.name, found.sha256) == ("standard input", None)


def heads(**members: Any) -> list[Head]:
    return [Head("a", members), Head("b", members)]


def test_choices_and_gaps_stand_once() -> None:
    choices = heads(choices=[{"question": "What is one case?", "answer": "One item."}])
    gaps = heads(not_recorded=[{"part": "appeals", "reason": "None kept."}])
    assert [(one.question, one.answer) for one in choices_of(choices)] == [
        ("What is one case?", "One item.")
    ]
    assert [(one.part, one.reason) for one in not_recorded_of(gaps)] == [("appeals", "None kept.")]


def test_skipped_rows_of_importers_are_added_up() -> None:
    counts = {"read": 3, "written": 1, "skipped": [{"reason": "no date", "count": 2}]}
    found = skipped_of(Intake(heads=heads(counts=counts)))
    assert [(one.reason, one.records) for one in found] == [("no date", 4)]


def test_rules_are_said_in_words() -> None:
    found = excluded_of(Counter({"HS201": 2, "superseded": 1}))
    assert [one.records for one in found] == [2, 1]
    assert all(one.text for one in found)


Make = Callable[..., dict[str, Any]]
Run = Callable[..., Report]
GAP = {"not_recorded": [{"part": "appeals", "reason": "The log keeps none."}]}


def by_reason(report: Report) -> dict[str, Any]:
    return {one.what: one for one in report.quality.findings or ()}


def test_what_is_not_recorded_is_one_finding_a_reason(
    report: Run, header: Make, incident: Make
) -> None:
    found = by_reason(report(header(**GAP), incident()))["The log keeps none."]
    assert found.code == "not_recorded"
    assert set(found.metrics) == {"appeals.filed", "appeals.decided", "appeals.granted"}
    assert found.count == 5


def test_a_primary_out_of_precedence_is_a_finding(
    report: Run, header: Make, incident: Make
) -> None:
    right = incident("a", harm={"primary": "csea", "also": ["fraud"]})
    wrong = incident("b", harm={"primary": "fraud", "also": ["csea", "hate"]})
    codes = {one.code: one.count for one in report(header(), right, wrong).quality.findings or ()}
    assert codes["primary_out_of_precedence"] == 1
    assert "primary_out_of_precedence" not in {
        one.code for one in report(header(), right).quality.findings or ()
    }


JULY = parse_period("2025-07")


def test_read_is_counted_plus_excluded(counted: Callable[..., DuckDb]) -> None:
    intake = Intake(read=10, taken=7, other_services=1, excluded=Counter({"HS101": 2}))
    found = quality_of(intake, Counter({"HS202": 3}), counted())
    excluded = sum(one.records for one in found.excluded or ())
    assert found.counted == 4
    assert found.read == found.counted + found.other_services + excluded


def test_decisions_without_a_day_are_said(counted: Callable[..., DuckDb], incident: Make) -> None:
    engine = counted(incident(decisions=[{"id": "d1"}]))
    assert quality_of(Intake(read=1, taken=1), Counter(), engine).undated == {"decisions": 1}


def test_completeness_is_a_share_of_the_decisions(
    counted: Callable[..., DuckDb], incident: Make
) -> None:
    engine = counted(incident("a", harm={"primary": "hate"}), incident("b"))
    found = {str(one.dimensions): one for one in completeness_of(engine, JULY)}
    harm = found["{'field': 'harm'}"]
    assert (harm.value, harm.numerator, harm.denominator) == (0.5, 1, 2)


def test_no_decision_gives_no_completeness(counted: Callable[..., DuckDb]) -> None:
    assert {one.status for one in completeness_of(counted(), JULY)} == {"not_reported"}
