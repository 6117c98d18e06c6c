"""The rows of a publication: each figure with what may be said of it, and why a cell is empty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from harmscope.disclosure import Level, Protected, Shown
from harmscope.disclosure.presentation import Key
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.exact import ratio
from harmscope.metrics.metric import Share
from harmscope.registry.cells import place_of
from harmscope.registry.pool import Pool
from harmscope.registry.summing import Pooled

DIMENSIONS = ("period", "harm", "service", "territory", "order_state")
"""Columns of a publication that say what a figure is about, in this order."""

OBSERVED, SUPPRESSED, MISSING, CANNOT_EXIST = "A", "Q", "O", "M"
"""SDMX code list CL_OBS_STATUS: normal; missing value, suppressed; missing value (here: no service
records it); missing value, data cannot exist (here: a share or a median of nothing)."""

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
    empty: str = SUPPRESSED

    @property
    def status(self) -> str:
        """Its code of CL_OBS_STATUS; ``empty`` is the one for a row without a figure."""
        return self.empty if self.value is None and self.low is None else OBSERVED

    @property
    def withheld(self) -> bool:
        """Whether there is a figure that is not shown."""
        return self.status == SUPPRESSED

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
            "obs_status": self.status,
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
        elif not one.behind:
            yield _row(one, place, None, empty=MISSING)
        elif isinstance(how, Share):
            above, below = shown.get((how.numerator, place)), shown.get((how.denominator, place))
            yield _share(one, place, (above, below), exact=not level.protects)
        elif one.cases == 0:
            yield _row(one, place, None, empty=CANNOT_EXIST)
        else:
            yield _row(one, place, one.value if _many(one, level) else None)


def _count(one: Pooled, place: tuple[tuple[str, str], ...], told: Shown, level: Level) -> Row:
    if told.state != "band":
        step = level.round if told.state == "rounded" else None
        return _row(one, place, told.value, rounding=step)
    high = None if told.high == inf else int(told.high)
    return _row(one, place, None, band=(int(told.low), high))


def _share(
    one: Pooled,
    place: tuple[tuple[str, str], ...],
    told: tuple[Shown | None, Shown | None],
    *,
    exact: bool,
) -> Row:
    """A share out of what is shown, never out of what is not."""
    above, below = told
    if below is not None and below.state == "exact" and below.value == 0:
        return _row(one, place, None, empty=CANNOT_EXIST)
    if exact:
        return _row(one, place, one.value)
    if one.narrowed:
        # The counts that are shown beside it are of other services: no share can be made of them.
        return _row(one, place, None, empty=MISSING)
    if above is None or below is None or above.value is None or not below.value:
        return _row(one, place, None)
    return _row(one, place, min(1.0, ratio(above.value, below.value) or 0.0))


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
    empty: str = SUPPRESSED,
) -> Row:
    low = None if band[0] < 0 else band[0]
    return Row(
        metric=one.metric,
        unit=one.unit,
        place=dict(place),
        value=value,
        low=low,
        high=band[1],
        rounding=rounding,
        senders=one.senders,
        of=one.of,
        empty=empty,
    )
