"""Makes a report: records, flat tables, counts, then figures in the sections of a profile."""

import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Final

from harmscope import __version__
from harmscope.aggregation import quality
from harmscope.aggregation.breaks import breaks_of, marked
from harmscope.aggregation.cache import Cache
from harmscope.aggregation.declared import (
    not_stated,
    read_declared,
    stated_definitions,
    stated_section,
)
from harmscope.aggregation.dsa_document import dsa_definitions, dsa_sections
from harmscope.aggregation.editions import read_edition, replaces
from harmscope.aggregation.figures import FigureMaker
from harmscope.aggregation.kept import KeptFiles
from harmscope.aggregation.labels import COMPLETE, Gaps, definition, dimensions_of, gaps_of
from harmscope.aggregation.normalise import (
    Intake,
    Reading,
    kept_exposures,
    normalise,
    open_tables,
)
from harmscope.aggregation.observed import days_of, evidence_of
from harmscope.aggregation.parts import EVERY_SERVICE, HEADERLESS, NOT_COUNTED, Setting
from harmscope.aggregation.quality import (
    COMPLETENESS_METRIC,
    completeness_of,
    quality_of,
    shortfalls,
)
from harmscope.demands.text import personal
from harmscope.disclosure.apply import Applied, Layout, apply, is_split_again, withheld
from harmscope.disclosure.cells import Place
from harmscope.disclosure.level import level, trait_ids
from harmscope.engine import Engine, OpenEngine
from harmscope.errors import UserError, offer
from harmscope.formats.sources import Reads
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.metric import Share
from harmscope.model.base import given
from harmscope.model.figure import Declared, Figure, Scope
from harmscope.model.period import Period
from harmscope.model.report import (
    Definition,
    Dimension,
    Maker,
    Panel,
    ProfileRef,
    Replaces,
    Report,
    ReportFinding,
    Section,
)
from harmscope.model.typed import Dataset
from harmscope.profiles import PanelPlan, Profile, SectionPlan
from harmscope.profiles.only import Only
from harmscope.taxonomy import harm

# Makes a report: records → flat tables → counts → figures in the sections of a profile.

STATUTORY: Final = "statutory"

_MAPPING: Final = [name for name in METRICS if name.startswith("quality.mapped_")]


