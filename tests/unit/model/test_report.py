"""The report as a record."""

from typing import Any

import pytest
from pydantic import ValidationError

from harmscope.model.report import Panel, Published, Report

FIGURE = {"metric": "items.actioned", "value": 3, "unit": "items", "status": "exact"}


def report(**members: Any) -> dict[str, Any]:
    panel = {
        "id": "p",
        "title": "P",
        "chart": "bars",
        "metrics": ["items.actioned"],
        "figures": [FIGURE],
    }
    return {
        "record": "report",
        "version": "1.0",
        "profile": {"id": "core", "version": "1.0", "title": "Report"},
        "service": "Lanternfish",
        "period": "2025-07-01/2025-07-31",
        "time_zone": "UTC",
        "clock": "2026-01-01",
        "disclosure": "statutory",
        "taxonomy": "harm@1.0.0",
        "made_by": {"name": "harmscope", "version": "0.1.0"},
        "inputs": [{"name": "r.jsonl", "records": {"incident": 3}}],
        "dimensions": [],
        "sections": [{"id": "s", "title": "S", "panels": [panel]}],
        "quality": {"read": 3, "counted": 3, "other_services": 0},
        "mapping": [],
        "completeness": [],
        "definitions": [],
    } | members


def test_a_report_comes_back_as_it_was() -> None:
    assert Report.model_validate(report()).as_dict() == report()


@pytest.mark.parametrize(
    "fault",
    [
        {"period": "2025-07"},
        {"clock": "today"},
        {"disclosure": "loose"},
        {"inputs": []},
        {"sections": []},
    ],
)
def test_what_a_report_must_have(fault: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Report.model_validate(report(**fault))


def test_a_chart_is_of_a_known_kind() -> None:
    with pytest.raises(ValidationError):
        Panel.model_validate(
            {"id": "p", "title": "P", "chart": "pie", "metrics": ["a.b"], "figures": []}
        )


RECORD = {
    "record": "published",
    "version": "1.0",
    "format": "figures",
    "made_by": {"name": "harmscope", "version": "0.1.0"},
    "sources": [{"name": "f.csv", "sha256": "0" * 64, "bytes": 1}],
    "figures": [],
}


def test_takes_a_report_without_service() -> None:
    assert Published.model_validate(RECORD).service is None


@pytest.mark.parametrize("change", [{"format": "pdf"}, {"sources": []}, {"mood": "good"}])
def test_refuses_what_is_no_report(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Published.model_validate({**RECORD, **change})
