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
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from harmscope.api import making
from harmscope.api.explaining import (
    Asked,
    ExplainPublishedResult,
    ExplainResult,
    explained,
)
from harmscope.api.importing import brought_in
from harmscope.api.making import Options, reconcile_with, run_of
from harmscope.api.places import Place, manifest_notes, names_of, path_of
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
from harmscope.api.validating import Check
from harmscope.arguments import checked
from harmscope.comparison import Options as Compared
from harmscope.comparison import compare as compared
from harmscope.comparison import diff as differing
from harmscope.errors import UserError
from harmscope.formats.door import document_named
from harmscope.importers.contract import NoProgress, Steps
from harmscope.importers.run import Request
from harmscope.reading import LoadedReport, load, published
from harmscope.reading import read as reading
from harmscope.reading.collection import REPORT_FILE, find_report
from harmscope.reading.report_file import at_hand, told_apart
from harmscope.recognise import to_load, to_read
from harmscope.render.report_folder import report_json
from harmscope.schemagen import named
from harmscope.times import day_asked
from harmscope.validation.statistics import Profile
from harmscope.validation.taking import SIZES
from harmscope.validation.workers import BLOCK, Processes

Edition = Place | ReportResult | ReadResult
"""A report: a report.json, ``LIBRARY/service@period``, or a result that is at hand."""


@checked
def validate(
    files: Place | Iterable[Place],
    *,
    kind: str | None = None,
    ruleset: Place = "default",
    previous: Place | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    waivers: Place | None = None,
    clock: str | None = None,
    jobs: int = 1,
    stats: bool = True,
    keep: Place | None = None,
    reads: Callable[[int], None] | None = None,
    rows: Callable[[int], None] | None = None,
) -> ValidationResult:
    """Check records, or a published report, and give every finding with its place, rule and fix.

    ``files`` are files, folders or archives; of a folder that a registry published, its
    publication.json is checked. ``kind`` says what the records are, else each record
    or table does, or its content: ``notes`` say what files were taken for. ``dsa-report`` is a
    report on the EU template. ``ruleset`` is ``default``,
    ``strict`` or a TOML file; ``previous`` holds the records or the report of the previous period.
    ``select`` and ``ignore`` name rules by code or slug. ``clock`` is the day taken as today,
    ``YYYY-MM-DD``. ``jobs`` is the number of processes for large files, 0 for one a core.
    ``stats=False`` skips the statistics on accepted records, which only the page shows. ``keep``
    is a Parquet file for the valid records, which a report takes without checking them again.
    While it runs, ``reads`` is told how many bytes more were read, and ``rows`` how many rows were
    checked so far.

    Example::

        checked = hs.validate("examples/platform-export/records.jsonl", clock="2026-11-30")
        checked.ok
        checked.to_pandas()[["rule", "line", "pointer"]]
        checked.write("findings.csv")
    """
    given, day = names_of(files), day_asked(clock)
    names = [document_named(one) for one in given]
    check = Check(
        given,
        day,
        kind,
        tuple(select),
        tuple(ignore),
        os.fspath(ruleset),
        path_of(previous),
        path_of(waivers),
        path_of(keep),
    )
    kept, kind = KeptFindings(), check.options.kind
    profile = Profile(kind) if stats else None
    crew = Processes(jobs or os.cpu_count() or 1, SIZES * BLOCK)
    verdict = check.run(crew, (kept,), jobs=jobs, profile=profile, reads=reads, rows=rows)
    return ValidationResult(verdict, kept, names, kind, day, profile, tuple(check.notes))


