"""How a report is made from records, written and checked."""

import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import ibis

from harmscope import __version__
from harmscope.aggregation.collect import Collector
from harmscope.aggregation.declared_template import declared_template
from harmscope.aggregation.kept import SETTING, proven
from harmscope.aggregation.parts import TablesApart
from harmscope.aggregation.report import STATUTORY, Made, Request, making
from harmscope.api.explained_folder import check_apart, write_explanations
from harmscope.engine import DuckDb
from harmscope.errors import UserError
from harmscope.formats import StreamFault
from harmscope.formats.proof import Prove, Proven
from harmscope.formats.sources import Reads, left_out
from harmscope.formats.spool import Spool
from harmscope.formats.write import whole
from harmscope.memory import shares
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import table
from harmscope.model.period import parse_period
from harmscope.model.report import Report
from harmscope.profiles import Profile, load, shipped
from harmscope.reading.report_file import LoadedReport, at_hand
from harmscope.reconciliation import Reconciliation, reconcile
from harmscope.render.eu_template import FOLDER
from harmscope.render.html.explanation_page import Explanations
from harmscope.render.report_folder import finding_lines, write_report
from harmscope.times import day_asked
from harmscope.validation import validate
from harmscope.validation.taking import SIZES, taking
from harmscope.validation.verdict import REPORT, Verdict
from harmscope.validation.verdict import Options as Checks
from harmscope.validation.workers import BLOCK, Processes

# Make a report from records, and write it.


@dataclass(frozen=True, slots=True)
class Options:
    """How a report is made. ``clock`` is the day on which it is made, ``YYYY-MM-DD``; without one
    it is today, and ``run.json`` then says how long the run took. ``jobs`` is the number of
    processes for large files, 0 for one a core; ``cache`` is a folder for what files gave that do
    not change. The report depends on neither. ``cluster`` is the address of a Spark master whose
    workers take the place of the processes and count, and ``shared`` a folder (path or address)
    that they can read and write; without one it is that for temporary files. With ``check_again``
    records are judged even where the proof in their file holds. ``explain`` is a folder for
    explanations of all figures, down to the records."""

    profile: str
    period: str
    service: str
    zone: str = "UTC"
    clock: str | None = None
    memory: str | None = None
    disclosure: str = STATUTORY
    declared: Path | None = None
    replaces: Path | None = None
    because: str | None = None
    jobs: int = 0
    cache: Path | None = None
    cluster: str | None = None
    shared: str | Path | None = None
    check_again: bool = False
    explain: Path | None = None


def report(
    sources: Sequence[str | Path],
    options: Options,
    tell: Callable[[str], None] = lambda line: None,
) -> Report:
    """The report on the records in ``sources``. ``tell`` hears of files that are judged though
    they were before. Raises UserError for wrong options or inputs."""
    with counting(sources, options, tell) as made:
        return made.report


def report_explained(
    sources: Sequence[str | Path],
    options: Options,
    tell: Callable[[str], None] = lambda line: None,
    home: Path | None = None,
    *,
    reads: Reads | None = None,
    rows: Reads | None = None,
) -> tuple[Report, Explanations | None]:
    """As :func:`report`, with the folder of explanations, which is written where ``options`` names
    one; ``home`` is the folder of the report, to which its pages lead back. ``reads`` hears how
    many bytes more were read, ``rows`` how many rows were read so far."""
    with counting(sources, options, tell, reads, rows) as made:
        for line in _left_aside(made):
            tell(line)
        if options.explain is None:
            return made.report, None
        back = ""
        if home is not None:
            back = quote(Path(os.path.relpath(home, options.explain)).as_posix()) + "/report.html"
        return made.report, write_explanations(made, sources, options.explain, back)


def _left_aside(made: Made) -> Iterator[str]:
    """A line where the records hold referrals of the period and the profile counts none. The law
    says what stands in an official template."""
    profile, period = made.request.profile, made.request.period
    if profile.template or _counts_referrals(profile):
        return
    rows = table("referral")
    inside = rows.day.between(ibis.date(period.start), ibis.date(period.end))
    rows = rows.filter(inside | rows.day.isnull())
    if made.engine.rows(rows.agg(rows=rows.count()))[0]["rows"]:
        others = " or ".join(name for name in shipped() if _counts_referrals(load(name)))
        yield f"referrals: the records hold some, and this profile counts none; {others} does"


def _counts_referrals(profile: Profile) -> bool:
    return any(METRICS[name].table == "referral" for name in profile.metrics())


