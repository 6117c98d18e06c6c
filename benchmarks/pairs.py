"""Interleaved pairs: A and B run in turn, so that a noisy machine weighs on both alike."""

import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Pair:
    """Wall times in seconds of two commands, run in turn; ``ratio`` is the median of A / B."""

    a: list[float]
    b: list[float]

    @property
    def ratio(self) -> float:
        return statistics.median(x / y for x, y in zip(self.a, self.b, strict=True))


def seconds(command: Sequence[str]) -> float:
    """Wall time of one whole process that must succeed."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def compare(a: Sequence[str], b: Sequence[str], rounds: int = 7) -> Pair:
    """Run A and B in turn, ``rounds`` times each, after one warm-up of both."""
    seconds(a), seconds(b)
    taken = [(seconds(a), seconds(b)) for _ in range(rounds)]
    return Pair([x for x, _ in taken], [y for _, y in taken])
