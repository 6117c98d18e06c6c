"""Counts for the cells of the EU template: by category, keyword, description and member state."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from harmscope.aggregation.counting import Cell, count, histogram
from harmscope.aggregation.statistics_ import per, quantile
from harmscope.engine.base import Engine
from harmscope.metrics.dimensions import NOT_STATED, UNALLOCATED
from harmscope.metrics.metric import Metric, Spread
from harmscope.model.period import Period

SPLIT: Final = ("dsa_category", "dsa_keyword", "dsa_other")
STATE: Final = "order_state"
ACTION: Final = "action"

_FOLDED: Final = {
    "service.partly_suspended": "service.suspended",
    "service.partly_terminated": "service.terminated",
}
"""The template knows suspension and termination of the service, partial or whole."""


class Key(NamedTuple):
    """Where a case lies in the template; empty text is what is not known."""

    category: str
    keyword: str
    other: str
    state: str = ""


Fits = Callable[[Key], bool]
Counts = dict[Key, Cell]
Histograms = dict[Key, list[tuple[int | None, int]]]


@dataclass(slots=True)
class Column:
    """What one column of a sheet counts, ready to be added up for any row."""

    metric: Metric
    counts: Counts
    histograms: Histograms

    def value(self, fits: Fits) -> Cell | None:
        """The count of a row."""
        if isinstance(self.metric.how, Spread):
            return None
        found = [cell for key, cell in self.counts.items() if fits(key)]
        return Cell(
            sum(cell.value for cell in found),
            any(cell.approx for cell in found),
            sum(cell.weak for cell in found),
        )

    def spread(self, fits: Fits) -> tuple[int | float | None, int, int]:
        """The order statistic of a row, its cases with a time, and its cases in all."""
        how = self.metric.how
        merged: dict[int | None, int] = {}
        for key, pairs in self.histograms.items():
            if fits(key):
                for value, cases in pairs:
                    merged[value] = merged.get(value, 0) + cases
        known = sorted((v, n) for v, n in merged.items() if v is not None and v >= 0)
        found = quantile(known, how.quantile) if isinstance(how, Spread) else None
        shown = None if found is None or not isinstance(how, Spread) else per(found, how.per)
        return shown, sum(n for _, n in known), sum(merged.values())

    def keys(self) -> set[Key]:
        """Every place at which something was counted."""
        return {key for key, cell in self.counts.items() if cell.value} | set(self.histograms)


def columns(
    engine: Engine, cells: Iterable[tuple[str, Metric, str]], period: Period, *, by_state: bool
) -> dict[str, Column]:
    """Column key → what it counts. ``cells`` are (key, metric, action or empty text)."""
    split = (*SPLIT, STATE) if by_state else SPLIT
    result: dict[str, Column] = {}
    plain: list[tuple[str, Metric]] = []
    restrictions: list[tuple[str, Metric, str]] = []
    for key, metric, action in cells:
        if isinstance(metric.how, Spread):
            found = histogram(engine, metric, split, period)
            result[key] = Column(metric, {}, {_key(codes): found[codes] for codes in found})
        elif action:
            restrictions.append((key, metric, action))
        else:
            plain.append((key, metric))
    counted = count(engine, [replace(metric, id=key) for key, metric in plain], split, period)
    for key, metric in plain:
        result[key] = Column(metric, {_key(codes): c for codes, c in counted[key].items()}, {})
    if restrictions:
        result |= _by_action(engine, restrictions, split, period)
    return result


def _by_action(
    engine: Engine, cells: list[tuple[str, Metric, str]], split: tuple[str, ...], period: Period
) -> dict[str, Column]:
    metric = cells[0][1]
    counted = count(engine, [metric], (*split, ACTION), period)[metric.id]
    result = {}
    for key, one, action in cells:
        counts: Counts = {}
        for codes, cell in counted.items():
            if _FOLDED.get(codes[-1], codes[-1]) == action:
                place = _key(codes[:-1])
                before = counts.get(place, Cell(0)).value
                counts[place] = Cell(before + cell.value)
        result[key] = Column(one, counts, {})
    return result


def _key(codes: tuple[str, ...]) -> Key:
    return Key(*("" if code in (NOT_STATED, UNALLOCATED) else code for code in codes))