@contextmanager
def counting(
    sources: Sequence[str | Path],
    options: Options,
    tell: Callable[[str], None] = lambda line: None,
    reads: Reads | None = None,
    rows: Reads | None = None,
) -> Iterator[Made]:
    """As :func:`report_explained`, with what the report is counted from."""
    request = Request(
        profile=load(options.profile),
        period=parse_period(options.period),
        service=options.service,
        clock=day_asked(options.clock),
        zone=options.zone,
        disclosure=options.disclosure,
        declared=options.declared,
        replaces=options.replaces,
        because=options.because,
        cache=options.cache,
        check_again=options.check_again,
    )
    checks = Checks(clock=request.clock)
    own = [one for one in (options.cache, options.explain) if one is not None]
    with left_out(*own), ExitStack() as stack:
        if options.cluster is not None:
            from harmscope.cluster import Cluster

            # What is kept for later reports comes here; otherwise tables stay where they are made.
            apart = TablesApart() if options.cache is None else None
            opened = Cluster(options.cluster, options.memory, options.shared, apart)
            cluster = stack.enter_context(opened)
            reading = partial(taking, checks, cluster)
            made = making(
                sources, request, reading, cluster.engine, tell=tell, reads=reads, rows=rows
            )
            yield stack.enter_context(made)
            return
        share = shares(options.memory, "report", options.jobs or os.cpu_count() or 1)
        crew = Processes(share.jobs, BLOCK if share.small else SIZES * BLOCK)
        engine = partial(DuckDb, memory=share.engine)
        reading = partial(taking, checks, crew)
        made = making(sources, request, reading, engine, tell=tell, reads=reads, rows=rows)
        yield stack.enter_context(made)


def report_to(
    sources: Sequence[str | Path],
    options: Options,
    folder: Path,
    tell: Callable[[str], None] = lambda line: None,
    *,
    reads: Reads | None = None,
    rows: Reads | None = None,
) -> list[Path]:
    """Make the report and write it into ``folder``; gives the paths written, the page first, and
    behind them the first page of the explanations, where they are written.

    ``tell`` is called with one line for each finding of the report, ``reads`` with the number of
    bytes more that were read, ``rows`` with that of the rows so far.
    """
    started = time.monotonic()
    check_apart(options.explain, folder)
    made, explained = report_explained(sources, options, tell, folder, reads=reads, rows=rows)
    run = run_of(options)
    if options.clock is None:
        run["seconds"] = round(time.monotonic() - started, 1)
    written = write_report(made, run, folder, explained)
    for line in finding_lines(made):
        tell(line)
    return [*written, *([] if options.explain is None else [options.explain / "index.html"])]


_EVERY_RULE = ("HS",)
"""The start of the code of every rule."""


def proving(clock: date, jobs: int = 0, *, checked: bool = False) -> Prove:
    """Judges records on their way into a file as :func:`report` does on the day ``clock``, and
    proves what they give. Where they were ``checked`` so before, no rule is asked again."""
    checks = Checks(clock=clock, ignore=_EVERY_RULE if checked else ())

    def prove(spool: Spool) -> Proven | None:
        crew = Processes(jobs or os.cpu_count() or 1, SIZES * BLOCK)
        with taking(checks, crew, partial(Collector, SETTING)) as read:
            try:
                return proven(read(spool.member()), clock)
            except StreamFault:  # there is no record
                return None

    return prove


def run_of(options: Options) -> dict[str, object]:
    """What stands in ``run.json``: with which engine and versions a report is made."""
    return {
        "engine": _engine_of(options),
        "memory_limit": options.memory,
        "harmscope": __version__,
        "ibis": version("ibis-framework"),
        "python": platform.python_version(),
    }


def _engine_of(options: Options) -> dict[str, str]:
    name, package = ("duckdb", "duckdb") if options.cluster is None else ("spark", "pyspark")
    return {"name": name, "version": version(package)}


def check_written(options: Options, folder: Path) -> Verdict | None:
    """What ``harmscope validate --kind dsa-report`` says of a report on an official template that
    :func:`report_to` has written into ``folder``; None for other profiles."""
    if load(options.profile).template is None:
        return None
    checks = Checks(kind=REPORT, clock=day_asked(options.clock))
    return validate([str(folder / FOLDER)], checks)


def init_declared(profile: str, service: str, period: str, path: Path) -> Path:
    """Write a commented ``declared.toml`` for a profile; never over a file that is there."""
    if path.exists():
        raise UserError("-o", "there is such a file already", "name another, or move it away")
    text = declared_template(load(profile), service, period)
    with whole(path) as file:
        file.write(text.encode("utf-8"))
    return path


# A published report against records: count the records as the report does, then compare.

PROFILES = {"dsa-report": "dsa-harmonised"}
OTHERWISE = "core"


def reconcile_with(
    published: LoadedReport,
    records: Sequence[str | Path],
    service: str | None = None,
    clock: str | None = None,
) -> Reconciliation:
    """The cells of ``published`` beside what ``records`` give in its period.

    ``service`` is the name that the records use; without one it is the report's own. Statements of
    reasons are imported first. Raises UserError where service or period is not known.
    """
    name = service or published.service
    if name is None or published.period is None:
        fix = "read the report with --service, and check its period"
        raise UserError(published.file, "service or period of the report is not known", fix)
    profile = PROFILES.get(published.format, OTHERWISE)
    made = report(records, Options(profile, published.period, name, clock=clock))
    return reconcile(published, at_hand("records", made.as_dict()))
