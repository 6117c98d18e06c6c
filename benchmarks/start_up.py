"""How long `harmscope --help` takes, against merely importing typer."""

import statistics
import sys

from benchmarks.pairs import compare

BOUND = 2.5


def run() -> None:
    """Print the ratio and the bound that the project aims at."""
    pair = compare(
        [sys.executable, "-m", "harmscope", "--help"], [sys.executable, "-c", "import typer"], 11
    )
    print(
        f"start-up: --help takes {pair.ratio:.2f} times as long as importing typer "
        f"(aim: at most {BOUND}); medians {statistics.median(pair.a):.3f} s "
        f"and {statistics.median(pair.b):.3f} s"
    )
