"""Samples: figures estimated from the samples of exposure records, and the plan of a new sample."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from harmscope.errors import UserError
from harmscope.formats.csv_ import BadCsv, named_rows
from harmscope.formats.door import LIST, read_text, shown
from harmscope.metrics.estimators import (
    Estimate,
    Part,
    corrected,
    deviation,
    neyman,
    simple,
    stratified,
)
from harmscope.metrics.metric import Metric, Sampled
from harmscope.model.base import given
from harmscope.model.figure import Figure, Interval, Scope
from harmscope.model.period import Period, parse_period
from harmscope.model.typed import Exposure, Sample, Stratum
from harmscope.times import day_of

# Figures from the samples of exposure records.

DIGITS: Final = 6


class Estimated(NamedTuple):
    """A figure, and the records that its number comes from."""

    figure: Figure
    records: list[Exposure]


def estimates(
    metric: Metric, how: Sampled, records: Iterable[Exposure], period: Period
) -> list[Estimated]:
    """One figure for each sample about one of the metric's units that lies inside the period. Where
    samples follow on each other day by day and are alike in everything else, one for all of them
    comes before theirs, which then name their months."""
    inside = [
        record
        for record in records
        if record["unit"] in how.units
        and how.counts in record.get("sample", ())
        and _lies_in(record, period)
    ]
    inside.sort(
        key=lambda record: (
            record.get("surface", ""),
            record["period"]["start"],
            record["exposure_id"],
        )
    )
    pooled = _pooled(metric, how, inside)
    return pooled + _apart([Estimated(_figure(metric, how, one), [one]) for one in inside])


def _apart(found: list[Estimated]) -> list[Estimated]:
    """The figures; where several differ in their days alone, each names its month."""
    places = Counter(_place(one.figure) for one in found)
    return [
        one._replace(figure=_in_month(one.figure)) if places[_place(one.figure)] > 1 else one
        for one in found
    ]


def _place(figure: Figure) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((figure.dimensions or {}).items()))


def _in_month(figure: Figure) -> Figure:
    months = parse_period(str(figure.period)).months()
    if len(months) > 1:
        return figure
    return figure.model_copy(
        update={"dimensions": {"month": months[0], **(figure.dimensions or {})}}
    )


# Samples of several months as one.

_ADDED: Final = ("size", "violating", "stopped", "unjudged")


def _pooled(metric: Metric, how: Sampled, records: Iterable[Exposure]) -> list[Estimated]:
    """One figure for each group of samples that can be taken together."""
    alike: dict[str, list[Exposure]] = {}
    for record in records:
        alike.setdefault(_terms(record), []).append(record)
    found = []
    for group in alike.values():
        estimate = _joint(group, how.counts) if len(group) > 1 and _in_a_row(group) else None
        if estimate is None:
            continue
        figure = _figure(metric, how, _whole(group), estimate)
        note = f"Taken together from {len(group)} samples that follow on each other."
        notes = [*(figure.notes or ()), note]
        found.append(Estimated(figure.model_copy(update={"notes": notes}), group))
    return found


def _terms(record: Exposure) -> str:
    """What samples must have in common to be taken together."""
    sample = record["sample"]
    same = {name: value for name, value in sample.items() if name not in _ADDED}
    terms = (
        record["service"],
        record["unit"],
        _dimensions(record),
        same,
        record.get("assurance"),
    )
    return json.dumps(terms, sort_keys=True)


def _in_a_row(records: list[Exposure]) -> bool:
    """Whether each begins on the day after the one before it ends."""
    spans = [record["period"] for record in records]
    return all(
        day_of(later["start"]) == day_of(one["end"]) + timedelta(days=1)
        for one, later in pairwise(spans)
    )


def _joint(records: list[Exposure], counts: "Counted") -> Estimate | None:
    """The share over all samples: of all units where each was judged, else weighted by the number
    of units that each was drawn from; None where one of them does not say it."""
    samples = [record["sample"] for record in records]
    if samples[0].get("strata"):
        return None
    try:
        if samples[0]["design"] in _NO_INTERVAL:
            return simple(sum(one[counts] for one in samples), sum(one["size"] for one in samples))
        totals = [record.get("total", 0) for record in records]
        if not all(totals):
            return None
        return stratified(
            [
                Part(total / sum(totals), one["size"], one[counts])
                for total, one in zip(totals, samples, strict=True)
            ]
        )
    except ValueError:
        return None


def _whole(records: list[Exposure]) -> Exposure:
    """One record for all of them, as far as a figure shows it."""
    samples = [record["sample"] for record in records]
    added = {
        name: sum(one.get(name, 0) for one in samples)  # type: ignore[misc]
        for name in _ADDED
        if any(name in one for one in samples)
    }
    whole: Any = {
        **records[0],
        "period": {
            "start": records[0]["period"]["start"],
            "end": records[-1]["period"]["end"],
        },
        "sample": {**samples[0], **added},
    }
    found: Exposure = whole
    return found


def _lies_in(record: Exposure, period: Period) -> bool:
    span = record["period"]
    start, end = period.start.isoformat(), period.end.isoformat()
    return bool(start <= span["start"] and span["end"] <= end)


def _figure(
    metric: Metric, how: Sampled, record: Exposure, joint: Estimate | None = None
) -> Figure:
    sample, span = record["sample"], record["period"]
    whole = sample["design"] == "census"
    found = joint or _estimate(sample, how.counts)
    members: dict[str, Any] = {"status": "not_reported"}
    if found is not None:
        members = {
            "value": round(found.value, DIGITS),
            "rounding": 10**-DIGITS,
            "status": "exact" if whole else "estimate",
        }
    if found is not None and sample["design"] not in _NO_INTERVAL:
        members["interval"] = Interval(
            method=found.method,
            level=found.level,
            low=round(found.low, DIGITS),
            high=round(found.high, DIGITS),
        )
    return given(
        Figure,
        metric=metric.id,
        unit=metric.unit,
        numerator=sample[how.counts],
        denominator=sample["size"],
        denominator_name="Units judged" if whole else "Units reviewed in the sample",
        dimensions=_dimensions(record),
        scope=_scope(record, sample),
        period=f"{span['start']}/{span['end']}",
        estimand="census_of_received" if whole else metric.estimand,
        assurance=record.get("assurance", "self_reported"),
        notes=list(_notes(sample, how.counts, found)),
        **members,
    )


_NO_INTERVAL: Final = ("census", "unknown")
"""Designs without a sampling error, or with one that nobody knows."""

Counted = Literal["violating", "stopped"]


def _estimate(sample: Sample, counts: Counted) -> Estimate | None:
    """The estimate; None for an empty sample, or strata that cannot be weighted."""
    try:
        strata = sample.get("strata")
        if not strata or counts == "stopped":
            # Strata do not say how many of their units were stopped.
            return None if strata else simple(sample[counts], sample["size"])
        return stratified(
            [Part(weight, one["size"], one["violating"]) for weight, one in _weighted(strata)]
        )
    except ValueError:
        return None


def _weighted(strata: list[Stratum]) -> Iterator[tuple[float, Stratum]]:
    total = sum(one.get("population", 0) for one in strata)
    for one in strata:
        yield one.get("weight", one.get("population", 0) / total if total else 0.0), one


def _dimensions(record: Exposure) -> dict[str, str]:
    named = {
        "surface": record.get("surface"),
        "territory": "+".join(record.get("territory", ())),
        "tier": record.get("suitability_tier"),
        "safeguard": record.get("safeguard"),
    }
    return {name: code for name, code in named.items() if code}


def _scope(record: Exposure, sample: Sample) -> Scope | None:
    members = {
        "surface": record.get("surface"),
        "policies": sample.get("policies"),
        "spam": sample.get("spam_included"),
    }
    return given(Scope, **members) if any(members.values()) else None


def _notes(sample: Sample, counts: Counted, found: Estimate | None) -> Iterator[str]:
    if found is None:
        yield "The sample is empty, or its strata cannot be weighted."
        return
    if sample["design"] == "unknown":
        yield "How the units were drawn is not known: the share holds for the units judged alone."
    if sample.get("unjudged"):
        yield f"{sample['unjudged']:,} units that were drawn could not be reviewed."
    if counts == "stopped":
        return
    reviewers = sample.get("reviewers", {})
    sensitivity, specificity = reviewers.get("sensitivity"), reviewers.get("specificity")
    if sensitivity is None or specificity is None:
        yield "How often the reviewers erred is not known and not in the interval."
        return
    yield (
        f"The reviewers found {_percent(sensitivity)} of what violates and cleared "
        f"{_percent(specificity)} of the rest; their errors are not in the interval."
    )
    better = corrected(found.value, sensitivity, specificity)
    if better is None:
        yield "No correction for their errors exists: false alarms alone could explain the share."
    else:
        yield f"Corrected for their errors (Rogan and Gladen) the share is {_percent(better)}."


def _percent(share: float) -> str:
    """A share with every digit that it rests on: 99.97 % is not 100 %."""
    return f"{share * 100:.{DIGITS}g} %"


# Plans a stratified sample from a table of strata.

_COLUMNS: Final = "stratum, rate, and weight or population"
_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class PlannedStratum:
    """One stratum: its share of the whole, the rate expected, and how many units to draw."""

    stratum: str
    weight: float
    rate: float
    size: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A sample plan. ``deviation`` is the standard deviation to expect of the estimate,
    ``proportional`` that of a plan in proportion to the weights."""

    size: int
    expected: float
    deviation: float
    proportional: float
    strata: tuple[PlannedStratum, ...]

    def as_dict(self) -> dict[str, object]:
        """The plan as JSON shows it."""
        return asdict(self)


