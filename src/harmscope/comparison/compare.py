"""Lays reports side by side: figures into groups, a verdict for each pair, and what is left out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harmscope.comparison.categories import NAMES, Lens, carry, is_under, lens_for
from harmscope.comparison.concepts import CoverageRow, Unanswered, concepts, coverage, unanswerable
from harmscope.comparison.groups import Group, groups
from harmscope.comparison.side import Side, sizes_of
from harmscope.comparison.trends import Trend, trends
from harmscope.errors import UserError, offer
from harmscope.metrics.catalogue import METRICS
from harmscope.model.figure import Figure
from harmscope.model.period import Period, parse_period
from harmscope.reading import LoadedReport
from harmscope.reading.ranges import range_of
from harmscope.reading.report_file import title_of

FINE = ("territory", "language", "scope")
"""Splits that are compared only where a metric is asked for by name."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to compare. ``metrics`` are ids of metrics or concepts; none means all. ``category`` is
    a code of the common system: it and what lies under it. ``services`` are names of services; none
    means all."""

    system: str | None = None
    metrics: tuple[str, ...] = ()
    period: str | None = None
    questions: bool = False
    category: str | None = None
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Reports side by side.

    ``unmapped`` counts figures by service that no count rule carries into the common system.
    ``left_out`` counts figures that were not compared, by reason.
    """

    reports: tuple[LoadedReport, ...]
    options: Options
    lens: Lens
    services: tuple[str, ...]
    sides: tuple[Side, ...]
    groups: tuple[Group, ...]
    trends: tuple[Trend, ...]
    coverage: tuple[CoverageRow, ...]
    unanswered: tuple[Unanswered, ...]
    unmapped: dict[str, int]
    left_out: dict[str, int]


def compare(reports: Sequence[LoadedReport], options: Options | None = None) -> Comparison:
    """The comparison of two or more reports, or of several services within one.

    Raises UserError where there are not two services or periods, or nothing fits the options.
    """
    options = options or Options()
    figures = [
        (at, service_of(report, f), f) for at, report in enumerate(reports) for f in report.figures
    ]
    passed_over = _passed_over(reports)
    kept, left_out = _select(figures, options, passed_over)
    if not kept:
        raise UserError("compare", "no figure fits the options", "ask for less, or see --help")
    lens = lens_for([figure for _, _, figure in kept], options.system)
    sides = _of_category(sides_of(reports, kept, lens), lens, options.category, left_out)
    services = tuple(sorted({side.service for side in sides}))
    periods = {side.figure.period for side in sides}
    if len(services) < 2 and len(periods) < 2:
        fix = "name two reports, or one with several services or periods"
        why = "".join(f": {reason}" for reason in dict.fromkeys(passed_over.values()))
        raise UserError("compare", f"there is one service and one period{why}", fix)
    sizes = sizes_of([(service, figure) for _, service, figure in figures])
    found = tuple(groups(_mapped(sides, options), sizes))
    return Comparison(
        reports=tuple(reports),
        options=options,
        lens=lens,
        services=services,
        sides=tuple(sides),
        groups=found,
        trends=tuple(trends(sides)),
        coverage=tuple(coverage(list(services), sides)),
        unanswered=(*unanswerable(services, sides), *_apart(sides, found)),
        unmapped=dict(Counter(s.service for s in sides if s.category.rule == "none")),
        left_out=left_out,
    )


def _of_category(
    sides: list[Side], lens: Lens, category: str | None, left_out: dict[str, int]
) -> list[Side]:
    """The sides of the category asked for; counts the others in ``left_out``. Raises UserError
    where there is none."""
    if category is None:
        return sides
    kept = [side for side in sides if is_under(lens, side, category)]
    if len(kept) < len(sides):
        left_out["other categories than asked for"] = len(sides) - len(kept)
    if not kept:
        fix = "ask for a broader category, or see harmscope taxonomy search"
        raise UserError("compare", "no figure lies in the category", fix)
    return kept


def _apart(sides: list[Side], found: Sequence[Group]) -> Iterator[Unanswered]:
    """The questions that several services answer, each with figures that no other one has."""
    for concept in concepts().values():
        titles: dict[str, str] = {}
        for side in sides:
            if side.has_number and side.metric in concept.metrics:
                titles.setdefault(side.service, side.title.lower())
        met = {s.service for g in found if g.concept.id == concept.id for s in g.sides}
        alone = sorted(set(titles) - met)
        if concept.question and len(titles) > 1 and alone:
            given = ", ".join(f"{service}: {titles[service]}" for service in sorted(titles))
            yield Unanswered(
                f"{concept.title}: {', '.join(alone)} beside the others?",
                f"They share no figure of one measure, category and split ({given}).",
                "the same measure, split in the same way, from each of them.",
            )


