"""Figures from counts: status, denominators and notes; what is missing says why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from harmscope.aggregation.categories import reasons, upper
from harmscope.aggregation.counting import Count, Key, count, doubts, histogram
from harmscope.aggregation.labels import Gaps
from harmscope.aggregation.samples import estimates
from harmscope.aggregation.status import counted, doubt_notes, lowered, settled
from harmscope.engine import Engine
from harmscope.metrics.carried import OUTSIDE, categories
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.exact import per, quantile, ratio
from harmscope.metrics.flat_tables import BANDS, GARM_GAPS, HOURS, LAW_NOT_KNOWN, SPLITS
from harmscope.metrics.metric import Measure, Metric, Sampled, Share, Spread
from harmscope.model.base import given
from harmscope.model.figure import Bounds, Figure
from harmscope.model.period import Period, parse_period
from harmscope.model.typed import Exposure

_UNSPLIT = "Some cases do not say where they stand and may belong here."
_NONE = "There were no cases in the period, so there is no such number."


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

    def over(self, metrics: Mapping[str, Metric]) -> "FigureMaker":
        """A maker of the same report in which ``metrics`` take the place of those of equal id."""
        return FigureMaker(
            self._engine,
            self._period,
            self._gaps,
            {**self._metrics, **metrics},
            self._exposures,
        )

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
        none = [self._figure(metric, {}, status="not_recorded", notes=[reason])]
        return [one.figure for one in found] or none

    def _cells(self, name: str, split: Key) -> dict[Key, Count]:
        self.prepare([(name, split)])
        return _any_law(split, self._counts[name, split])

    def _counted(self, metric: Metric, split: Key) -> list[tuple[dict[str, str], dict[str, Any]]]:
        found = self._cells(metric.id, split)
        cells = {key: cell for key, cell in found.items() if cell.value}
        if not split:
            cells = found or {(): Count(0)}
        for key in (*_months(split, cells, self._period), *_of_law(split)):
            cells.setdefault(key, Count(0))
        if not cells:
            return self._nothing(metric)
        result = [
            (
                dict(zip(split, key, strict=True)),
                counted(metric, found.get(key, Count(0)), open_cases(split, key, found)),
            )
            for key in _ordered(split, cells)
        ]
        return self._bounded(metric, result) if split == ("garm",) else result

    def _nothing(self, metric: Metric) -> list[tuple[dict[str, str], dict[str, Any]]]:
        """Instead of the parts of a count that is 0: nothing, unless it may be more."""
        whole = self._cells(metric.id, ()).get((), Count(0))
        members = settled(metric, counted(metric, whole), self._gaps, [], self._period)
        return [] if members["status"] == "exact" else [({}, counted(metric, whole))]

    def _bounded(
        self, metric: Metric, found: list[tuple[dict[str, str], dict[str, Any]]]
    ) -> list[tuple[dict[str, str], dict[str, Any]]]:
        """Counts by GARM category, with the limits that harms which split leave open."""
        by_harm = {key[0]: cell.value for key, cell in self._cells(metric.id, ("harm",)).items()}
        more, why = upper(by_harm), reasons(by_harm)
        for codes, members in found:
            code, value = codes["garm"], members.get("value")
            if more.get(code) and value is not None:
                # What is open besides has no upper limit.
                known = members["status"] in ("exact", "approx")
                bounds = {"bounds": Bounds(low=value, high=value + more[code])} if known else {}
                members.update({"status": "at_least"} | bounds)
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
            for name in (share.numerator, share.denominator):
                part_of = self._cells(name, split)
                notes = doubt_notes(self._metrics[name], part_of.get(key, Count(0)))
                if notes or open_cases(split, key, part_of):
                    members = lowered(metric, members, " ".join(notes) or _UNSPLIT)
                    break
            result.append((dict(zip(split, key, strict=True)), members))
        return result

    def _spread(
        self, metric: Metric, how: Spread, split: Key
    ) -> list[tuple[dict[str, str], dict[str, Any]]]:
        groups = histogram(self._engine, metric, split, self._period)
        doubt = doubts(self._engine, metric, split, self._period)
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
                members = lowered(metric, members, left)
            for note in doubt_notes(metric, doubt.get(key, Count(0))):
                members = lowered(metric, members, note)
            if open_cases(split, key, doubt):
                members = lowered(metric, members, _UNSPLIT)
            result.append((dict(zip(split, key, strict=True)), members))
        return result

    def _figure(self, metric: Metric, codes: dict[str, str], **members: Any) -> Figure:
        span = _span(codes, self._period)
        if not isinstance(metric.how, Sampled):
            members = settled(metric, members, self._gaps, list(codes), span)
        scheme = next((SPLITS[name].scheme for name in codes if SPLITS[name].scheme), None)
        return given(
            Figure,
            metric=metric.id,
            unit=metric.unit,
            dimensions=codes,
            scheme=scheme,
            period=str(span),
            estimand=metric.estimand,
            assurance="computed",
            **members,
        )


def _any_law(split: Key, cells: dict[Key, Count]) -> dict[Key, Count]:
    """The counts; requests whose law is not known may belong to any limit, and weaken each, beside
    those that weaken their own."""
    if "clock" not in split:
        return cells
    place = split.index("clock")
    open_ = {
        key[:place] + key[place + 1 :]: cell.weak
        for key, cell in cells.items()
        if key[place] == LAW_NOT_KNOWN
    }
    return {
        key: cell
        if key[place] == LAW_NOT_KNOWN
        else replace(cell, weak=cell.weak + open_.get(key[:place] + key[place + 1 :], 0))
        for key, cell in cells.items()
    }


def _valued(value: float | None) -> dict[str, Any]:
    if value is None:
        return {"status": "not_reported", "notes": [_NONE]}
    return {"value": value, "status": "exact"}


def open_cases(split: Key, key: Key, cells: Mapping[Key, Count]) -> int:
    """How many of the other cells' cases may belong to this one: a code of theirs is not known."""
    return sum(
        cell.value + cell.weak + cell.undated
        for other, cell in cells.items()
        if other != key
        and all(
            SPLITS[name].may_be(theirs, ours)
            for name, theirs, ours in zip(split, other, key, strict=True)
        )
    )


def _months(split: Key, cells: dict[Key, Count], period: Period) -> list[Key]:
    """Every month of the period for every code that occurs, so that a gap shows as zero."""
    if "month" not in split:
        return []
    place = split.index("month")
    others = {key[:place] + key[place + 1 :] for key in cells} or (
        {()} if len(split) == 1 else set()
    )
    return [(*rest[:place], month, *rest[place:]) for rest in others for month in period.months()]


def _of_law(split: Key) -> list[Key]:
    """Every category that a law names, where a count is split by them alone: a law that asks for
    five wants to see each of them, a zero as well."""
    system = SPLITS[split[0]].carried if len(split) == 1 else None
    return [] if system is None else [(code,) for code in categories(system)]


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
                len(BANDS) * int(code in (SPLITS[split[place]].missing, *GARM_GAPS, OUTSIDE)),
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
