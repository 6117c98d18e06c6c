"""Validation against other engines, at more faults, and how memory grows.

A timing counts only where the set of faulty rows equals the truth of the generator. Timings are
taken at 10^5 rows, where the start of processes weighs, and, in fewer rounds, at 10^6.
``HARMSCOPE_BENCH_ROWS`` is the largest number of rows: 100000 leaves the longer runs out,
10000000 carries the memory curve on (19 GB on disk).
"""

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.command import CLOCK, ours
from benchmarks.exported import Export, copied, exports
from benchmarks.memory import say_peaks
from benchmarks.pairs import compare
from harmscope.findings import Finding, Tally
from harmscope.validation import Options, validate

ROWS, MOST_TIMED = 100_000, 1_000_000
ROUNDS, LONG_ROUNDS = 3, 1
FEW, MANY = 0.001, 0.05
AIMS = {
    "jsonl": {"jsonschema_loop": 200.0, "jsonschema_rs_loop": 2.5, "duckdb_read": 0.5},
    "csv": {"duckdb_read": 0.3},
    "parquet": {"duckdb_read": 0.2},
}
MORE_FAULTS = 0.7
SAMPLE = {"jsonschema_loop": 2_000, "jsonschema_rs_loop": 20_000}
"""Rows that slow rivals get; what grows with the rows is scaled to those of the others."""

_LINE = "{:<9} {:<8} {:>10} {:<34} {:>8} {:>6}  {}"


def run() -> None:
    """Print one table of ratios, and the peaks of memory."""
    longest = int(os.environ.get("HARMSCOPE_BENCH_ROWS", str(MOST_TIMED)))
    print(
        f"{os.cpu_count()} cores; times faster than the rival, medians of {ROUNDS} pairs, "
        f"of {LONG_ROUNDS} at {MOST_TIMED:,} rows"
    )
    print(_LINE.format("kind", "format", "rows", "rival", "reached", "aim", ""), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "few").mkdir()
        (base / "many").mkdir()
        few, many = exports(base / "few", ROWS, FEW), exports(base / "many", ROWS, MANY)
        for one, other in zip(few, many, strict=True):
            _timed(one, other)
            if longest >= MOST_TIMED:
                more = copied(one, MOST_TIMED // ROWS)
                _timed(more, None, LONG_ROUNDS)
                more.path.unlink()
        _curve(many, longest)


def _timed(one: Export, other: Export | None, rounds: int = ROUNDS) -> None:
    """Time one file against the rivals, and against another with more faults."""
    check(one)
    for rival, aim in AIMS[one.form].items():
        slow = rival in SAMPLE
        path = _sample(one, SAMPLE[rival]) if slow else one.path
        theirs = [sys.executable, str(Path(__file__).with_name("rivals.py")), rival]
        times = one.rows / SAMPLE[rival] if slow else 1.0
        pair = compare([*theirs, one.kind, str(path)], ours(one.path, one.kind), rounds, times)
        _say(one, rival.replace("_", " "), pair.ratio, aim)
    if other is not None:
        check(other)
        pair = compare(ours(one.path, one.kind), ours(other.path, other.kind), rounds)
        _say(one, "itself, 5 % faulty against 0.1 %", pair.ratio, MORE_FAULTS)


def _sample(one: Export, rows: int) -> Path:
    """The first records of a file of JSON Lines."""
    path = one.path.with_stem(f"{one.path.stem}-first-{rows}")
    with one.path.open("rb") as source, path.open("wb") as file:
        for _ in range(one.head):
            next(source)
        for _ in range(rows):
            file.write(next(source))
    return path


def _curve(many: list[Export], longest: int) -> None:
    for one in many:
        for times in (1, 10, 100):
            longer_counts = one.form == "jsonl" and one.kind == "incident"
            if one.rows * times > (longest if longer_counts else min(longest, MOST_TIMED)):
                break
            found = copied(one, times)
            what = f"{found.rows:,} rows of {one.kind} as {one.form}, 5 % faulty"
            say_peaks(found.path, one.kind, what)
            found.path.unlink()


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


def _say(one: Export, rival: str, ratio: float, aim: float) -> None:
    verdict = "reached" if ratio >= aim else "not reached"
    row = (one.kind, one.form, f"{one.rows:,}", rival, f"{ratio:.2f}", f"{aim:g}", verdict)
    print(_LINE.format(*row), flush=True)