@dataclass(frozen=True, slots=True)
class Request:
    """What report is asked for. ``clock`` is the day on which it is made; in the folder ``cache``
    lies what files gave that were read before. With ``check_again`` records that were judged when
    their file was written are judged once more."""

    profile: Profile
    period: Period
    service: str
    clock: date
    zone: str = "UTC"
    disclosure: str = STATUTORY
    declared: Path | None = None
    replaces: Path | None = None
    because: str | None = None
    cache: Path | None = None
    check_again: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A report, and what it was counted from as long as the engine is open. ``gaps`` and
    ``headers`` are those of the data sets; ``dropped`` counts records taken out after reading."""

    report: Report
    request: Request
    engine: Engine
    intake: Intake
    dropped: Counter[str]
    gaps: Gaps
    headers: Sequence[Dataset]


def make_report(
    sources: Sequence[str | Path],
    request: Request,
    reading: Reading,
    open_engine: OpenEngine,
    *,
    tell: Callable[[str], None] = lambda line: None,
) -> Report:
    """The report that ``request`` asks for, as :func:`making` gives it."""
    with making(sources, request, reading, open_engine, tell=tell) as made:
        return made.report


@contextmanager
def making(
    sources: Sequence[str | Path],
    request: Request,
    reading: Reading,
    open_engine: OpenEngine,
    *,
    tell: Callable[[str], None] = lambda line: None,
    reads: Reads | None = None,
    rows: Reads | None = None,
) -> Iterator[Made]:
    """The report that ``request`` asks for, on the records in ``sources``, and what it was counted
    from.

    ``reading`` judges and collects them. ``open_engine`` opens an engine on a folder that is thrown
    away afterwards. ``tell`` hears of files that are judged though they were before, ``reads`` of
    how many bytes more were read and ``rows`` of how many rows were read so far. Raises
    UserError where an input is missing or damaged, where there is no record of the service, or
    where the time zone is not known.
    """
    _check_traits(request.profile)
    setting = Setting(request.zone, request.service)
    with tempfile.TemporaryDirectory(prefix="harmscope-") as name:
        folder = Path(name)
        cache = None if request.cache is None else Cache(request.cache, setting, request.clock)
        kept = None if request.check_again else KeptFiles(setting, request.clock, tell)
        intake = normalise(
            sources, folder, reading, setting, cache, kept=kept, reads=reads, rows=rows
        )
        _check(intake, request.service, sources)
        engine = open_engine(folder)
        try:
            dropped = open_tables(engine, folder, request.clock)
            yield _report(sources, request, intake, dropped, engine)
        finally:
            engine.close()


def _check_traits(profile: Profile) -> None:
    if not set(profile.traits) <= set(trait_ids()):
        fix = f"name some of {', '.join(trait_ids())}"
        raise UserError("--profile", "it names an unknown trait", fix)


def _check(intake: Intake, service: str, sources: Sequence[str | Path]) -> None:
    if not intake.heads:
        _check_readable(intake, sources)
        fix = "name files of records, as harmscope import writes them"
        raise UserError("report", "no data set was found: there is no header", fix)
    known = any(head.header.get("service") == service for head in intake.heads)
    if service != EVERY_SERVICE and not intake.taken and not known:
        names = [str(head.header.get("service") or "") for head in intake.heads]
        fit = sorted({name for name in names if name and not personal(name)})
        fix = offer(service, fit, f"or give --service {EVERY_SERVICE} for all of them")
        raise UserError("--service", "no record is about a service of that name", fix)


def _check_readable(intake: Intake, sources: Sequence[str | Path]) -> None:
    """Refuses input in which no line is a valid record: its faults matter, not the header."""
    faults = Counter(
        {code: n for code, n in intake.excluded.items() if code not in {NOT_COUNTED, HEADERLESS}}
    )
    if not intake.read or faults.total() < intake.read:
        return
    said = "; ".join(
        f"{one.reason} {one.text}: {one.records}" for one in quality.excluded_of(faults)
    )
    where = str(sources[0]) if len(sources) == 1 else "report"
    fix = "fix the lines that harmscope validate names"
    raise UserError(where, f"none of the {intake.read} lines is a valid record ({said})", fix)


def _report(
    sources: Sequence[str | Path],
    request: Request,
    intake: Intake,
    dropped: Counter[str],
    engine: Engine,
) -> Made:
    heads = [head for head in intake.heads if head.taken] or intake.heads
    gaps = gaps_of([head.header for head in heads])
    days = gaps.days = days_of(heads, request.clock)
    gaps.evidence = evidence_of(engine, METRICS.values())
    exposures = kept_exposures(engine, intake)
    maker = FigureMaker(engine, request.period, gaps, exposures=exposures)
    headers = [head.header for head in heads]
    sections, said, defined = _contents(request, maker, engine, gaps, headers)
    quality_figures = [figure for name in _MAPPING for figure in maker.figures(name)]
    quality_figures += completeness_of(engine, request.period)
    if request.disclosure != STATUTORY:
        if request.profile.template:
            fix = f"leave --disclosure at {STATUTORY}"
            raise UserError("--disclosure", "the law asks for this report in exact figures", fix)
        sections, quality_figures = protected(
            request.disclosure, sections, quality_figures, request.profile.traits
        )
    breaks = breaks_of(engine, request.period, headers, exposures)
    sections = marked(sections, breaks)
    report = given(
        Report,
        record="report",
        version="1.0",
        profile=_profile_of(request.profile),
        service=request.service,
        period=str(request.period),
        time_zone=request.zone,
        clock=request.clock.isoformat(),
        disclosure=request.disclosure,
        taxonomy=f"harm@{harm().version}",
        made_by=Maker(name="harmscope", version=__version__),
        replaces=_replaces(request, sections),
        inputs=quality.inputs_of(sources, intake.heads),
        breaks=breaks,
        dimensions=_dimensions(sections),
        sections=sections,
        quality=quality_of(
            intake,
            dropped,
            engine,
            [*said, *shortfalls(sections, engine, days, request.period)],
        ),
        mapping=[one for one in quality_figures if one.metric != COMPLETENESS_METRIC],
        completeness=[one for one in quality_figures if one.metric == COMPLETENESS_METRIC],
        definitions=defined,
        choices=quality.choices_of(heads),
        not_recorded=quality.not_recorded_of(heads),
    )
    return Made(report, request, engine, intake, dropped, gaps, headers)


def _contents(
    request: Request, maker: FigureMaker, engine: Engine, gaps: Gaps, headers: Sequence[Dataset]
) -> tuple[list[Section], list[ReportFinding], list[Definition]]:
    """The sections, what has no place in them, and what their figures mean."""
    declared = declared_in(request)
    if request.profile.template:
        _check_whole(gaps)
        filled = dsa_sections(engine, request.period, gaps, declared, headers)
        return filled.sections, filled.findings, dsa_definitions(filled.sections, declared)
    sections = _sections(request.profile, maker)
    defined = [definition(METRICS[name]) for name in _defined(request.profile)]
    asks = request.profile.asks
    if declared is not None or asks:
        sections.append(stated_section(declared, request.period, asks))
        defined += stated_definitions(declared, defined, asks)
    return sections, not_stated(sections), defined


def _profile_of(profile: Profile) -> ProfileRef:
    return given(
        ProfileRef,
        id=profile.id,
        version=profile.version,
        title=profile.title,
        sha256=profile.sha256,
    )


def _check_whole(gaps: Gaps) -> None:
    """An official template has no place to say that its numbers are of a part only."""
    if gaps.extent != COMPLETE:
        fix = "give the records of every case of the period, with coverage.extent complete"
        raise UserError("report", f"a header calls its records a {gaps.extent}", fix)


def protected(
    name: str, sections: Sequence[Section], others: Sequence[Figure], traits: Collection[str] = ()
) -> tuple[list[Section], list[Figure]]:
    """The sections and other figures of a report as they may be shown under the level ``name``.

    ``traits`` are those that the profile gives to every count, split or not. Raises UserError where
    there is no such level, and where what the report would show tells what it withholds.
    """
    panels = chain.from_iterable(section.panels for section in sections)
    figures = chain.from_iterable(panel.figures for panel in panels)
    parents: dict[str, str | None] = {one: _whole(harm().top(one)) for one in harm().categories}
    layout = Layout(_place, {"harm": parents}, traits=frozenset(traits))
    found = apply(level(name), [*figures, *others], layout)
    if found.protected.refused:
        fix = "choose a profile with fewer splits, a longer period, or another level"
        raise UserError("--disclosure", "what it shows would reveal what it withholds", fix)
    made = [
        section.model_copy(
            update={"panels": [_protected_panel(panel, found) for panel in section.panels]}
        )
        for section in sections
    ]
    return made, [found.figure(one) for one in others]


def _protected_panel(panel: Panel, found: Applied) -> Panel:
    """The panel; of a table that counts the same cases again not even the codes are shown, since
    which ones occur would tell of single cases."""
    kept = [found.figure(one) for one in panel.figures if not is_split_again(one)]
    again = [one for one in panel.figures if is_split_again(one)]
    kept += [withheld(one.model_copy(update={"dimensions": None})) for one in again[:1]]
    return panel.model_copy(update={"figures": kept})


def _place(figure: Figure) -> Place:
    """First-level harms and the narrower ones are one dimension, so that sums between them hold."""
    pairs = [
        ("harm", _whole(code) if code in harm().categories else code)
        if name == "harm_top"
        else (name, code)
        for name, code in figure.place
    ]
    return tuple(sorted(pairs))


def _whole(code: str) -> str:
    """A harm together with all that stands below it; the bare code means the harm alone."""
    return f"{code}~all"


def declared_in(request: Request) -> Declared | None:
    """What the file of declarations says, where one is given."""
    if request.declared is None:
        return None
    profile = request.profile
    return read_declared(
        request.declared, profile.id, request.service, request.period, profile.asks
    )


def _replaces(request: Request, sections: list[Section]) -> Replaces | None:
    if request.replaces is None:
        return None
    if not request.because:
        raise UserError("--because", "it is missing", "say why the earlier edition is replaced")
    earlier = read_edition(request.replaces)
    return replaces(earlier, sections, request.service, str(request.period), request.because)


def _sections(profile: Profile, maker: FigureMaker) -> list[Section]:
    only = profile.only
    within = maker if only is None else maker.over(only.restricted(METRICS))
    panels = [panel for section in profile.sections for panel in section.panels]
    for one in (maker, within):
        own = [panel for panel in panels if (maker if panel.whole else within) is one]
        one.prepare([(metric, panel.split) for panel in own for metric in panel.metrics])
    return [_section(plan, maker, within, only) for plan in profile.sections]


def _section(
    plan: SectionPlan, maker: FigureMaker, within: FigureMaker, only: Only | None
) -> Section:
    panels = [
        _panel(panel, maker, None) if panel.whole else _panel(panel, within, only)
        for panel in plan.panels
    ]
    return given(Section, id=plan.id, title=plan.title, question=plan.question, panels=panels)


def _panel(plan: PanelPlan, maker: FigureMaker, only: Only | None) -> Panel:
    figures = [figure for name in plan.metrics for figure in maker.figures(name, plan.split)]
    note = [plan.note] if plan.note else []
    if only is not None and any(only.concerns(METRICS[name]) for name in plan.metrics):
        scope = {"scope": Scope(policies=only.title)}
        figures = [
            one.model_copy(update=scope) if only.concerns(METRICS[one.metric]) else one
            for one in figures
        ]
        note.append(only.words)
    return given(
        Panel,
        id=plan.id,
        title=plan.title,
        chart=plan.chart,
        metrics=list(plan.metrics),
        split=list(plan.split) or None,
        figures=figures,
        note=" ".join(note) or None,
    )


def _dimensions(sections: list[Section]) -> list[Dimension]:
    panels = chain.from_iterable(section.panels for section in sections)
    return dimensions_of(figure for panel in panels for figure in panel.figures)


def _defined(profile: Profile) -> list[str]:
    """Metrics that the report shows or builds on, sorted by id."""
    named = {*profile.metrics(), *_MAPPING, COMPLETENESS_METRIC}
    for name in list(named):
        how = METRICS[name].how
        if isinstance(how, Share):
            named |= {how.numerator, how.denominator}
    return sorted(named)
