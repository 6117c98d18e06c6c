"""Validating JSON Lines: against other engines, at more faults, and how memory grows.

A timing counts only where the set of faulty rows equals the truth of the generator.
``HARMSCOPE_BENCH_ROWS=10000000`` carries the memory curve on to 10^7 rows (17 GB on disk).
"""

import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.exports import HEAD, write_export
from benchmarks.pairs import compare
from benchmarks.rivals import RIVALS
from harmscope.formats.blocks import Block
from harmscope.formats.limits import Limits
from harmscope.validation import Options
from harmscope.validation.examiner import Examiner

ROWS = 100_000
SLOW_ROWS = 2_000
TARGETS = {"jsonschema_loop": 200.0, "jsonschema_rs_loop": 2.5, "duckdb_read": 0.5}
ROUNDS = 3
MEMORY = 100.0
"""Megabytes that a process may take."""


def run() -> None:
    """Print the table of ratios, and peak memory at 10^5 and 10^6 rows."""
    longest = int(os.environ.get("HARMSCOPE_BENCH_ROWS", "1000000"))
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        few, many = base / "few.jsonl", base / "many.jsonl"
        _check(few, write_export(few, ROWS, 0.001))
        _check(many, write_export(many, ROWS, 0.05))
        print(f"{ROWS:,} incidents, {few.stat().st_size / 1e6:.0f} MB, {os.cpu_count()} cores")
        _rivals(base, few)
        pair = compare(_ours(few), _ours(many), ROUNDS)
        _say("5 % faulty against 0.1 % faulty", pair.ratio, 0.7)
        few.unlink()
        _memory(many, longest)


def _memory(part: Path, longest: int) -> None:
    """Peak memory of the whole command, over copies of ``part`` with ids of their own."""
    rows, path = ROWS, part.with_name("long.jsonl")
    while rows <= longest:
        _repeat(part, path, rows // ROWS)
        main, worker = _peaks(path)
        verdict = "reached" if max(main, worker) <= MEMORY else "not reached"
        print(
            f"peak memory, {rows:,} rows, 5 % faulty: {main:.0f} MB, a worker {worker:.0f} MB "
            f"(aim {MEMORY:g}: {verdict})",
            flush=True,
        )
        rows *= 10


def _repeat(part: Path, path: Path, times: int) -> None:
    head, _, rows = part.read_bytes().partition(b"\n")
    with path.open("wb") as file:
        file.write(head + b"\n")
        for time in range(times):
            file.write(rows.replace(HEAD, b"%s%d-" % (HEAD, time)))


def _peaks(path: Path) -> tuple[float, float]:
    """Megabytes at most: of the command itself, and of the largest of its workers."""
    # A new process starts with the peak of its parent in ru_maxrss; VmHWM (Linux) is its own.
    tell = (
        "\nimport resource\n"
        "from pathlib import Path\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(status.partition('VmHWM:')[2].split()[0], file=sys.stderr)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)\n"
    )
    *python, program = _ours(path)
    program = program.replace("sys.exit(done.code not in (None, 0, 1))", "pass")
    done = subprocess.run(
        [*python, program + tell], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True
    )
    main, worker = done.stderr.split()[-2:]
    return int(main) / 1024, int(worker) / 1024


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


def _say(what: str, ratio: float, target: float) -> None:
    verdict = "reached" if ratio >= target else "not reached"
    print(f"{what}: {ratio:.2f} times (aim {target:g}: {verdict})", flush=True)
