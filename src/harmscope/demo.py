"""The whole way on shipped examples: import, validate, report. Offline, in under a minute."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harmscope.api.making import Options as ReportOptions
from harmscope.api.making import report_to
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
    yield _import(records)
    yield _validate(records)
    yield _report(records, out / "report")


def _import(records: Path) -> Step:
    source = str(data_path("examples", "demo", "statements"))
    # Without the days that the statements cover, days without one would not count as zero.
    header = data_path("examples", "demo", "dataset.toml")
    task = run(importer("dsa-sor"), Request((source,), str(records), header))
    counted = f"{task.read} statements of reasons read, {task.written} incidents written"
    return Step("import", counted, (records,))


def _validate(records: Path) -> Step:
    verdict = validate([records], Options(clock=day_of(CLOCK)))
    errors, warnings = verdict.tally.total("error"), verdict.tally.total("warning")
    return Step("validate", f"{errors} errors, {warnings} warnings", ())


def _report(records: Path, folder: Path) -> Step:
    options = ReportOptions("core", PERIOD, SERVICE, clock=CLOCK)
    made = report_to([records], options, folder)
    return Step("report", f"{SERVICE}, {PERIOD}, profile core", tuple(made))
