"""A report against validating the same file, and from kept records against SQL by hand."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.command import CLOCK, harmscope, validating
from benchmarks.files import FEW, MADE_AT_ONCE, export, folder
from benchmarks.kept_files import repeated
from benchmarks.pairs import compare
from benchmarks.results import Measured
from benchmarks.validate import rounds_of
from harmscope.aggregation.basis import basis

MOST = 1.6
MOST_OF_KEPT = 1.3
PERIOD = "2026-H1"
SPAN = ("2026-01-01", "2026-06-30")


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


def from_kept(rows: int) -> list[Measured]:
    """The time of a report from kept records, as a multiple of the time that SQL by hand takes for
    the same tables from the same file. It counts only where both count the same."""
    path = kept(rows)
    by_hand = [sys.executable, str(Path(__file__).with_name("by_hand.py")), str(path), *SPAN]
    with TemporaryDirectory() as name:
        out = Path(name) / "report"
        ours = reporting(path, "core", out)
        _check(by_hand, ours, out)
        pair = compare(ours, by_hand, rounds_of(rows))
    pairs = [(round(a, 3), round(b, 3)) for a, b in zip(pair.a, pair.b, strict=True)]
    what, against = "report core from kept records", "SQL by hand in DuckDB"
    value = round(pair.ratio, 3)
    return [Measured(what, against, rows, value, "times as long", MOST_OF_KEPT, False, pairs)]


def kept(rows: int) -> Path:
    """Records kept by the program as it is: a proof holds for no other. Many are copies of few."""
    path = folder() / f"incident-{rows}-{basis()['program'][:12]}.kept.parquet"
    if path.exists():
        return path
    if rows > MADE_AT_ONCE:
        repeated(kept(MADE_AT_ONCE), path, rows // MADE_AT_ONCE)
        return path
    one = export("incident", "jsonl", rows, FEW)
    command = (*("validate", str(one.path), "--clock", CLOCK), "--keep", str(path))
    subprocess.run(harmscope(*command), check=True, stdout=subprocess.DEVNULL)
    return path


def _check(by_hand: list[str], ours: list[str], out: Path) -> None:
    done = subprocess.run(by_hand, check=True, stdout=subprocess.PIPE, text=True)
    told = subprocess.run(ours, check=True, capture_output=True, text=True).stderr
    if "checked again" in told:
        raise AssertionError("the records were checked again")
    made = json.loads((out / "report.json").read_text(encoding="utf-8"))
    totals = next(panel for panel in made["sections"][0]["panels"] if panel["id"] == "totals")
    figures = {one["metric"]: one.get("value") for one in totals["figures"]}
    for metric, value in json.loads(done.stdout).items():
        if figures[metric] != value:
            raise AssertionError(f"{metric} is counted otherwise by hand")


def reporting(source: Path, profile: str, out: Path, *more: str) -> list[str]:
    """The command line that makes a report."""
    asked = ("--profile", profile, "--period", PERIOD, "--service", "Example")
    return harmscope("report", str(source), *asked, "--clock", CLOCK, "-o", str(out), *more)
