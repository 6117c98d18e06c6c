"""With the gate and without it, every finding is the same: on every case and on hostile files."""

import sys
from datetime import date
from pathlib import Path

import pytest

from harmscope.render import verdict_text
from harmscope.validation import Options, validate
from harmscope.validation.fast_path import Gate

TESTS = Path(__file__).parents[1]
OPTIONS = Options(clock=date(2026, 6, 1))


def closed(*_: object) -> None:
    """A gate that lets nothing pass."""


def both_ways(paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    through_the_gate = verdict_text.verdict_json(validate(paths, OPTIONS))
    monkeypatch.setattr(Gate, "line", closed)
    monkeypatch.setattr(Gate, "row", closed)
    monkeypatch.setattr(Gate, "record", closed)
    return through_the_gate, verdict_text.verdict_json(validate(paths, OPTIONS))


def test_on_every_case(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = sorted(path for path in (TESTS / "cases").glob("HS*/*") if path.is_file())
    assert len(paths) > 200
    with_gate, without = both_ways(paths, monkeypatch)
    assert with_gate == without


def test_on_hostile_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(TESTS / "hostile"), *sys.path])
    from json_cases import cases

    folder = tmp_path / "hostile"
    folder.mkdir()
    for case in cases():
        (folder / case.file).write_bytes(case.data)
    with_gate, without = both_ways([folder], monkeypatch)
    assert with_gate == without
