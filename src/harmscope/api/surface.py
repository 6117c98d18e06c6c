"""The functions that ``import harmscope`` offers.

Each takes what the command of the same name takes, and gives an object of
:mod:`harmscope.api.results`. Nothing is printed. All raise :class:`harmscope.UserError` for wrong
use and for files that cannot be read, with what to do about it.
"""

import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from harmscope.api import making
from harmscope.api.keeping import bring_in, keeping_valid
from harmscope.api.making import Options, reconcile_with, run_of
from harmscope.api.results import (
    CompareResult,
    DiffResult,
    ImportResult,
    KeptFindings,
    ReadResult,
    ReconcileResult,
    ReportResult,
    ValidationResult,
)
from harmscope.comparison import Options as Asked
from harmscope.comparison import compare as compared
from harmscope.comparison import diff as differing
from harmscope.errors import apart
from harmscope.findings import Tally
from harmscope.importers import importer
from harmscope.importers.contract import Task
from harmscope.importers.run import Request
from harmscope.reading import LoadedReport, load, published
from harmscope.reading import read as reading
from harmscope.reading.collection import find_report
from harmscope.reading.report_file import at_hand
from harmscope.recognise import to_read, to_validate
from harmscope.rules.ruleset import load_ruleset
from harmscope.schemagen import named
from harmscope.times import day_asked
from harmscope.validation import Options as Checks
from harmscope.validation import validate as validated
from harmscope.validation.statistics import Profile
from harmscope.validation.taking import SIZES
from harmscope.validation.waivers import read_waivers
from harmscope.validation.workers import BLOCK, Processes

Place = str | Path
"""A file or a folder."""

Edition = Place | ReportResult | ReadResult
"""A report: a report.json, ``LIBRARY/service@period``, or a result that is at hand."""


def validate(
    files: Place | Iterable[Place],
    *,
    kind: str | None = None,
    ruleset: str = "default",
    previous: Place | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    waivers: Place | None = None,
    clock: str | None = None,
    jobs: int = 1,
    stats: bool = True,
    keep: Place | None = None,
) -> ValidationResult:
    """Check records, or a published report, and give every finding with its place, rule and fix.

    ``files`` are files, folders or archives. ``kind`` says what the records are, else each record
    or table does, or its content: ``notes`` say what files were taken for. ``dsa-report`` is a
    report on the EU template. ``ruleset`` is ``default``,
    ``strict`` or a TOML file; ``previous`` holds the records or the report of the period before.
    ``select`` and ``ignore`` name rules by code or slug. ``clock`` is the day taken as today,
    ``YYYY-MM-DD``. ``jobs`` is the number of processes for large files, 0 for one a core.
    ``stats=False`` leaves out what accepted records are like, which only the page shows. ``keep``
    is a Parquet file for the valid records, which a report takes without checking them again.

    Example::

        checked = hs.validate("examples/platform-export/records.jsonl", clock="2026-11-30")
        checked.ok
        checked.to_pandas()[["rule", "line", "pointer"]]
        checked.write("findings.csv")
    """
    names, day = _names(files), day_asked(clock)
    apart(keep, *names)
    taken: Sequence[str] = ()
    if kind is None:
        kind, taken = to_validate(names)
    options = Checks(
        kind,
        day,
        tuple(select),
        tuple(ignore),
        load_ruleset(ruleset),
        _path(previous),
    )
    waived = read_waivers(Path(waivers), day) if waivers is not None else None
    kept = KeptFindings()
    tally = Tally(sinks=(kept,), excuse=waived.excuse if waived else None)
    crew = Processes(jobs or os.cpu_count() or 1, SIZES * BLOCK)
    profile = Profile(kind) if stats else None
    with keeping_valid(_path(keep), day, jobs) as valid:
        verdict = validated(names, options, tally=tally, crew=crew, profile=profile, keep=valid)
    if waived:
        tally.extend(waived.findings())
    return ValidationResult(verdict, kept, names, kind, day, profile, tuple(taken))


def import_log(
    sources: Place | Iterable[Place],
    system: str,
    *,
    output: Place | None = None,
    mapping: Place | None = None,
    dataset: Place | None = None,
    key_file: Place | None = None,
    keep_text: bool = False,
) -> ImportResult:
    """Make records of a platform's log.

    ``system`` is what ``harmscope import --from`` takes: ``mastodon``, ``ozone``, ``mapping`` ….
    ``output`` is the file for the records (``.jsonl``, ``.jsonl.gz``, ``.jsonl.zst``,
    ``.parquet``); without one they lie in a temporary folder as long as the result is kept.
    ``mapping`` ties the platform's own codes or columns to the standard, ``dataset`` is a TOML
    file with members for the header, ``key_file`` the key for pseudonyms. Free text is dropped
    unless ``keep_text``, for it may name people.

    Example::

        made = hs.import_log("examples/importers/ozone/raw", "ozone")
        made.to_pandas()["record"].value_counts()
        made.write("records.jsonl")
    """
    task, chosen, names = Task(), importer(system), _names(sources)
    given = (one for one in (mapping, dataset, key_file) if one is not None)
    apart(output, *names, *given)
    folder = tempfile.mkdtemp(prefix="harmscope-") if output is None else ""
    target = _path(output) or Path(folder, "records.jsonl")
    asked = Request(
        tuple(names),
        str(target),
        _path(dataset),
        _path(mapping),
        _path(key_file),
        keep_text,
    )
    made = ImportResult(task, target, chosen)
    if folder:
        weakref.finalize(made, shutil.rmtree, folder, ignore_errors=True)
    bring_in(chosen, asked, task)
    return made


