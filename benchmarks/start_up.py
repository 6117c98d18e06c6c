"""How long `harmscope --help` takes, against merely importing typer."""

import sys

from benchmarks.pairs import compare
from benchmarks.results import Measured

BOUND = 2.5


def run() -> list[Measured]:
    """The ratio and the bound that the project aims at."""
    pair = compare(
        [sys.executable, "-m", "harmscope", "--help"], [sys.executable, "-c", "import typer"], 11
    )
    pairs = [(round(a, 3), round(b, 3)) for a, b in zip(pair.a, pair.b, strict=True)]
    value = round(pair.ratio, 2)
    return [Measured("harmscope --help", "importing typer", 0, value, "times as long",
                     BOUND, False, pairs)]  # fmt: skip
