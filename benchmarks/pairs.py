"""Interleaved pairs: A and B run in turn, so that a noisy machine weighs on both alike."""

import json
import os
import resource
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """Seconds that two commands took, run in turn; ``ratio`` is the median of A / B."""

    a: list[float]
    b: list[float]

    @property
    def ratio(self) -> float:
        return statistics.median(x / y for x, y in zip(self.a, self.b, strict=True))


def seconds(command: Sequence[str], times: float = 1.0) -> float:
    """Wall time of one whole process that must succeed.

    With ``times``, the process did that part of the work: what it says of ``loop``, the seconds
    that grow with the rows, is counted so many times, its start once.
    """
    start = time.perf_counter()
    done = subprocess.run(
        command,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=compiled(os.environ),
    )
    taken = time.perf_counter() - start
    return taken if times == 1 else taken + (times - 1) * float(json.loads(done.stdout)["loop"])


def compiled(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment in which modules are compiled once and kept, as those of a package that pip
    installed are."""
    return {k: v for k, v in environment.items() if k != "PYTHONDONTWRITEBYTECODE"}


def processor_seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Processor time of a process that must succeed, and of all that it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=compiled(environment))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def compare(a: Sequence[str], b: Sequence[str], rounds: int, times: float = 1.0) -> Pair:
    """Run A and B in turn, ``rounds`` times each, after one warm-up of both; A did one in
    ``times`` of the work that B does."""
    seconds(a), seconds(b)
    taken = [(seconds(a, times), seconds(b)) for _ in range(rounds)]
    return Pair([x for x, _ in taken], [y for _, y in taken])
