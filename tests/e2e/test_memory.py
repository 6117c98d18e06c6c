"""Commands keep to their limit of memory with all their processes, measured from outside."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.exports import write_export
from measured import peak

DAY = "2026-06-01"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough incidents for several processes."""
    path = tmp_path_factory.mktemp("records") / "incidents.jsonl"
    write_export(path, 12_000, 0.001)
    return path


@pytest.mark.parametrize("limit", [400, 1000])
def test_a_report_keeps_to_its_limit(records: Path, tmp_path: Path, limit: int) -> None:
    asked = ["--profile", "core", "--period", "2026-H1", "--service", "Example", "--clock", DAY]
    most = _peak("report", str(records), *asked, "-o", str(tmp_path), "--jobs", "4", limit=limit)
    assert (tmp_path / "report.json").exists()
    assert most < limit * 10**6


@pytest.mark.parametrize("limit", [250, 600])
def test_validation_keeps_to_its_limit(records: Path, limit: int) -> None:
    most = _peak("validate", str(records), "--clock", DAY, "--jobs", "4", limit=limit)
    assert most < limit * 10**6


def test_the_measure_sees_what_children_hold() -> None:
    child = "import time; held = bytearray(80_000_000); time.sleep(1)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    code, most = peak([sys.executable, "-c", parent])
    assert code == 0
    assert most > 80_000_000


def _peak(*command: str, limit: int) -> int:
    asked = [sys.executable, "-m", "harmscope", *command, "--memory-limit", f"{limit}MB"]
    code, most = peak(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert code in (0, 1)  # 1: there are findings
    return most
