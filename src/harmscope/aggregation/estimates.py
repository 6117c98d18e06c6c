"""Figures from the samples of exposure records."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from harmscope.aggregation.members import given
from harmscope.metrics.estimators import Estimate, Part, corrected, simple, stratified
from harmscope.metrics.metric import Metric, Sampled
from harmscope.model.figure import Figure, Interval, Scope
from harmscope.model.period import Period

Record = dict[str, Any]

DIGITS: Final = 6


def estimates(
    metric: Metric, how: Sampled, records: Iterable[Record], period: Period
) -> list[Figure]:
    """One figure for each sample about one of the metric's units that lies inside the period."""
    inside = [
        record
        for record in records
        if record["unit"] in how.units and "sample" in record and _lies_in(record, period)
    ]
    inside.sort(key=lambda record: (record.get("surface", ""), record["exposure_id"]))
    return [_figure(metric, record) for record in inside]


def _lies_in(record: Record, period: Period) -> bool:
    span = record["period"]
    start, end = period.start.isoformat(), period.end.isoformat()
    return bool(start <= span["start"] and span["end"] <= end)


def _figure(metric: Metric, record: Record) -> Figure:
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
        denominator_name="Units judged in the sample",
        dimensions=_dimensions(record),
        scope=_scope(record, sample),
        period=f"{span['start']}/{span['end']}",
        estimand=metric.estimand,
        assurance=record.get("assurance", "self_reported"),
        notes=list(_notes(sample, found)),
        **members,
    )


def _estimate(sample: Record) -> Estimate | None:
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


def _weighted(strata: list[Record]) -> Iterator[tuple[float, Record]]:
    total = sum(one.get("population", 0) for one in strata)
    for one in strata:
        yield one.get("weight", one.get("population", 0) / total if total else 0.0), one


def _dimensions(record: Record) -> dict[str, str]:
    named = {"surface": record.get("surface"), "territory": "+".join(record.get("territory", ()))}
    return {name: code for name, code in named.items() if code}


def _scope(record: Record, sample: Record) -> Scope | None:
    members = {
        "surface": record.get("surface"),
        "policies": sample.get("policies"),
        "spam": sample.get("spam_included"),
    }
    return given(Scope, **members) if any(members.values()) else None


def _notes(sample: Record, found: Estimate | None) -> Iterator[str]:
    if found is None:
        yield "The sample is empty, or its strata cannot be weighted."
        return
    if sample.get("unjudged"):
        yield f"{sample['unjudged']:,} units that were drawn could not be judged."
    reviewers = sample.get("reviewers", {})
    sensitivity, specificity = reviewers.get("sensitivity"), reviewers.get("specificity")
    if sensitivity is None or specificity is None:
        yield "How often the reviewers erred is not known and not in the interval."
        return
    yield (
        f"The reviewers found {sensitivity:.1%} of what violates and cleared {specificity:.1%} of "
        "the rest; their errors are not in the interval."
    )
    better = corrected(found.value, sensitivity, specificity)
    if better is None:
        yield "No correction for their errors exists: false alarms alone could explain the share."
    else:
        yield f"Corrected for their errors (Rogan and Gladen) the share is {better:.4%}."
