"""A registry with three invented senders."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desks import Desk
from harmscope.registry.folder import create
from senders import TODAY


@pytest.fixture(autouse=True)
def parsers_start_at_once(quick_parsers: None) -> None:
    """Most tests here read what a registry holds, many files each."""


@pytest.fixture
def desk(tmp_path: Path, database: str | None) -> Iterator[Desk]:
    with create(tmp_path / "registry", "authority", TODAY, database, "automatic") as registry:
        made = Desk(registry, tmp_path)
        for name in ("alpha", "beta", "gamma"):
            made.add(name)
        yield made


@pytest.fixture
def report_of(tmp_path: Path) -> Callable[[str, dict[str, int]], Path]:
    """Writes the report.json of a service with these totals."""

    def make(service: str, totals: dict[str, int]) -> Path:
        figures = [
            {"metric": name, "value": value, "unit": "notices", "status": "exact"}
            for name, value in totals.items()
        ]
        panel = {
            "id": "totals",
            "title": "Totals",
            "chart": "numbers",
            "metrics": list(totals),
            "figures": figures,
        }
        body = {
            "record": "report",
            "version": "1.0",
            "profile": {"id": "core", "version": "1.0", "title": "Core"},
            "service": service,
            "period": "2026-01-01/2026-03-31",
            "time_zone": "UTC",
            "clock": "2026-04-20",
            "disclosure": "statutory",
            "taxonomy": "harm@1.0.0",
            "made_by": {"name": "hand", "version": "1"},
            "inputs": [{"name": "hand", "records": {}}],
            "dimensions": [],
            "sections": [{"id": "all", "title": "All", "panels": [panel]}],
            "quality": {"read": 0, "counted": 0, "other_services": 0},
            "mapping": [],
            "completeness": [],
            "definitions": [],
        }
        path = tmp_path / f"{service}-report.json"
        path.write_text(json.dumps(body), encoding="utf-8")
        return path

    return make


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Three services with 40, 31 and 52 notices in the first quarter of 2026."""
    for name, notices in (("alpha", 40), ("beta", 31), ("gamma", 52)):
        desk.receive(desk.senders[name].submission(notices=notices))
    return desk
