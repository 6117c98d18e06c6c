"""One figure of one service over time, with known breaks where the series is not of one kind."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from harmscope.comparison.side import Side
from harmscope.model.period import parse_period

# Known breaks in published series, as data.


@cache
def known_breaks() -> tuple[dict[str, Any], ...]:
    """Every known break: services, categories or metrics, first day of the new kind, reason."""
    text = files("harmscope.comparison").joinpath("breaks.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["break"])


def breaks_between(
    service: str, metric: str, categories: tuple[str, ...], one: str, two: str
) -> str | None:
    """Why figures of the periods ``one`` and ``two`` are not of one kind, or None.

    Periods are ``YYYY-MM-DD/YYYY-MM-DD``. ``categories`` are the publisher's own names.
    """
    earlier, later = sorted((one, two))
    for each in known_breaks():
        if service not in each["services"]:
            continue
        if "metrics" in each and metric not in each["metrics"]:
            continue
        if "categories" in each and not set(categories) & set(each["categories"]):
            continue
        if earlier[:10] < each["from"] <= later[:10]:
            return str(each["reason"])
    return None


# One figure of one service over time, with breaks where the series is not of one kind.


@dataclass(frozen=True, slots=True)
class Break:
    """A break before the point at ``position``, and why."""

    position: int
    reason: str


@dataclass(frozen=True, slots=True)
class Trend:
    """Points in the order of time, one for each period, and the breaks between them."""

    service: str
    metric: str
    title: str
    category: str
    splits: tuple[tuple[str, str], ...]
    points: tuple[Side, ...]
    breaks: tuple[Break, ...]


def trends(sides: Iterable[Side]) -> list[Trend]:
    """Every series of at least two periods. Where a period stands twice, the newest edition counts.

    Surfaces and places of one service are series of their own, and so are months beside the
    quarters that they lie in. A break is a known change of
    definition, a change of denominator or definition that a publisher states, or a change of
    edition.
    """
    groups: dict[tuple[object, ...], dict[str, Side]] = defaultdict(dict)
    for side in sides:
        period = side.figure.period
        if period is None:
            continue
        scope = side.figure.scope
        covered = (scope.surface, scope.geography) if scope else None
        key = (side.service, side.metric, side.category.code, side.splits, covered)
        kept = groups[key].get(period)
        if kept is None or (side.edition or "") > (kept.edition or ""):
            groups[key][period] = side
    series = [one for points in groups.values() for one in _apart(points)]
    found = [_trend(points) for points in series if len(points) > 1]
    return [trend for trend in found if sum(side.has_number for side in trend.points) > 1]


def _apart(points: dict[str, Side]) -> list[dict[str, Side]]:
    """One series; where a period lies in another one, a series for each length of periods."""
    periods = {period: parse_period(period) for period in points}
    nested = any(
        one is not two and one.start >= two.start and one.end <= two.end
        for one in periods.values()
        for two in periods.values()
    )
    if not nested:
        return [points]
    by_length: dict[int, dict[str, Side]] = defaultdict(dict)
    for period, side in points.items():
        days = (periods[period].end - periods[period].start).days
        by_length[next(at for at, most in enumerate(_LENGTHS) if days <= most)][period] = side
    return list(by_length.values())


_LENGTHS = (31, 92, 184, 10**6)
"""Days that a month, a quarter and a half-year have at most."""


def _trend(by_period: dict[str, Side]) -> Trend:
    points = tuple(by_period[period] for period in sorted(by_period))
    first = points[0]
    breaks = [
        Break(position, reason)
        for position, (one, two) in enumerate(pairwise(points), start=1)
        if (reason := _break(one, two))
    ]
    return Trend(
        first.service, first.metric, first.title, first.category.label, first.splits, points,
        tuple(breaks),
    )  # fmt: skip


def _break(one: Side, two: Side) -> str | None:
    a, b = one.figure, two.figure
    known = breaks_between(
        one.service, one.metric, one.category.native, a.period or "", b.period or ""
    )
    if known:
        return known
    if a.denominator_name != b.denominator_name:
        return "another denominator"
    if (a.basis or {}).get("definition") != (b.basis or {}).get("definition"):
        return "another definition"
    if one.edition != two.edition:
        return f"edition {one.edition or 'not named'}, then {two.edition or 'not named'}"
    return None