def plan(path: Path, size: int) -> Plan:
    """The plan that varies least. Raises UserError where the table or the size is not fit."""
    where = shown(path.name)
    names, weights, rates = _read(where, path)
    try:
        sizes = neyman(weights, rates, size)
    except ValueError:
        fix = f"draw {2 * len(weights)} units at least"
        raise UserError("--size", "each stratum needs at least two units", fix) from None
    even = [max(weight * size, 1e-9) for weight in weights]
    return Plan(
        size=size,
        expected=sum(weight * rate for weight, rate in zip(weights, rates, strict=True)),
        deviation=deviation(weights, rates, sizes),
        proportional=deviation(weights, rates, even),
        strata=tuple(
            PlannedStratum(*one) for one in zip(names, weights, rates, sizes, strict=True)
        ),
    )


def _read(where: str, path: Path) -> tuple[list[str], list[float], list[float]]:
    try:
        rows = [row for _, row in named_rows(read_text(path, LIST))]
    except BadCsv as bad:
        raise UserError(where, f"line {bad.line} is not CSV", "check quotes") from None
    if not 0 < len(rows) <= _MOST:
        raise UserError(where, "it has no strata, or too many", f"give the columns {_COLUMNS}")
    head = rows[0].keys()
    measure = "weight" if "weight" in head else "population"
    if not {"stratum", "rate", measure} <= head:
        raise UserError(where, "a column is missing", f"give the columns {_COLUMNS}")
    names = [row["stratum"] for row in rows]
    parts = [_number(where, line, row[measure]) for line, row in enumerate(rows, start=2)]
    rates = [_number(where, line, row["rate"]) for line, row in enumerate(rows, start=2)]
    if max(rates) > 1 or sum(parts) <= 0 or (measure == "weight" and abs(sum(parts) - 1) > 1e-6):
        fix = "write shares: 0.05 for 5 %; weights add up to 1"
        raise UserError(where, "rates or weights are not shares", fix)
    return names, [part / sum(parts) for part in parts], rates


def _number(where: str, line: int, text: str | None) -> float:
    try:
        number = float(text or "")
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise UserError(where, f"line {line} has no number where one belongs", "fix the line")
    return number
