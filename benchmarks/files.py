"""The measured files, made once and kept in a folder for the next run."""

import json
import os
from pathlib import Path

from benchmarks.exported import Export, copied, exports
from benchmarks.results import ROOT

FEW, MANY = 0.001, 0.05
"""Shares of faulty rows."""

MADE_AT_ONCE = 100_000
"""Rows that are invented one by one; longer files repeat them under other ids."""


def folder() -> Path:
    """Where the files lie: ``HARMSCOPE_BENCH_FILES``, else ``build/benchmarks``."""
    found = Path(os.environ.get("HARMSCOPE_BENCH_FILES", str(ROOT / "build" / "benchmarks")))
    found.mkdir(parents=True, exist_ok=True)
    return found


def export(kind: str, form: str, rows: int, share: float = FEW) -> Export:
    """A file of ``rows`` records, with the places of its faulty ones."""
    found = _made(kind, form, min(rows, MADE_AT_ONCE), share)
    if rows <= MADE_AT_ONCE:
        return found
    path = found.path.with_name(f"{kind}-{rows}-{share}.{form}")
    if not path.exists():
        made = copied(found, rows // MADE_AT_ONCE)
        made.path.replace(path)
        _note(path, made.faulty)
    return Export(kind, path, rows, _noted(path), found.head)


def _made(kind: str, form: str, rows: int, share: float) -> Export:
    base = folder() / f"made-{rows}-{share}"
    head = int((kind, form) == ("incident", "jsonl") or form == "csv")
    if not (base / "done").exists():
        base.mkdir(exist_ok=True)
        for one in exports(base, rows, share):
            path = one.path.replace(base / f"{one.kind}.{one.form}")
            _note(path, one.faulty)
        (base / "done").touch()
    path = base / f"{kind}.{form}"
    return Export(kind, path, rows, _noted(path), head)


def _note(path: Path, faulty: frozenset[int]) -> None:
    path.with_suffix(f"{path.suffix}.faulty").write_text(json.dumps(sorted(faulty)))


def _noted(path: Path) -> frozenset[int]:
    return frozenset(json.loads(path.with_suffix(f"{path.suffix}.faulty").read_text()))
