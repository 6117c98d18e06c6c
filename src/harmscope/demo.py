"""All steps on shipped examples: import, validate, report. Offline, in under a minute."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harmscope.errors import many
from harmscope.importers import importer
from harmscope.importers.run import Request, run
from harmscope.resources import data_path
from harmscope.times import day_of
from harmscope.validation import Options, validate

CLOCK = "2026-01-15"
PERIOD = "2025-H2"
SERVICE = "Plazza"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the demonstration: what was done, in figures, and what it made."""

    title: str
    result: str
    made: tuple[Path, ...]


def demonstrate(out: Path) -> Iterator[Step]:
    """Run the steps into the folder ``out``, one after another.

    Raises UserError where the folder cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    records = out / "records.jsonl"
    yield _examples(out)
    yield _import(out, records)
    yield _validate(records)
    yield _report(records, out / "report")


def _examples(out: Path) -> Step:
    """Copy the examples to where their user can open them and try commands on them."""
    made = []
    for name in ("statements/2025-04-to-06.csv", "statements/2025-07-to-12.csv", "dataset.toml"):
        made.append(out / name)
        made[-1].parent.mkdir(exist_ok=True)
        shutil.copyfile(data_path("examples", "demo").joinpath(name), made[-1])
    return Step("examples", "invented statements of reasons of four services", tuple(made))


def _import(out: Path, records: Path) -> Step:
    # Without the days that the statements cover, days without one would not count as zero.
    request = Request((str(out / "statements"),), str(records), out / "dataset.toml")
    task = run(importer("dsa-sor"), request)
    counted = f"{task.read:,} statements of reasons read, {task.written:,} incidents written"
    return Step("import", counted, (records,))


def _validate(records: Path) -> Step:
    verdict = validate([records], Options(clock=day_of(CLOCK)))
    errors, warnings = verdict.tally.total("error"), verdict.tally.total("warning")
    return Step("validate", f"{many(errors, 'error')}, {many(warnings, 'warning')}", ())


def _report(records: Path, folder: Path) -> Step:
    from harmscope.api.making import Options as ReportOptions  # needs the extra "report"
    from harmscope.api.making import report_to

    options = ReportOptions("core", PERIOD, SERVICE, clock=CLOCK)
    made = report_to([records], options, folder)
    return Step("report", f"{SERVICE}, {PERIOD}, profile core", tuple(made))
