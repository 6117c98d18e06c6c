"""Groups of a comparison as cards, and series over time with their breaks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from harmscope.comparison import Comparison
from harmscope.comparison.axes import AXES
from harmscope.comparison.concepts import concepts
from harmscope.comparison.groups import Group
from harmscope.comparison.side import COUNTED, Limits, Side
from harmscope.comparison.trends import Trend
from harmscope.comparison.verdicts import VERDICTS, Pair
from harmscope.render.comparison_text import (
    axis_lines,
    ranking_text,
    ratio_words,
    sides_table,
    source_text,
)
from harmscope.render.figure_text import limits_text, period_text, side_text
from harmscope.render.html.charts.curves import Point, line
from harmscope.render.html.charts.dots import Dot, Scale, dots, scale_of
from harmscope.render.html.template import data_address
from harmscope.render.table import Table, table

# Groups of a comparison as cards: verdicts first, then dots, then why there is no ranking.

TITLES = {axis.id: axis.title for axis in AXES}


@dataclass(frozen=True, slots=True)
class Ruling:
    """Pairs with one verdict, the axes that decided it, and each pair's reasons."""

    verdict: str
    words: str
    pairs: list[str]
    axes: list[str]
    reasons: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Card:
    """One group ready for the template."""

    id: str
    title: str
    rulings: list[Ruling]
    chart: Markup
    caption: str
    ranking: str
    table: Table
    download: str
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The dots of one group: its rows, what the scale counts in, and what has to be said."""

    rows: list[Dot]
    unit: str
    caption: str


def cards(comparison: Comparison, groups: Sequence[Group]) -> list[Card]:
    """The groups of one question as cards; those that count in the same unit share one scale."""
    drawings = [_drawing(group) for group in groups]
    by_unit: dict[str, list[Dot]] = defaultdict(list)
    for drawing in drawings:
        by_unit[drawing.unit] += drawing.rows
    scales = {unit: scale_of(rows) for unit, rows in by_unit.items()}
    return [
        _card(comparison, group, drawing, scales[drawing.unit])
        for group, drawing in zip(groups, drawings, strict=True)
    ]


def _card(comparison: Comparison, group: Group, drawing: Drawing, scale: Scale) -> Card:
    caption = drawing.caption
    return Card(
        id=group.id,
        title=group.title,
        rulings=rulings(group.pairs),
        chart=dots(drawing.rows, scale, drawing.unit),
        caption=caption,
        ranking=_sentence(ranking_text(group)),
        table=_table(comparison, group),
        download=data_address(sides_table(comparison, group)),
        tags=_tags(group),
    )


def rulings(pairs: Sequence[Pair]) -> list[Ruling]:
    """The pairs by verdict, the strictest first."""
    found = []
    for verdict in ("not_comparable", "with_care", "comparable"):
        members = [pair for pair in pairs if pair.verdict == verdict]
        if not members:
            continue
        deciding = {
            axis
            for pair in members
            for axis in (pair.failed() if verdict == "not_comparable" else pair.open())
        }
        found.append(
            Ruling(
                verdict=verdict,
                words=VERDICTS[members[0].verdict],
                pairs=[pair_name(pair) for pair in members],
                axes=[title for axis, title in TITLES.items() if axis in deciding],
                reasons=[(pair_name(pair), [*axis_lines(pair), *_ratio(pair)]) for pair in members],
            )
        )
    return found


def pair_name(pair: Pair) -> str:
    """Both services, and both metrics' titles where they differ."""
    return f"{pair.a.service} and {pair.b.service}"


def _drawing(group: Group) -> Drawing:
    """Dots for figures that are comparable, if only with care, to another one in the group.

    Counts are drawn per million of what both are divided by, never as they stand; a figure that is
    contested, or has no rate, stands without a dot, and the caption says so.
    """
    pairs = [pair for pair in group.pairs if pair.verdict != "not_comparable"]
    allowed = {side.number: side for pair in pairs for side in (pair.a, pair.b)}
    counted = any(side.figure.unit in COUNTED for side in group.sides)
    rates, per = _rates(pairs)
    rows = [
        _dot(group, side, side.number in allowed, rates, counted=counted) for side in group.sides
    ]
    unit = f"per million {per}" if per else group.sides[0].figure.unit
    return Drawing(rows, unit, _caption(group, allowed, rates, per, counted=counted))


def _rates(pairs: Sequence[Pair]) -> tuple[dict[int, Limits], str]:
    """The rates of the sides of pairs that are divided by one thing, and that thing."""
    rates: dict[int, Limits] = {}
    per = ""
    for pair in pairs:
        if pair.rates and per in ("", pair.rates.per):
            per = pair.rates.per
            rates.update({pair.a.number: pair.rates.a, pair.b.number: pair.rates.b})
    return rates, per