@checked
def import_log(
    sources: Place | Iterable[Place],
    system: str,
    *,
    output: Place | None = None,
    mapping: Place | None = None,
    dataset: Place | None = None,
    key_file: Place | None = None,
    keep_text: bool = False,
    findings: Place | None = None,
    reads: Callable[[int], None] | None = None,
    rows: Callable[[int], None] | None = None,
    first_rows: int | None = None,
) -> ImportResult:
    """Make records of a platform's log.

    ``system`` is what ``harmscope import --from`` takes: ``mastodon``, ``ozone``, ``mapping`` ….
    ``output`` is the file for the records (``.jsonl``, ``.jsonl.gz``, ``.jsonl.zst``,
    ``.parquet``); without one they lie in a temporary folder as long as the result is kept.
    ``mapping`` ties the platform's own codes or columns to the standard, ``dataset`` is a TOML
    file with members for the header, ``key_file`` the key for pseudonyms. Free text is dropped
    unless ``keep_text``, for it may name people. ``findings`` is a file for all findings, as
    ``harmscope import --findings`` writes it. While it runs, ``reads`` is told how many bytes
    more were read, and ``rows`` how many rows were read so far. ``first_rows`` reads only so many
    rows, for a trial: the records are then not all that there are, and a note says so.

    Example::

        made = hs.import_log("examples/importers/ozone/raw", "ozone")
        made.to_pandas()["record"].value_counts()
        made.write("records.jsonl")
    """
    names = names_of(sources)
    folder = tempfile.mkdtemp(prefix="harmscope-") if output is None else ""
    target = path_of(output) or Path(folder, "records.jsonl")
    asked = Request(
        tuple(names),
        str(target),
        path_of(dataset),
        path_of(mapping),
        path_of(key_file),
        keep_text,
        NoProgress() if reads is None else Steps(reads),
        rows_read=rows,
        first_rows=first_rows,
    )
    try:
        task, chosen = brought_in(system, asked, findings=path_of(findings))
    except BaseException:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    made = ImportResult(task, target, chosen)
    if folder:
        weakref.finalize(made, shutil.rmtree, folder, ignore_errors=True)
    return made


@checked
def report(
    records: Place | Iterable[Place],
    *,
    profile: Place = "core",
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
    explain: Place | None = None,
    reads: Callable[[int], None] | None = None,
    rows: Callable[[int], None] | None = None,
) -> ReportResult:
    """Count records and lay the figures out as a profile asks.

    ``profile`` is a shipped one (``core``, ``dsa-harmonised``, ``synthetic-media`` …) or a TOML
    file; ``period`` is ``2026``, ``2026-H1``, ``2026-Q3``, ``2026-07`` or ``FROM/TO``; ``service``
    is its exact name, or ``all``. Days are counted in the time zone ``tz``. ``disclosure`` is
    ``statutory`` (as counted), ``public``, ``public-exact`` or ``bands``. ``declared`` is a TOML
    file with what no log holds. ``replaces`` is the report.json of the edition that this one
    corrects, and ``because`` says why. ``cache`` is a folder that keeps what each file gave. With
    ``check_again`` records are checked even where their file proves that they were. ``explain`` is
    a folder for explanations of every figure, down to the ids of records; keep it apart from the
    report. While it runs, ``reads`` is told how many bytes more were read, and ``rows`` how many
    rows were read so far.

    Example::

        records = "examples/platform-export/records.jsonl"
        made = hs.report(records, period="2026-H1", clock="2026-11-30")
        made.to_pandas()[["metric", "value", "status"]]
        made.write("report")
    """
    options = Options(
        os.fspath(profile),
        period,
        service,
        tz,
        clock,
        memory_limit,
        disclosure,
        path_of(declared),
        path_of(replaces),
        because,
        jobs,
        path_of(cache),
        check_again=check_again,
        explain=path_of(explain),
    )
    said: list[str] = []
    names = names_of(records)
    made, explained = making.report_explained(names, options, said.append, reads=reads, rows=rows)
    return ReportResult(made, run_of(options), said, explained)


@checked
def read(
    files: Place | Iterable[Place],
    kind: str | None = None,
    *,
    service: str | None = None,
    edition: str | None = None,
) -> ReadResult:
    """Read a published report: every data cell becomes a figure with its source.

    ``kind`` is ``dsa-report``, ``meta-cser``, ``tiktok-cger``, ``figures``, ``report`` or
    ``publication`` (a file, or the folder that a registry published); without one it is told by the
    content, and ``notes`` say what the files were taken for; where they cannot be read, the notes
    of the UserError do. ``service`` keeps that service, or names it where the file does not;
    ``edition`` names this publication of the report.

    Example::

        found = hs.read("examples/advertiser-compare/figures.csv", "figures")
        found.to_pandas()[["metric", "value", "service"]]
    """
    places = [Path(one) for one in names_of(files)]
    taken: Sequence[str] = ()
    if kind is None:
        kind, taken = to_read(places)
    try:
        found = reading(places, kind, service, edition)
        return ReadResult(found, (*taken, *manifest_notes(places)))
    except UserError as error:
        for line in taken:
            error.add_note(line)
        raise