def report(
    records: Place | Iterable[Place],
    *,
    profile: str = "core",
    period: str,
    service: str = "all",
    tz: str = "UTC",
    clock: str | None = None,
    disclosure: str = "statutory",
    declared: Place | None = None,
    replaces: Place | None = None,
    because: str | None = None,
    memory_limit: str | None = None,
    jobs: int = 1,
    cache: Place | None = None,
    check_again: bool = False,
) -> ReportResult:
    """Count records and lay the figures out as a profile asks.

    ``profile`` is a shipped one (``core``, ``dsa-harmonised``, ``synthetic-media`` …) or a TOML
    file; ``period`` is ``2026``, ``2026-H1``, ``2026-Q3``, ``2026-07`` or ``FROM/TO``; ``service``
    is its exact name, or ``all``. Days are counted in the time zone ``tz``. ``disclosure`` is
    ``statutory`` (as counted), ``public``, ``public-exact`` or ``bands``. ``declared`` is a TOML
    file with what no log holds. ``replaces`` is the report.json of the edition that this one
    corrects, and ``because`` says why. ``cache`` is a folder that keeps what each file gave. With
    ``check_again`` records are checked even where their file proves that they were.

    Example::

        records = "examples/platform-export/records.jsonl"
        made = hs.report(records, period="2026-H1", clock="2026-11-30")
        made.to_pandas()[["metric", "value", "status"]]
        made.write("report")
    """
    options = Options(
        profile,
        period,
        service,
        tz,
        clock,
        memory_limit,
        disclosure,
        _path(declared),
        _path(replaces),
        because,
        jobs,
        _path(cache),
        check_again=check_again,
    )
    said: list[str] = []
    made = making.report(_names(records), options, said.append)
    return ReportResult(made, run_of(options), said)


def read(
    files: Place | Iterable[Place],
    kind: str | None = None,
    *,
    service: str | None = None,
    edition: str | None = None,
) -> ReadResult:
    """Read a published report: every data cell becomes a figure that knows its source.

    ``kind`` is ``dsa-report``, ``meta-cser``, ``tiktok-cger``, ``figures`` or ``report``; without
    one it is told by the content, and ``notes`` say what the files were taken for.
    ``service`` keeps that service, or names it where the file does not; ``edition`` names this
    publication of the report.

    Example::

        found = hs.read("examples/advertiser-compare/figures.csv", "figures")
        found.to_pandas()[["metric", "value", "service"]]
    """
    places = [Path(one) for one in _names(files)]
    taken: Sequence[str] = ()
    if kind is None:
        kind, taken = to_read(places)
    return ReadResult(reading(places, kind, service, edition), tuple(taken))


def compare(
    editions: Iterable[Edition],
    *,
    system: str | None = None,
    metrics: Sequence[str] = (),
    period: str | None = None,
    questions: str | None = None,
) -> CompareResult:
    """Compare reports: a verdict for each pair of figures on each axis, then the numbers.

    ``system`` is the code system in which categories are compared. ``metrics`` keeps these metrics
    or concepts, ``period`` the figures that touch it, ``questions`` (``garm-amr``) those that
    answer a set of questions.

    Example::

        shown = hs.compare([hs.read("examples/advertiser-compare/figures.csv", "figures")])
        shown.to_pandas()[["concept", "verdict", "reasons"]]
    """
    asked = Asked(system, tuple(metrics), period, questions is not None)
    return CompareResult(compared([_loaded(one) for one in editions], asked))


def diff(old: Edition, new: Edition) -> DiffResult:
    """List the figures that were added, dropped and changed between two editions.

    Example::

        old = hs.read("examples/advertiser-compare/figures.csv", "figures", edition="1")
        hs.diff(old, old).restates
    """
    return DiffResult(differing(_loaded(old), _loaded(new)))


def reconcile(
    report: Edition,
    records: Place | Iterable[Place],
    *,
    service: str | None = None,
    clock: str | None = None,
) -> ReconcileResult:
    """Hold a published report beside what records give in its period, cell by cell.

    ``service`` is the name that the records use, where it differs from the report's.

    Example::

        records = "examples/platform-export/records.jsonl"
        made = hs.report(records, period="2026-H1", clock="2026-11-30")
        hs.reconcile(made, records, clock="2026-11-30").to_pandas()[["metric", "state"]]
    """
    found = reconcile_with(_loaded(report), _names(records), service, clock)
    return ReconcileResult(found)


def schema(name: str) -> dict[str, Any]:
    """A published JSON Schema. ``name`` is a kind of record (``incident``), or ``KIND@VERSION``.

    Example::

        sorted(hs.schema("incident")["properties"])
    """
    found: dict[str, Any] = json.loads(named(name))
    return found


def _names(files: Place | Iterable[Place]) -> list[str]:
    return [str(files)] if isinstance(files, str | Path) else [str(one) for one in files]


def _path(place: Place | None) -> Path | None:
    return None if place is None else Path(place)


def _loaded(edition: Edition) -> LoadedReport:
    if isinstance(edition, ReportResult):
        return at_hand("report", edition.to_dict())
    if isinstance(edition, ReadResult):
        return at_hand("published", published(edition.reading))
    return load(find_report(str(edition)))
