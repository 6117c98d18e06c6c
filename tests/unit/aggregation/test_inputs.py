"""What a report says of its inputs."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from harmscope.aggregation.inputs import (
    choices_of,
    excluded_of,
    inputs_of,
    not_recorded_of,
    skipped_of,
)
from harmscope.aggregation.normalise import Head, Intake


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
