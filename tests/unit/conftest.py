"""Invented records that several unit tests build on."""

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from harmscope.model.report import Report

Record = dict[str, Any]
Make = Callable[..., Record]


@pytest.fixture
def header() -> Make:
    """A data set's header; members given replace or add to it."""

    def make(**members: Any) -> Record:
        return {
            "record": "dataset",
            "version": "1.1",
            "service": "Lanternfish",
            "period": {"start": "2025-01-01", "end": "2025-12-31"},
            "time_zone": "UTC",
            "taxonomy": "harm@1.0.0",
            "disclosure": "restricted",
        } | members

    return make


@pytest.fixture
def incident() -> Make:
    """A case with one decision that removes content on 3 July 2025."""

    def make(name: str = "i1", **members: Any) -> Record:
        decision = {
            "id": "d1",
            "decided_at": "2025-07-03",
            "ground": "terms",
            "automation": "full",
            "actions": [{"kind": "visibility.removed"}],
        }
        return {
            "record": "incident",
            "version": "1.0",
            "incident_id": name,
            "service": "Lanternfish",
            "subject_kind": "content",
            "content": {"created_at": "2025-07-01"},
            "decisions": [decision],
        } | members

    return make


@pytest.fixture
def notice() -> Make:
    """A user flag of 2 July 2025 that was acted on two days later."""

    def make(name: str = "n1", **members: Any) -> Record:
        return {
            "record": "notice",
            "version": "1.0",
            "notice_id": name,
            "service": "Lanternfish",
            "kind": "user_flag",
            "received_at": "2025-07-02",
            "decided_at": "2025-07-04",
            "outcome": "acted",
        } | members

    return make


@pytest.fixture
def write_records(tmp_path: Path) -> Callable[..., Path]:
    """Writes records as JSON Lines and gives the path."""

    def write(*records: Record, name: str = "records.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        return path

    return write


_COUNTED: dict[str, bytes] = {}


@pytest.fixture
def made(
    header: Make, incident: Make, notice: Make, write_records: Callable[..., Path]
) -> Callable[..., "Report"]:
    """A report for 2025-H2 by one profile on two records of a service, counted once a process."""

    from harmscope.api.making import Options, report

    def make(profile: str = "core", service: str = "Lanternfish", **members: Any) -> "Report":
        asked = repr((profile, service, sorted(members.items())))
        if asked not in _COUNTED:
            _COUNTED[asked] = pickle.dumps(counted(profile, service, **members))
        told: Report = pickle.loads(_COUNTED[asked])
        return told

    def counted(profile: str, service: str, **members: Any) -> "Report":
        natives = [{"scheme": "dsa@v2", "code": "KEYWORD_PHISHING", "role": "keyword"}]
        found = {"source": "own_initiative", "automated": True}
        records = [
            header(service=service),
            incident("a", service=service, native=natives, detection=found),
            notice(service=service),
        ]
        options = Options(profile, "2025-H2", service, clock="2026-01-01", **members)
        return report([write_records(*records)], options)

    return make
