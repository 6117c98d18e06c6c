"""Peak memory of whole commands, and how time grows with the rows."""

import math
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.command import CLOCK, program, validating
from benchmarks.files import MANY, export
from benchmarks.pairs import seconds
from benchmarks.report import PERIOD, kept, reporting
from benchmarks.results import Measured
from harmscope.memory import MEGA, size_of

WORKER, MAIN, REPORT, SLOPE = 100.0, 200.0, 1024.0, 1.1


def of_validate(kind: str, form: str, rows: int) -> list[Measured]:
    """Peaks of the command and of its largest worker, at 5 % faulty rows."""
    one = export(kind, form, rows, MANY)
    main, worker = peaks("validate", str(one.path), "--kind", kind, "--clock", CLOCK)
    what = f"validate {kind} {form}, 5 % faulty"
    return [
        Measured(f"memory of {what}: command", "", rows, main, "MB", MAIN, False),
        Measured(f"memory of {what}: a worker", "", rows, worker, "MB", WORKER, False),
    ]


def of_report(rows: int) -> list[Measured]:
    """Peaks of a report from JSON Lines."""
    one = export("incident", "jsonl", rows)
    with TemporaryDirectory() as out:
        main, worker = peaks(
            *("report", str(one.path), "--profile", "core", "--period", PERIOD),
            *("--service", "Example", "--clock", CLOCK, "-o", out),
        )
    what = "report core from JSON Lines"
    return [
        Measured(f"memory of {what}: command", "", rows, main, "MB", REPORT, False),
        Measured(f"memory of {what}: a worker", "", rows, worker, "MB"),
    ]


def of_kept(rows: int, limit: str) -> list[Measured]:
    """The peak of a report from kept records under a limit; it has no workers."""
    path = kept(rows)
    with TemporaryDirectory() as out:
        main, _ = peaks(
            *("report", str(path), "--profile", "core", "--period", PERIOD, "--service", "Example"),
            *("--clock", CLOCK, "--memory-limit", limit, "-o", out),
        )
    what = f"memory of report core from kept records, limit {limit}: command"
    return [Measured(what, "", rows, main, "MB", size_of(limit) / MEGA, False)]


def growth(rows: int) -> list[Measured]:
    """The slope of time over rows, on a scale of logarithms, up to ``rows`` from a tenth."""
    few, many = (export("incident", "jsonl", each) for each in (rows // 10, rows))
    found = []
    with TemporaryDirectory() as out:
        for what, command in (
            ("validate incident jsonl", lambda path: validating(path, "incident")),
            ("report core from JSON Lines", lambda path: reporting(path, "core", Path(out))),
        ):
            pairs = [(seconds(command(many.path)), seconds(command(few.path))) for _ in range(3)]
            slope = statistics.median(math.log10(b / a) for b, a in pairs)
            kept = [(round(b, 3), round(a, 3)) for b, a in pairs]
            against = f"itself at {rows // 10:,} rows"
            name = f"growth of {what}"
            found.append(
                Measured(name, against, rows, round(slope, 3), "slope", SLOPE, False, kept)
            )
    return found


def peaks(*arguments: str) -> tuple[float, float]:
    """Megabytes at most: of the command itself, and of the largest of its children."""
    # A new process starts with the peak of its parent in ru_maxrss; VmHWM (Linux) is its own.
    tell = (
        "\nimport resource\n"
        "from pathlib import Path\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(status.partition('VmHWM:')[2].split()[0], file=sys.stderr)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program(arguments, "pass") + tell],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )
    main, worker = done.stderr.split()[-2:]
    return round(int(main) / 1024, 1), round(int(worker) / 1024, 1)
