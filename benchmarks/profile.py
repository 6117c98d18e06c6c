"""Where the processor time of a command goes: microseconds a row, by module.

The command runs in one process. A timer of processor time interrupts it every millisecond; what
passed since the last time is put down to the innermost module of ours that is running, what it
calls in libraries included. Then whole commands run in one process and in two.

``python -m benchmarks.profile OUT ARGUMENT…`` is the measured process.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from benchmarks.command import CLOCK
from benchmarks.files import export
from benchmarks.pairs import compiled
from benchmarks.report import PERIOD
from benchmarks.results import ROOT, Measured

PROFILES = ROOT / "docs" / "profile.json"
EVERY = 0.001
PLACES = 14
"""Places that are shown; the others are summed up."""

_OURS = f"{ROOT / 'src' / 'harmscope'}{os.sep}"

START = "start of the interpreter, and imports"


@dataclass(frozen=True)
class Profile:
    """Microseconds a row of one command, by module; ``processes`` holds those of the clock and of
    the processor for whole commands, by the number of processes; it is empty where the machine was
    busy."""

    what: str
    rows: int
    total: float
    places: list[tuple[str, float]]
    processes: dict[str, tuple[float, float]]


def run(rows: int) -> list[Measured]:
    """Profile validate, import and report, by format, into docs/profile.json."""
    found: list[Profile] = []
    with TemporaryDirectory() as name:
        for what, arguments in _commands(rows, Path(name)):
            found.append(_profile(what, arguments, rows, Path(name)))
            # At once: on a busy machine the last ones take long.
            text = json.dumps([asdict(one) for one in found], indent=1)
            PROFILES.write_text(text + "\n", encoding="utf-8")
    unit = "µs of processor time a row"
    return [Measured(f"profile of {one.what}", "", rows, one.total, unit) for one in found]


def read_profiles() -> list[Profile]:
    """What :func:`run` found last."""
    if not PROFILES.exists():
        return []
    found = json.loads(PROFILES.read_text(encoding="utf-8"))
    return [
        Profile(**{**one, "places": [(place, taken) for place, taken in one["places"]]})
        for one in found
    ]


def _commands(rows: int, out: Path) -> list[tuple[str, tuple[str, ...]]]:
    validating = [
        (
            f"validate {kind} {form}",
            ("validate", str(export(kind, form, rows).path), "--kind", kind, "--clock", CLOCK),
        )
        for kind, form in (
            *(("incident", "jsonl"), ("dsa-sor", "jsonl")),
            *(("dsa-sor", "csv"), ("dsa-sor", "parquet")),
        )
    ]
    importing = [
        (
            f"import dsa-sor {form}",
            *[("import", str(export("dsa-sor", form, rows).path), "--from", "dsa-sor",
               "-o", str(out / "imported.jsonl"))],
        )
        for form in ("csv", "parquet")
    ]  # fmt: skip
    incidents = str(export("incident", "jsonl", rows).path)
    reporting = [
        (
            f"report {profile} from JSON Lines",
            *[("report", incidents, "--profile", profile, "--period", PERIOD, "--service",
               "Example", "--clock", CLOCK, "-o", str(out / profile))],
        )
        for profile in ("core", "dsa-harmonised")
    ]  # fmt: skip
    return [*validating, *importing, *reporting]


def _profile(what: str, arguments: tuple[str, ...], rows: int, folder: Path) -> Profile:
    found = folder / "profile.json"
    jobs = ("--jobs", "1") if _takes_jobs(arguments[0]) else ()
    here = [sys.executable, "-m", "benchmarks.profile", str(found), *arguments, *jobs]
    subprocess.run(
        here,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=compiled(os.environ),
    )
    spent = Counter(json.loads(found.read_text(encoding="utf-8")))
    total = sum(spent.values())
    shown = [(place, _micro(taken, rows)) for place, taken in spent.most_common(PLACES)]
    rest = total - sum(taken for _, taken in spent.most_common(PLACES))
    several = {}
    if jobs and _is_quiet():
        for number in (1, 2):
            wall, processor = _timed([*arguments, "--jobs", str(number)])
            several[str(number)] = (_micro(wall, rows), _micro(processor, rows))
    places = [*shown, ("everything else", _micro(rest, rows))]
    return Profile(what, rows, _micro(total, rows), places, several)


def _is_quiet() -> bool:
    """Whether the clock says anything: not where others work on the machine, too."""
    return os.getloadavg()[0] <= (os.cpu_count() or 1)


def _takes_jobs(command: str) -> bool:
    done = subprocess.run(
        [sys.executable, "-m", "harmscope", command, "--help"],
        check=True,
        capture_output=True,
        text=True,
    )
    return "--jobs" in done.stdout


def _timed(arguments: list[str]) -> tuple[float, float]:
    """Wall and processor time of a whole command."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "harmscope", *arguments],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=compiled(os.environ),
    )
    wall, after = time.perf_counter() - start, os.times()
    spent = after.children_user + after.children_system
    return wall, spent - before.children_user - before.children_system


def _micro(seconds: float, rows: int) -> float:
    return round(seconds * 1e6 / rows, 2)


class _Sampler:
    """Puts processor time down to the innermost module of ours."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._last = time.process_time()

    def take(self, _: int, frame: FrameType | None) -> None:
        """One interruption. Time in a long call of a library counts for who called it."""
        now = time.process_time()
        self.spent[_place(frame)] += now - self._last
        self._last = now


def _place(frame: FrameType | None) -> str:
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(_OURS):
            if frame.f_code.co_name == "<module>":
                return START
            return Path(file.removeprefix(_OURS)).as_posix()
        frame = frame.f_back
    return START


def _measure(out: Path, arguments: list[str]) -> None:
    sampler = _Sampler()
    signal.signal(signal.SIGPROF, sampler.take)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    sys.argv = ["harmscope", *arguments]
    from harmscope.__main__ import main

    try:
        main()
    except SystemExit as done:
        if done.code not in (None, 0, 1):
            raise
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    out.write_text(json.dumps(sampler.spent), encoding="utf-8")


if __name__ == "__main__":
    _measure(Path(sys.argv[1]), sys.argv[2:])
