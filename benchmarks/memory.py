"""Peak memory of the whole command."""

import subprocess
import sys
from pathlib import Path

from benchmarks.command import program

MOST = 100.0
"""Megabytes that a process may take."""


def say_peaks(path: Path, kind: str, what: str) -> None:
    """Print the peaks of the command and of its workers, and whether they are low enough."""
    main, worker = peaks(path, kind)
    verdict = "reached" if max(main, worker) <= MOST else "not reached"
    print(
        f"peak memory, {what}: {main:.0f} MB, a worker {worker:.0f} MB (aim {MOST:g}: {verdict})",
        flush=True,
    )


def peaks(path: Path, kind: str) -> tuple[float, float]:
    """Megabytes at most: of the command itself, and of the largest of its workers."""
    # A new process starts with the peak of its parent in ru_maxrss; VmHWM (Linux) is its own.
    tell = (
        "\nimport resource\n"
        "from pathlib import Path\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(status.partition('VmHWM:')[2].split()[0], file=sys.stderr)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program(path, kind, "pass") + tell],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )
    main, worker = done.stderr.split()[-2:]
    return int(main) / 1024, int(worker) / 1024
