"""What is taken, and what is left out and counted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harmscope.aggregation.days import clock_of
from harmscope.aggregation.flatten import Flattener
from harmscope.aggregation.mapping import mapping_of
from harmscope.aggregation.normalise import Intake, digest_of, normalise
from harmscope.errors import UserError

Make = Callable[..., dict[str, Any]]
Run = Callable[..., Intake]


def test_every_row_is_counted_or_excluded(intake: Run, header: Make, incident: Make) -> None:
    def judge(record: dict[str, Any]) -> list[str]:
        return ["HS103", "HS101"] if record.get("incident_id") == "bad" else []

    found = intake(header(), incident("good"), incident("bad"), judge=judge)
    assert (found.read, found.taken) == (2, 1)
    assert found.excluded == {"HS101": 1}


def test_other_services_are_counted_apart(intake: Run, header: Make, incident: Make) -> None:
    found = intake(header(), incident("a"), incident("b", service="Other"), service="Lanternfish")
    assert (found.taken, found.other_services) == (1, 1)


def test_records_without_a_header_are_excluded(intake: Run, incident: Make) -> None:
    assert intake(incident()).excluded == {"HS203": 1}


def test_kinds_without_metrics_are_said(intake: Run, header: Make) -> None:
    assert intake(header(), {"record": "measure"}).excluded == {"not_counted": 1}


def test_a_broken_line_is_excluded_by_its_rule(tmp_path: Path, header: Make) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text('{"record":"dataset"}\n{"record":\n', encoding="utf-8")
    found = normalise([path], tmp_path, lambda record: [], Flattener(clock_of("UTC"), mapping_of))
    assert found.excluded.total() == found.read == 1
    assert next(iter(found.excluded)).startswith("HS")


def test_a_header_that_is_not_valid_stops_the_report(intake: Run, header: Make) -> None:
    with pytest.raises(UserError, match="header"):
        intake(header(), judge=lambda record: ["HS101"])


def test_a_damaged_file_stops_the_report(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03cut")
    with pytest.raises(UserError):
        normalise([path], tmp_path, lambda record: [], Flattener(clock_of("UTC"), mapping_of))


def test_the_digest_does_not_depend_on_the_order_of_members() -> None:
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": "1"})
