"""A year of nightly files with ``--cache``: the report of the last night, against one of a day."""

import json
import random
import shutil
import statistics
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.exports import HEADER, incident
from benchmarks.pairs import seconds
from benchmarks.report import reporting
from benchmarks.results import Measured

NIGHTS, A_NIGHT, ROUNDS, MOST = 365, 1_000, 3, 3.0


def run() -> list[Measured]:
    """The time of the last night's report, which reads one new file, as a multiple of the time of a
    report on that file alone. It counts only where it equals a report without a cache."""
    with TemporaryDirectory() as name:
        home = Path(name)
        last = _files(home / "logs")[-1]
        cache, every = home / "cache", home / "logs"
        aside = last.rename(home / last.name)
        _report(every, home / "before", "--cache", str(cache))
        aside.rename(last)
        pairs = []
        for number in range(ROUNDS):
            # Each round is a night of its own, that finds the cache as the one before left it.
            copy = shutil.copytree(cache, home / f"cache-{number}")
            night = seconds(reporting(every, "core", home / "night", "--cache", str(copy)))
            pairs.append(
                (round(night, 3), round(seconds(reporting(last, "core", home / "day")), 3))
            )
        _report(every, home / "full")
        made = [(home / one / "report.json").read_bytes() for one in ("night", "full")]
        if made[0] != made[1]:
            raise AssertionError("the report with a cache differs from the one without")
    value = round(statistics.median(night / day for night, day in pairs), 3)
    what, against = f"report on {NIGHTS} nightly files with --cache", "report on one of them"
    return [Measured(what, against, NIGHTS * A_NIGHT, value, "times as long", MOST, False, pairs)]


def _report(source: Path, out: Path, *more: str) -> None:
    command = reporting(source, "core", out, *more)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _files(folder: Path) -> list[Path]:
    """A file a night, each with its header."""
    folder.mkdir()
    chance, found = random.Random(7), []
    for night in range(NIGHTS):
        numbers = range(night * A_NIGHT, (night + 1) * A_NIGHT)
        lines = [HEADER, *(incident(chance, number) for number in numbers)]
        path = folder / f"night-{night:03d}.jsonl"
        path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
        found.append(path)
    return found
