"""How much memory a command takes with all its processes, sampled from outside while it runs."""

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

_PAUSE = 0.02


def peak(command: Sequence[str], **options: object) -> tuple[int, int]:
    """The exit code of a command, and the most bytes that its processes held together: memory
    that several share counts once (PSS of Linux)."""
    most = 0
    with subprocess.Popen(command, **options) as process:  # type: ignore[call-overload]
        while process.poll() is None:
            most = max(most, sum(_held(one) for one in _tree(process.pid)))
            time.sleep(_PAUSE)
    return process.returncode, most


def _tree(top: int) -> list[int]:
    """A process and all below it."""
    found = [top]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, task.read_text(encoding="ascii").split())
            except OSError:
                continue
    return found


def _held(process: int) -> int:
    try:
        said = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return 1024 * sum(int(line.split()[1]) for line in said.splitlines() if line[:4] == "Pss:")