def _caption(
    group: Group, allowed: dict[int, Side], rates: dict[int, Limits], per: str, *, counted: bool
) -> str:
    captions = [f"Dots: per million {per}, as each provider counts them."] if per else []
    contested = [s.service for s in group.sides if s.figure.status == "contested"]
    if contested:
        names = ", ".join(dict.fromkeys(contested))
        captions.append(f"No dot for {names}: contested within its own report.")
    elif counted and not rates and allowed:
        captions.append("No dots: these are raw counts of services of different size.")
    if len(allowed) < len(group.sides):
        captions.append("A figure without a dot is not comparable with any other.")
    return " ".join(captions)


def _dot(
    group: Group, side: Side, allowed: bool, rates: dict[int, Limits], *, counted: bool
) -> Dot:
    several = len({each.metric for each in group.sides}) > 1
    notes = [period_text(side.figure.period), *([side.title] if several else [])]
    limits, shown = side.range, side_text(side)
    contested = side.figure.status == "contested"
    if counted:
        rate = rates.get(side.number)
        if rate is None:
            return Dot(side.service, shown, drawn=False, note=", ".join(notes))
        notes.append(f"{limits_text(rate)} per million")
        center = (rate[0] + rate[1]) / 2
        return Dot(side.service, shown, rate[0], center, rate[1], allowed, ", ".join(notes))
    return Dot(
        side.service,
        shown,
        limits.low if limits else None,
        limits.center if limits else None,
        limits.high if limits else None,
        allowed and limits is not None and not contested,
        ", ".join(notes),
    )


def _table(comparison: Comparison, group: Group) -> Table:
    head = ["Service", "Figure", "What", "Period", "Edition", "Category", "Source"]
    rows = [
        [
            side.service,
            side_text(side),
            side.title,
            period_text(side.figure.period),
            side.edition or "not named",
            _category(side),
            source_text(comparison.reports, side),
        ]
        for side in group.sides
    ]
    return table(head, rows)


def _category(side: Side) -> str:
    if not side.category.code:
        return "all"
    native = ", ".join(side.category.native)
    if side.category.rule == "same":
        return side.category.label
    return f"{side.category.label} ({side.category.rule}: {native})"


def _tags(group: Group) -> list[str]:
    concept = group.concept
    if concept.question is None:
        return []
    substitutes = {side.title for side in group.sides if side.metric in concept.substitutes}
    return [f"in place of the authorised measure: {title}" for title in sorted(substitutes)]


def _ratio(pair: Pair) -> list[str]:
    lines = []
    if pair.ratio and pair.ratio != (0, 0):
        lines.append(f"{ratio_words(pair)} ({pair.a.service} over {pair.b.service})")
    if pair.rates:
        shown = f"{limits_text(pair.rates.a)} against {limits_text(pair.rates.b)}"
        lines.append(f"Per million {pair.rates.per}: {shown}")
    return lines


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


# Series over time: a line for each, with its breaks said.

MOST = 24


@dataclass(frozen=True, slots=True)
class Series:
    """One series ready for the template: first and last number, the line, the breaks."""

    title: str
    first: str
    last: str
    chart: Markup
    breaks: list[str]
    rows: list[list[str]]


def series(comparison: Comparison) -> tuple[list[Series], int]:
    """The main series, and how many more there are in the data.

    Main are metrics of the catalogue without a split, totals before categories.
    """
    main = [trend for trend in comparison.trends if not trend.splits and _listed(trend)]
    ordered = sorted(main, key=_order)
    shown = [_series(trend) for trend in ordered[:MOST]]
    return shown, len(comparison.trends) - len(shown)


def _listed(trend: Trend) -> bool:
    return any(trend.metric in concept.metrics for concept in concepts().values())


def _order(trend: Trend) -> tuple[object, ...]:
    places = [at for at, c in enumerate(concepts().values()) if trend.metric in c.metrics]
    return trend.category != "All categories", places[0], trend.category, trend.service


def _series(trend: Trend) -> Series:
    broken = {each.position for each in trend.breaks}
    points = [_point(side, at in broken) for at, side in enumerate(trend.points)]
    numbered = [side for side in trend.points if side.has_number]
    words = [trend.service, trend.title]
    words += [trend.category] if trend.category != "All categories" else []
    return Series(
        title=", ".join(words),
        first=f"{period_text(numbered[0].figure.period)}: {side_text(numbered[0])}",
        last=f"{period_text(numbered[-1].figure.period)}: {side_text(numbered[-1])}",
        chart=line(points),
        breaks=[
            f"Break before {period_text(trend.points[each.position].figure.period)}: {each.reason}"
            for each in trend.breaks
        ],
        rows=[
            [period_text(s.figure.period), side_text(s), s.edition or "not named"]
            for s in trend.points
        ],
    )


def _point(side: Side, broken: bool) -> Point:
    limits = side.range
    if limits is None:
        return Point(None, None, None, broken)
    return Point(limits.low, limits.center, limits.high, broken)
