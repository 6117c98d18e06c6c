"""Validation against other engines, and with more faults.

A timing counts only where the set of faulty rows equals the truth of the generator.
"""

import os
import sys
from datetime import date
from pathlib import Path

from benchmarks.command import CLOCK, validating
from benchmarks.exported import Export
from benchmarks.files import FEW, MANY, export
from benchmarks.pairs import Pair, compare
from benchmarks.results import Measured
from harmscope.findings import Finding, Tally
from harmscope.validation import Options, validate

AIMS = {
    "jsonl": {"jsonschema_loop": 150.0, "jsonschema_rs_loop": 2.0, "duckdb_read": 0.4},
    "csv": {"duckdb_read": 0.35},
    "parquet": {"duckdb_read": 0.25},
}
RIVALS = {
    "jsonschema_loop": "a jsonschema loop",
    "jsonschema_rs_loop": "a jsonschema-rs loop",
    "duckdb_read": "DuckDB reading the file",
}
MORE_FAULTS = 0.7
SAMPLE = {"jsonschema_loop": 2_000, "jsonschema_rs_loop": 20_000}
"""Rows that slow rivals get; what grows with the rows is scaled to those of the others."""


def rounds_of(rows: int) -> int:
    """Pairs at so many rows: fewer where each takes long, so that a piece ends in time."""
    return 5 if rows <= 100_000 else 2 if rows <= 1_000_000 else 1


def against(kind: str, form: str, rival: str, rows: int) -> list[Measured]:
    """How many times faster one file is validated than the rival goes through it."""
    one = export(kind, form, rows, FEW)
    check(one)
    slow = rival in SAMPLE
    path = _sample(one, SAMPLE[rival]) if slow else one.path
    times = one.rows / SAMPLE[rival] if slow else 1.0
    theirs = [sys.executable, str(Path(__file__).with_name("rivals.py")), rival, kind, str(path)]
    pair = compare(theirs, validating(one.path, kind), rounds_of(rows), times)
    return [measured(f"validate {kind} {form}", RIVALS[rival], rows, pair, AIMS[form][rival])]


def faults(kind: str, form: str, rows: int) -> list[Measured]:
    """The time with few faults over that with many."""
    one, other = (export(kind, form, rows, share) for share in (FEW, MANY))
    check(one)
    check(other)
    pair = compare(validating(one.path, kind), validating(other.path, kind), rounds_of(rows))
    what = f"validate {kind} {form}, 5 % faulty"
    return [measured(what, "itself, 0.1 % faulty", rows, pair, MORE_FAULTS)]


def measured(what: str, rival: str, rows: int, pair: Pair, aim: float) -> Measured:
    """A ratio of speeds with its pairs."""
    pairs = [(round(a, 3), round(b, 3)) for a, b in zip(pair.a, pair.b, strict=True)]
    return Measured(what, rival, rows, round(pair.ratio, 3), "times as fast", aim, pairs=pairs)


def _sample(one: Export, rows: int) -> Path:
    """The first records of a file of JSON Lines."""
    path = one.path.with_name(f"{one.path.stem}-first-{rows}{one.path.suffix}")
    with one.path.open("rb") as source, path.open("wb") as file:
        for _ in range(one.head):
            next(source)
        for _ in range(rows):
            file.write(next(source))
    return path


class _Places:
    """A sink that keeps the lines of findings."""

    def __init__(self) -> None:
        self.lines: set[int] = set()

    def take(self, finding: Finding, waived: str | None) -> None:
        """Keep the line of one finding."""
        if finding.line is not None:
            self.lines.add(finding.line)


def check(one: Export) -> None:
    """Stop where the faulty rows are not those of the generator."""
    places = _Places()
    options = Options(one.kind, date.fromisoformat(CLOCK))
    validate([one.path], options, tally=Tally(sinks=[places]), jobs=os.cpu_count() or 1)
    if places.lines != one.faulty:
        wrong = len(places.lines ^ one.faulty)
        raise SystemExit(f"{one.path.name}: {wrong:,} faulty rows differ from the generator's")
