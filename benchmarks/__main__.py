"""Runs measurements piece by piece: ``python -m benchmarks [PIECE…] [--most SECONDS] [--again]``.

Without names it runs every piece that has no figures for the code as it is, starts none after
``--most`` seconds (480), and says what is left: run it again for the rest. ``list`` names the
pieces, ``profile`` says where the time goes, ``page`` writes docs/performance.md from the figures.
"""

import argparse
import sys
import time

from benchmarks import performance_page, results
from benchmarks.pieces import PIECES
from benchmarks.results import Measured

MOST = 480.0


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="PIECE")
    parser.add_argument("--most", type=float, default=MOST, metavar="SECONDS")
    parser.add_argument("--again", action="store_true", help="measure what is measured already")
    asked = parser.parse_args()
    if asked.names == ["list"]:
        print("\n".join(PIECES))
    elif asked.names == ["page"]:
        performance_page.write()
    else:
        _run(asked.names, asked.most, again=asked.again)


def _run(names: list[str], most: float, *, again: bool) -> None:
    unknown = set(names) - set(PIECES)
    if unknown:
        sys.exit(f"there is no piece {min(unknown)}; python -m benchmarks list names them")
    known = results.read()
    wanted = [
        name
        for name in names or PIECES
        if again or name not in known or known[name].code != results.code()
    ]
    began = time.monotonic()
    while wanted and time.monotonic() - began < most:
        name = wanted.pop(0)
        start = time.monotonic()
        figures = PIECES[name]()
        results.keep(name, figures, time.monotonic() - start)
        for one in figures:
            print(_line(name, one), flush=True)
    performance_page.write()
    if wanted:
        print(f"{len(wanted)} pieces are left: run python -m benchmarks again")


def _line(name: str, one: Measured) -> str:
    said = {True: "reached", False: "not reached", None: ""}[one.reached]
    aim = "" if one.aim is None else f"aim {one.aim:g}: "
    return f"{name}: {one.what}: {one.value:g} {one.unit} {one.against} ({aim}{said})"


if __name__ == "__main__":
    main()
