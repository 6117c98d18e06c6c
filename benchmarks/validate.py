"""Validating JSON Lines: against other engines, at more faults, and how memory grows.

A timing counts only where the set of faulty rows equals the truth of the generator.
"""

import multiprocessing
import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.exports import write_export
from benchmarks.pairs import compare
from benchmarks.rivals import RIVALS
from harmscope.formats.blocks import Block
from harmscope.formats.limits import Limits
from harmscope.validation import Options, validate
from harmscope.validation.examiner import Examiner

ROWS = 100_000
SLOW_ROWS = 3_000
TARGETS = {"jsonschema_loop": 200.0, "jsonschema_rs_loop": 2.5, "duckdb_read": 0.5}
ROUNDS = 3


def run() -> None:
    """Print the table of ratios, and peak memory at 10^4 and 10^5 rows."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        few, many = base / "few.jsonl", base / "many.jsonl"
        _check(few, write_export(few, ROWS, 0.001))
        _check(many, write_export(many, ROWS, 0.05))
        _rivals(base, few)
        pair = compare(_ours(few), _ours(many), ROUNDS)
        _say("5 % faulty against 0.1 % faulty", pair.ratio, 0.7)
        for rows in (ROWS // 10, ROWS):
            path = base / f"{rows}.jsonl"
            write_export(path, rows, 0.05)
            print(f"peak memory, {rows:,} rows, 5 % faulty: {_peak(path):.0f} MB a process")


def _rivals(base: Path, few: Path) -> None:
    short = base / "short.jsonl"
    write_export(short, SLOW_ROWS, 0.001)
    for name in RIVALS:
        slow = name == "jsonschema_loop"
        theirs = [sys.executable, str(Path(__file__).with_name("rivals.py")), name]
        pair = compare([*theirs, str(short if slow else few)], _ours(few), ROUNDS)
        # The slowest rival gets fewer rows; its time is scaled to the rows of the others.
        scale = ROWS / SLOW_ROWS if slow else 1.0
        _say(f"against {name}", pair.ratio * scale, TARGETS[name])


def _ours(path: Path) -> list[str]:
    """The whole command, as a process that succeeds where it finds faults, too."""
    arguments = ["harmscope", "validate", str(path), "--clock", "2026-06-01"]
    program = (
        f"import sys; sys.argv = {arguments!r}\n"
        "from harmscope.__main__ import main\n"
        "try:\n    main()\n"
        "except SystemExit as done:\n    sys.exit(done.code not in (None, 0, 1))"
    )
    return [sys.executable, "-c", program]


def _check(path: Path, truth: set[int]) -> None:
    options = Options(clock=date(2026, 6, 1))
    part = Examiner(options).block("export", Block(1, 0, path.read_bytes()), Limits())
    found = {finding.line for finding in part.findings}
    if found != truth:
        raise SystemExit(f"the faulty rows are not those of the generator: {len(found ^ truth)}")


def _peak(path: Path) -> float:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured, (str(path),))


def _measured(path: str) -> float:
    validate([path])
    # ru_maxrss of a new process starts with that of its parent; VmHWM (Linux) is its own.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _say(what: str, ratio: float, target: float) -> None:
    verdict = "reached" if ratio >= target else "not reached"
    print(f"{what}: {ratio:.2f} times (aim {target:g}: {verdict})")