def _mapped(sides: list[Side], options: Options) -> list[Side]:
    """The sides to group: where a system was asked for, only what a count rule carries into it."""
    return [side for side in sides if options.system is None or side.category.rule != "none"]


def service_of(report: LoadedReport, figure: Figure) -> str:
    """The service that a figure is about; the file's name where nobody names one."""
    named = figure.scope.service if figure.scope else None
    return named or report.service or report.file


Placed = tuple[int, str, Figure]


TWICE = "the same report is given twice"
EARLIER = "an earlier edition of another publication here; harmscope diff OLD NEW compares the two"


def _passed_over(reports: Sequence[LoadedReport]) -> dict[int, str]:
    """The reports, by their place, whose figures are not compared, and why: those that are there
    already, and publications of which a later edition is there, whatever that one withholds."""
    found: dict[int, str] = {}
    for at, one in enumerate(reports):
        if any(
            one.sha256 == other.sha256 and one.figures == other.figures for other in reports[:at]
        ):
            found[at] = TWICE
        elif any(_is_earlier(one, other) for other in reports):
            found[at] = EARLIER
    return found


def _is_earlier(one: LoadedReport, other: LoadedReport) -> bool:
    if not one.format == other.format == "publication":
        return False
    same = (one.service, one.period) == (other.service, other.period)
    return same and edition_number(one) < edition_number(other)


def edition_number(report: LoadedReport) -> int:
    """The number of a publication's edition; 0 where it has another name."""
    found = re.fullmatch(r"edition (\d{1,9})", report.edition or "")
    return int(found[1]) if found else 0


def _select(
    figures: list[Placed], options: Options, passed_over: dict[int, str]
) -> tuple[list[Placed], dict[str, int]]:
    left_out: Counter[str] = Counter()
    span = parse_period(options.period) if options.period else None
    metrics = _metrics(options, {figure.metric for _, _, figure in figures})
    _known(options.services, {service for _, service, _ in figures})
    kept = []
    for placed in figures:
        figure = placed[2]
        if placed[0] in passed_over:
            left_out[passed_over[placed[0]]] += 1
        elif options.services and placed[1] not in options.services:
            left_out["other services than asked for"] += 1
        elif figure.unit == "text":
            left_out["texts"] += 1
        elif metrics and figure.metric not in metrics:
            left_out["other metrics than asked for"] += 1
        elif span and not _touches(figure, span):
            left_out["other periods than asked for"] += 1
        elif not options.metrics and set(FINE) & set(figure.dimensions or {}):
            left_out["splits by state or language; name a metric to compare them"] += 1
        else:
            kept.append(placed)
    return kept, dict(left_out)


def _known(services: tuple[str, ...], present: set[str]) -> None:
    """Raises UserError where a service is asked for that no report is about."""
    for name in services:
        if name not in present:
            fix = offer(name, sorted(present))
            raise UserError("--service", "no report is about such a service", fix)


def _metrics(options: Options, present: set[str]) -> set[str]:
    named: set[str] = set()
    of_concepts = {metric for concept in concepts().values() for metric in concept.metrics}
    for name in options.metrics:
        if name not in concepts() and name not in present | of_concepts | METRICS.keys():
            fix = offer(name, (*concepts(), *sorted(present)), "see docs/comparing.md for concepts")
            raise UserError("--metric", "there is no such metric or concept", fix)
        named |= set(concepts()[name].metrics) if name in concepts() else {name}
    if options.questions:
        asked = {m for c in concepts().values() if c.question for m in c.metrics}
        return named & asked if named else asked
    return named


def _touches(figure: Figure, span: Period) -> bool:
    if figure.period is None:
        return False
    own = parse_period(figure.period)
    return own.start <= span.end and span.start <= own.end


def sides_of(reports: Sequence[LoadedReport], kept: Sequence[Placed], lens: Lens) -> list[Side]:
    """Figures as sides of a comparison, their categories as the lens shows them.

    ``kept`` gives the place of each figure's report in ``reports``, its service and itself.
    """
    by_report: dict[int, list[Figure]] = defaultdict(list)
    for at, _, figure in kept:
        by_report[at].append(figure)
    sides: list[Side] = []
    for at, figures in by_report.items():
        report = reports[at]
        for figure, category, parts in carry(figures, lens):
            sides.append(
                Side(
                    number=len(sides),
                    figure=figure,
                    report=at,
                    service=service_of(report, figure),
                    edition=figure.edition or report.edition,
                    category=category,
                    range=range_of(figure),
                    title=report.titles.get(figure.metric) or title_of(figure.metric),
                    splits=_splits(figure),
                    parts=parts,
                    defined=report.definitions.get(figure.metric),
                    choices=report.choices,
                    breaks=report.breaks,
                )
            )
    return sides


def _splits(figure: Figure) -> tuple[tuple[str, str], ...]:
    dimensions = figure.dimensions or {}
    return tuple(sorted((n, code) for n, code in dimensions.items() if n not in NAMES))
