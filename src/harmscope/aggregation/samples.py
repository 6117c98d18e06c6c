"""Samples: figures estimated from the samples of exposure records, and the plan of a new sample."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

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
from harmscope.model.period import Period
from harmscope.model.typed import Exposure, Sample, Stratum

# Figures from the samples of exposure records.

DIGITS: Final = 6


def estimates(
    metric: Metric, how: Sampled, records: Iterable[Exposure], period: Period
) -> list[Figure]:
    """One figure for each sample about one of the metric's units that lies inside the period."""
    inside = [
        record
        for record in records
        if record["unit"] in how.units and "sample" in record and _lies_in(record, period)
    ]
    inside.sort(key=lambda record: (record.get("surface", ""), record["exposure_id"]))
    return [_figure(metric, record) for record in inside]


def _lies_in(record: Exposure, period: Period) -> bool:
    span = record["period"]
    start, end = period.start.isoformat(), period.end.isoformat()
    return bool(start <= span["start"] and span["end"] <= end)


def _figure(metric: Metric, record: Exposure) -> Figure:
    sample, span = record["sample"], record["period"]
    found = _estimate(sample)
    members: dict[str, Any] = {"status": "not_reported"}
    if found is not None:
        members = {
            "value": round(found.value, DIGITS),
            "rounding": 10**-DIGITS,
            "status": "estimate",
            "interval": Interval(
                method=found.method,
                level=found.level,
                low=round(found.low, DIGITS),
                high=round(found.high, DIGITS),
            ),
        }
    return given(
        Figure,
        metric=metric.id,
        unit=metric.unit,
        numerator=sample["violating"],
        denominator=sample["size"],
        denominator_name="Units reviewed in the sample",
        dimensions=_dimensions(record),
        scope=_scope(record, sample),
        period=f"{span['start']}/{span['end']}",
        estimand=metric.estimand,
        assurance=record.get("assurance", "self_reported"),
        notes=list(_notes(sample, found)),
        **members,
    )


def _estimate(sample: Sample) -> Estimate | None:
    """The estimate; None for an empty sample, or strata that cannot be weighted."""
    try:
        strata = sample.get("strata")
        if not strata:
            return simple(sample["violating"], sample["size"])
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
    named = {"surface": record.get("surface"), "territory": "+".join(record.get("territory", ()))}
    return {name: code for name, code in named.items() if code}


def _scope(record: Exposure, sample: Sample) -> Scope | None:
    members = {
        "surface": record.get("surface"),
        "policies": sample.get("policies"),
        "spam": sample.get("spam_included"),
    }
    return given(Scope, **members) if any(members.values()) else None


def _notes(sample: Sample, found: Estimate | None) -> Iterator[str]:
    if found is None:
        yield "The sample is empty, or its strata cannot be weighted."
        return
    if sample.get("unjudged"):
        yield f"{sample['unjudged']:,} units that were drawn could not be reviewed."
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
        raise UserError("--size", "two units a stratum are the least", fix) from None
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
        raise UserError(where, "rates or weights are no shares", fix)
    return names, [part / sum(parts) for part in parts], rates


def _number(where: str, line: int, text: str | None) -> float:
    try:
        number = float(text or "")
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise UserError(where, f"line {line} has no number where one belongs", "fix the line")
    return number
