"""The rows of a publication: each figure with what may be said of it, and why a cell is empty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from harmscope.aggregation.statistics_ import ratio
from harmscope.disclosure import Level, Protected, Shown
from harmscope.disclosure.edition import Key
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.metric import Share
from harmscope.registry.cells import place_of
from harmscope.registry.pool import Pool, Pooled

DIMENSIONS = ("period", "harm", "service", "territory", "order_state")
"""Columns of a publication that say what a figure is about, in this order."""

OBSERVED, SUPPRESSED = "A", "Q"
"""SDMX code list CL_OBS_STATUS: normal; missing value, suppressed."""

CONFIDENTIAL = "C"
"""SDMX code list CL_CONF_STATUS: confidential."""


@dataclass(frozen=True, slots=True)
class Row:
    """One published figure. ``low`` and ``high`` hold a band; a band without ``high`` is open."""

    metric: str
    unit: str
    place: Mapping[str, str]
    value: int | float | None
    low: int | None
    high: int | None
    rounding: int | None
    senders: int
    of: int

    @property
    def withheld(self) -> bool:
        """Whether nothing is shown."""
        return self.value is None and self.low is None

    def as_dict(self) -> dict[str, Any]:
        """The row with every column, in order."""
        return {
            "metric": self.metric,
            "unit": self.unit,
            **{name: self.place.get(name) for name in DIMENSIONS},
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "rounding": self.rounding,
            "obs_status": SUPPRESSED if self.withheld else OBSERVED,
            "conf_status": CONFIDENTIAL if self.withheld else None,
            "senders": self.senders,
            "of": self.of,
        }


def rows_of(pool: Pool, protected: Protected, *, services: bool) -> list[Row]:
    """All figures of the pool as rows, in the order of the plan."""
    shown = {
        cell.key: one for cell, one in zip(protected.tables.cells, protected.shown, strict=True)
    }
    return list(_rows(pool, shown, protected.level, services=services))


def _rows(pool: Pool, shown: Mapping[Key, Shown], level: Level, *, services: bool) -> Iterable[Row]:
    for one in pool.figures:
        if "service" in one.split and not services:
            continue
        place = place_of(dict(zip(one.split, one.key, strict=True)), pool.period)
        how = METRICS[one.metric].how
        if (one.metric, place) in shown:
            yield _count(one, place, shown[one.metric, place], level)
        elif isinstance(how, Share):
            above, below = shown.get((how.numerator, place)), shown.get((how.denominator, place))
            yield _row(one, place, _rate(above, below, one, exact=not level.protects))
        elif one.value is not None or one.low is not None:
            yield _row(one, place, one.value if _many(one, level) else None)


def _count(one: Pooled, place: tuple[tuple[str, str], ...], told: Shown, level: Level) -> Row:
    if told.state != "band":
        step = level.round if told.state == "rounded" else None
        return _row(one, place, told.value, rounding=step)
    high = None if told.high == inf else int(told.high)
    return _row(one, place, None, band=(int(told.low), high))


def _rate(
    above: Shown | None, below: Shown | None, one: Pooled, *, exact: bool
) -> int | float | None:
    """A rate out of what is shown, never out of what is not."""
    if exact and (above is None or below is None):
        return one.value
    if above is None or below is None or above.value is None or not below.value:
        return None
    return min(1.0, ratio(above.value, below.value) or 0.0)


def _many(one: Pooled, level: Level) -> bool:
    """Whether an order statistic stands on enough cases of enough senders to say nothing of one."""
    if not level.protects:
        return True
    return (one.cases or 0) >= level.threshold and one.senders >= level.contributors


def _row(
    one: Pooled,
    place: tuple[tuple[str, str], ...],
    value: int | float | None,
    *,
    rounding: int | None = None,
    band: tuple[int, int | None] = (-1, None),
) -> Row:
    low = None if band[0] < 0 else band[0]
    return Row(
        one.metric, one.unit, dict(place), value, low, band[1], rounding, one.senders, one.of
    )