@checked
def compare(
    editions: Edition | Iterable[Edition],
    *,
    system: str | None = None,
    metrics: Sequence[str] = (),
    period: str | None = None,
    questions: str | None = None,
    category: str | None = None,
    services: Sequence[str] = (),
) -> CompareResult:
    """Compare reports: a verdict for each pair of figures on each axis, then the numbers.

    ``system`` is the code system in which categories are compared. ``metrics`` keeps these metrics
    or concepts, ``period`` the figures that touch it, ``questions`` (``garm-amr``) those that
    answer a set of questions, ``category`` those on a code of the common system and what lies under
    it, ``services`` those of these services.

    Example::

        shown = hs.compare([hs.read("examples/advertiser-compare/figures.csv", "figures")])
        shown.to_pandas()[["concept", "verdict", "reasons"]]
    """
    asked = Compared(
        system, tuple(metrics), period, questions is not None, category, tuple(services)
    )
    return CompareResult(compared(loaded_editions(editions), asked))


@checked
def diff(old: Edition, new: Edition) -> DiffResult:
    """List the figures that were added, dropped and changed between two editions.

    Example::

        old = hs.read("examples/advertiser-compare/figures.csv", "figures", edition="1")
        hs.diff(old, old).restates
    """
    return DiffResult(differing(*loaded_editions([old, new])))


@checked
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
    found = reconcile_with(loaded_edition(report), names_of(records), service, clock)
    return ReconcileResult(found)


@checked
def explain(
    report: Place | ReportResult,
    cell: str,
    *,
    records: Place | Iterable[Place] = (),
    before: Place | None = None,
    original: Place | Iterable[Place] = (),
    declared: Place | None = None,
    profile: Place | None = None,
    jobs: int = 1,
) -> ExplainResult | ExplainPublishedResult:
    """Say how one figure of a report came to be, down to the records.

    ``report`` is a report.json, its folder, or what ``hs.report`` gave. ``cell`` is a metric with
    its dimensions (``items.actioned[month=2026-01]``), the id of a figure, or in a report on the EU
    template a cell (``4!F3``) or the words of its row and column. With ``records`` the report is
    counted again, and each record is named that counts or is left out. ``original`` are the records
    that the report was made of, or the folder that ``report --explain`` wrote: then changes are
    said by record. ``before`` is an earlier edition. ``declared`` and ``profile`` are the files
    that the report was made with. Of a registry's publication, its folder or publication.json, the
    answer is who stands behind a figure; then ``original`` are the publications that were taken in.

    Example::

        records = "examples/platform-export/records.jsonl"
        made = hs.report(records, period="2026-H1", clock="2026-11-30")
        found = hs.explain(made, "notices.received", records=records)
        found.ok
        found.to_pandas()[["id", "adds", "reason"]]
    """
    asked = Asked(
        tuple(names_of(records)),
        None if before is None else os.fspath(before),
        tuple(names_of(original)),
        path_of(declared),
        path_of(profile),
        jobs,
    )
    if not isinstance(report, ReportResult):
        return explained(os.fspath(report), cell, asked)
    if report.explained is not None and not asked.original:
        asked = replace(asked, original=(str(report.explained.folder),))
    with tempfile.TemporaryDirectory(prefix="harmscope-") as folder:
        file = Path(folder, REPORT_FILE)
        file.write_bytes(report_json(report.report).encode())
        return explained(str(file), cell, asked)


@checked
def schema(name: str) -> dict[str, Any]:
    """A published JSON Schema. ``name`` is a kind of record (``incident``), or ``KIND@VERSION``.

    Example::

        sorted(hs.schema("incident")["properties"])
    """
    found: dict[str, Any] = json.loads(named(name))
    return found


def loaded_edition(edition: Edition) -> LoadedReport:
    """The report that a caller names or has at hand."""
    return loaded_editions([edition])[0]


def loaded_editions(editions: Edition | Iterable[Edition]) -> list[LoadedReport]:
    """The reports that a caller names or has at hand, one or several; files of one name are told
    apart by their folders."""
    if isinstance(editions, str | os.PathLike | ReportResult | ReadResult):
        editions = [editions]
    return told_apart([_loaded(one) for one in editions])


def _loaded(edition: Edition) -> tuple[Path | None, LoadedReport]:
    """A report, and where it lies if it was not at hand. Raises UserError where it is none, which
    says what it is instead if that can be told, and where it is not what its publisher signed."""
    if isinstance(edition, ReportResult):
        return None, at_hand("report", edition.to_dict())
    if isinstance(edition, ReadResult):
        return None, at_hand("published", published(edition.reading))
    path = find_report(os.fspath(edition))
    try:
        report = load(path)
    except UserError:
        to_load(path)
        raise
    return path, replace(report, notes=tuple(manifest_notes([path])))
