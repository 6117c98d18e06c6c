"""A report against validating the same file."""

from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.command import CLOCK, harmscope, validating
from benchmarks.files import FEW, export
from benchmarks.pairs import compare
from benchmarks.results import Measured
from benchmarks.validate import rounds_of

MOST = 1.6
PERIOD = "2026-H1"


def from_lines(profile: str, rows: int) -> list[Measured]:
    """The time of a report from JSON Lines, as a multiple of the time of ``validate``."""
    one = export("incident", "jsonl", rows, FEW)
    with TemporaryDirectory() as out:
        ours = reporting(one.path, profile, Path(out) / "report")
        pair = compare(ours, validating(one.path, one.kind), rounds_of(rows))
    pairs = [(round(a, 3), round(b, 3)) for a, b in zip(pair.a, pair.b, strict=True)]
    what, against = f"report {profile} from JSON Lines", "validate on the same file"
    value = round(pair.ratio, 3)
    return [Measured(what, against, rows, value, "times as long", MOST, False, pairs)]


def reporting(source: Path, profile: str, out: Path, *more: str) -> list[str]:
    """The command line that makes a report."""
    asked = ("--profile", profile, "--period", PERIOD, "--service", "Example")
    return harmscope("report", str(source), *asked, "--clock", CLOCK, "-o", str(out), *more)
