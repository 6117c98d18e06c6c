"""Series over time: a line for each, with its breaks said."""

from dataclasses import dataclass

from markupsafe import Markup

from harmscope.comparison import Comparison
from harmscope.comparison.concepts import concepts
from harmscope.comparison.side import Side
from harmscope.comparison.trends import Trend
from harmscope.render.amounts import period_text, side_text
from harmscope.render.html.charts.lines import Point, line

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
