"""Figures from counts: status, denominators and notes; what is missing says why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from harmscope.aggregation.categories import reasons, upper
from harmscope.aggregation.counting import Count, Key, count, histogram
from harmscope.aggregation.labels import COMPLETE, SAMPLE, SELECTION, Gaps
from harmscope.aggregation.samples import estimates
from harmscope.engine import Engine
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.exact import per, quantile, ratio
from harmscope.metrics.flat_tables import BANDS, GARM_GAPS, HOURS, LAW_NOT_KNOWN, SPLITS
from harmscope.metrics.metric import Measure, Metric, Sampled, Share, Spread
from harmscope.model.base import given
from harmscope.model.figure import Bounds, Figure
from harmscope.model.period import Period, parse_period
from harmscope.model.typed import Exposure

_NONE = "There were no cases in the period, so there is no such number."
_APPROX = "Contains cases whose own code comes only close to this category."
_LIMIT = {
    SAMPLE: "The records are a sample: of all there are, these at least.",
    SELECTION: "The records are a selection: of all there are, these at least.",
}
_NEAR = "The records are a sample: of all there are, the number is near this one."
_NO_WHOLE = "The records are a selection: they do not tell the number of all there are."
_OF_ALL = frozenset({"exact", "approx", "at_least"})
_OF_WHOLE = frozenset({"value", "numerator", "denominator", "denominator_name", "rounding"})


class FigureMaker:
    """Makes the figures of one report; asks the engine for each set of counts once.

    ``metrics`` take the place of those of the catalogue that have the same ids.
    """

    def __init__(
        self,
        engine: Engine,
        period: Period,
        gaps: Gaps,
        metrics: Mapping[str, Metric] | None = None,
        exposures: Sequence[Exposure] = (),
    ) -> None:
        self._exposures = exposures
        self._metrics = {**METRICS, **(metrics or {})}
        self._engine = engine
        self._period = period
        self._gaps = gaps
        self._counts: dict[tuple[str, Key], dict[Key, Count]] = {}

    def prepare(self, wanted: Sequence[tuple[str, Key]]) -> None:
        """Count everything that the (metric, split) pairs stand on, few queries for many pairs."""
        by_split: dict[Key, dict[str, Metric]] = {}
        for name, split in wanted:
            for part in self._measured(self._metrics[name]):
                if (part.id, split) not in self._counts:
                    by_split.setdefault(split, {})[part.id] = part
        for split, metrics in by_split.items():
            found = count(self._engine, metrics.values(), split, self._period)
            for metric, cells in found.items():
                self._counts[metric, split] = cells

    def figures(self, name: str, split: Key = ()) -> list[Figure]:
        """The figures of a metric over a split, in the order in which they are shown."""
        metric = self._metrics[name]
        reason = self._gaps.missing(metric, split)
        if reason is not None:
            return [self._figure(metric, {}, status="not_recorded", notes=[reason])]
        if isinstance(metric.how, Sampled):
            return self._estimated(metric, metric.how)
        if isinstance(metric.how, Measure):
            found = self._counted(metric, split)
        elif isinstance(metric.how, Share):
            found = self._shares(metric, metric.how, split)
        else:
            found = self._spread(metric, metric.how, split)
        return [self._figure(metric, codes, **members) for codes, members in found]

    def _measured(self, metric: Metric) -> list[Metric]:
        if isinstance(metric.how, Measure):
            return [metric]
        if isinstance(metric.how, Share):
            return [self._metrics[metric.how.numerator], self._metrics[metric.how.denominator]]
        return []

    def _estimated(self, metric: Metric, how: Sampled) -> list[Figure]:
        found = estimates(metric, how, self._exposures, self._period)
        reason = "No sample of this period is among the records."
        return found or [self._figure(metric, {}, status="not_recorded", notes=[reason])]

    def _cells(self, name: str, split: Key) -> dict[Key, Count]:
        self.prepare([(name, split)])
        return _any_law(split, self._counts[name, split])

    def _counted(self, metric: Metric, split: Key) -> list[tuple[dict[str, str], dict[str, Any]]]:
        cells = self._cells(metric.id, split)
        if split:
            cells = {key: cell for key, cell in cells.items() if cell.value}
        for key in _months(split, cells, self._period):
            cells.setdefault(key, Count(0))
        result = []
        for key in _ordered(split, cells):
            cell = cells[key]
            members: dict[str, Any] = {"value": cell.value, "status": "exact"}
            if cell.approx:
                members |= {"status": "approx", "notes": [_APPROX]}
            members |= weakened(metric, cell)
            if members["status"] == "not_recorded":
                del members["value"]
            result.append((dict(zip(split, key, strict=True)), members))
        return self._bounded(metric, result) if split == ("garm",) else result

    def _bounded(
        self, metric: Metric, found: list[tuple[dict[str, str], dict[str, Any]]]
    ) -> list[tuple[dict[str, str], dict[str, Any]]]:
        """Counts by GARM category, with the limits that harms which split leave open."""
        by_harm = {key[0]: cell.value for key, cell in self._cells(metric.id, ("harm",)).items()}
        more, why = upper(by_harm), reasons(by_harm)
        for codes, members in found:
            code, value = codes["garm"], members.get("value")
            if more.get(code) and value is not None:
                members |= {
                    "status": "at_least",
                    "bounds": Bounds(low=value, high=value + more[code]),
                }
            if code in why:
                members["notes"] = [*members.get("notes", ()), why[code]]
        return found

    def _shares(
        self, metric: Metric, share: Share, split: Key
    ) -> list[tuple[dict[str, str], dict[str, Any]]]:
        above, below = self._cells(share.numerator, split), self._cells(share.denominator, split)
        result = []
        for key in _ordered(split, below):
            part, whole = above.get(key, Count(0)).value, below[key].value
            if split and not whole:
                continue
            members: dict[str, Any] = {"numerator": part, "denominator": whole}
            members |= {
                "denominator_name": self._metrics[share.denominator].title,
                "rounding": 0.0001,
            }
            value = ratio(part, whole)
            members |= _valued(value)
            members |= self._open(share, above.get(key, Count(0)), below[key])
            result.append((dict(zip(split, key, strict=True)), members))
        return result

    def _open(self, share: Share, part: Count, whole: Count) -> dict[str, Any]:
        """Status and note of a share of counts that some records may or may not belong to."""
        for name, cell in ((share.denominator, whole), (share.numerator, part)):
            found = weakened(self._metrics[name], cell)
            if found:
                return found | {"status": "approx" if whole.value else "not_recorded"}
        return {}

    def _spread(
        self, metric: Metric, how: Spread, split: Key
    ) -> list[tuple[dict[str, str], dict[str, Any]]]:
        groups = histogram(self._engine, metric, split, self._period)
        if not split:
            groups = groups or {(): []}
        result = []
        for key in sorted(groups):
            known = [
                (value, rows) for value, rows in groups[key] if value is not None and value >= 0
            ]
            cases, rows = sum(n for _, n in known), sum(n for _, n in groups[key])
            members: dict[str, Any] = {
                "denominator": cases,
                "denominator_name": "Cases whose time is known",
            }
            value = quantile(known, how.quantile)
            members |= _valued(None if value is None else per(value, how.per))
            if rows and not cases:
                members |= {"status": "not_recorded", "notes": []}
            if rows > cases:
                left = f"{rows - cases:,} of {rows:,} cases lack a time or have times in disorder."
                members["notes"] = [*members.get("notes", ()), left]
            result.append((dict(zip(split, key, strict=True)), members))
        return result

    def _figure(self, metric: Metric, codes: dict[str, str], **members: Any) -> Figure:
        reason = self._gaps.incomplete(metric, list(codes))
        if reason is not None and members["status"] in ("exact", "approx"):
            counted = isinstance(metric.how, Measure)
            members["status"] = "at_least" if counted else "approx"
            members["notes"] = [*members.get("notes", ()), reason]
        members = covered(metric, members, self._gaps.extent)
        scheme = next((SPLITS[name].scheme for name in codes if SPLITS[name].scheme), None)
        return given(
            Figure,
            metric=metric.id,
            unit=metric.unit,
            dimensions=codes,
            scheme=scheme,
            period=str(_span(codes, self._period)),
            estimand=metric.estimand,
            assurance="computed",
            **members,
        )


def covered(metric: Metric, members: dict[str, Any], extent: str) -> dict[str, Any]:
    """The members of a figure as the extent of the data lets them stand.

    Out of a sample or a selection a count is a lower limit of the whole. A share or a time out of
    a sample is near that of the whole; out of a selection it says nothing of the whole, so there is
    none. Estimates from samples of exposure have their own denominators and stay.
    """
    if extent == COMPLETE or members["status"] not in _OF_ALL:
        return members
    notes = list(members.get("notes", ()))
    if isinstance(metric.how, Measure):
        return members | {"status": "at_least", "notes": [*notes, _LIMIT[extent]]}
    if extent == SAMPLE:
        return members | {"status": "approx", "notes": [*notes, _NEAR]}
    kept = {name: value for name, value in members.items() if name not in _OF_WHOLE}
    return kept | {"status": "not_recorded", "notes": [_NO_WHOLE]}


def _any_law(split: Key, cells: dict[Key, Count]) -> dict[Key, Count]:
    """The counts; requests whose law is not known may belong to any limit, and weaken each."""
    if "clock" not in split:
        return cells
    place = split.index("clock")
    open_ = {
        key[:place] + key[place + 1 :]: cell.weak
        for key, cell in cells.items()
        if key[place] == LAW_NOT_KNOWN
    }
    return {
        key: replace(cell, weak=open_.get(key[:place] + key[place + 1 :], 0))
        for key, cell in cells.items()
    }


def weakened(metric: Metric, cell: Count) -> dict[str, Any]:
    """Status and note of a count that some records may or may not belong to; nothing otherwise."""
    if not cell.weak:
        return {}
    status = "at_least" if cell.value else "not_recorded"
    return {"status": status, "notes": [metric.weak_note.format(f"{cell.weak:,}")]}


def _valued(value: float | None) -> dict[str, Any]:
    if value is None:
        return {"status": "not_reported", "notes": [_NONE]}
    return {"value": value, "status": "exact"}


def _months(split: Key, cells: dict[Key, Count], period: Period) -> list[Key]:
    """Every month of the period for every code that occurs, so that a gap shows as zero."""
    if "month" not in split:
        return []
    place = split.index("month")
    others = {key[:place] + key[place + 1 :] for key in cells} or (
        {()} if len(split) == 1 else set()
    )
    return [(*rest[:place], month, *rest[place:]) for rest in others for month in period.months()]


def _ordered(split: Key, cells: dict[Key, Count]) -> list[Key]:
    """Months in time; other codes by their total, the largest first; what is not known last."""
    totals: dict[tuple[int, str], int] = {}
    for key, cell in cells.items():
        for place, code in enumerate(key):
            totals[place, code] = totals.get((place, code), 0) + cell.value

    def rank(key: Key) -> tuple[Any, ...]:
        return tuple(
            (0, 0, code)
            if split[place] == "month"
            else (0, int(code), code)
            if split[place] in HOURS and code.isdigit()
            else (list(BANDS).index(code), 0, code)
            if split[place] == "days_taken" and code in BANDS
            else (
                len(BANDS) * int(code in (SPLITS[split[place]].missing, *GARM_GAPS)),
                -totals[place, code],
                code,
            )
            for place, code in enumerate(key)
        )

    return sorted(cells, key=rank)


def _span(codes: dict[str, str], period: Period) -> Period:
    if "month" not in codes:
        return period
    month = parse_period(codes["month"])
    start: date = max(month.start, period.start)
    return Period(start, min(month.end, period.end))
