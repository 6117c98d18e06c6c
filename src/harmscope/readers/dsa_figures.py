"""Figures out of single cells of the EU template, with a finding for all that is not as it asks."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from harmscope.findings import Finding
from harmscope.model.dsa_template import dsa_template
from harmscope.model.figure import Figure
from harmscope.readers.amounts import cell_amount, is_count
from harmscope.readers.dsa_terms import is_placeholder
from harmscope.readers.numbers import Amount, read_period
from harmscope.readers.result import Table, figure, known, remark, shown

# What the template itself states about a metric, by the first part of its id.
ESTIMANDS = {
    "orders": "census_of_received",
    "notices": "census_of_received",
    "complaints": "census_of_received",
    "disputes": "census_of_received",
    "measures": "census_of_caught",
    "suspensions": "census_of_caught",
    "automation": "census_of_caught",
    "moderators": "declared",
    "recipients": "declared",
    "qualitative": "declared",
    "report": "declared",
}
WHOLE_SERVICE = "whole service"
"""The surface of a report that has no others."""

REGULATION = "Implementing Regulation (EU) 2024/2835"
BASES = {
    "notices": {"notice": "Article 16 DSA"},
    "measures.detected_automatically": {"automation": "template unclear: detected or decided"},
    "automation.measures_solely": {"automation": "decided by a machine alone"},
    "automation.measures_not": {"automation": "no machine took part"},
    "automation.notices_solely": {"automation": "decided by a machine alone"},
    "automation.notices_not": {"automation": "no machine took part"},
}
DENOMINATORS = {
    "automation.accuracy": "decisions by automated means",
    "automation.precision": "positive decisions by automated means",
    "automation.recall": "cases that should have been found",
    "disputes.implemented_share": "disputes decided for the complainant in full or part",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure stands: table, cell, service, period, surface, and the finding list."""

    table: Table
    service: str | None
    period: str | None
    surface: str
    findings: list[Finding] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell counts; ``scheme`` is the code system of its category, if it has one."""

    metric: str
    unit: str
    dimensions: dict[str, str]
    scheme: str | None = None


def read_spot_period(table: Table, text: str, place: str, findings: list[Finding]) -> str | None:
    """The period of a row, with a finding where it is written otherwise or cannot be read."""
    found = read_period(text)
    if found is None:
        findings.append(remark("RD020", table, place, shown(text)))
        return None
    period, strict = found
    if not strict:
        findings.append(remark("RD021", table, place, f"{shown(text)} read as {period}"))
    return period


def number_figure(spot: Spot, text: str, place: str, meaning: Meaning, note: str = "") -> Figure:
    """A figure of a count, median or share. An empty cell has the status ``blank``."""
    metric, dimensions = meaning.metric, meaning.dimensions
    family = metric.partition(".")[0]
    amount = cell_amount(spot.table, spot.findings, text.strip(), place, meaning.unit)
    return figure(
        metric=metric,
        unit=meaning.unit,
        value=amount.value if amount else None,
        bounds=known(low=amount.low, high=amount.high) if amount else None,
        status=_status(text.strip(), amount, meaning.unit),
        dimensions=dimensions,
        scheme=meaning.scheme,
        scope=_scope(spot, dimensions),
        period=spot.period,
        estimand=ESTIMANDS.get(family),
        denominator_name=DENOMINATORS.get(metric),
        basis=_basis(meaning, family),
        rounding=_rounding(meaning.unit, amount),
        assurance="self_reported",
        source=known(
            sha256=spot.table.sha256,
            sheet=spot.table.name,
            cell=place,
            quoted=text.strip()[:500] or None,
        ),
        notes=_parts(note) or None,
    )


def text_figures(
    spot: Spot, text: str, place: str, metric: str, dimensions: dict[str, str]
) -> Iterator[Figure]:
    """A text as figures: one, or several parts where it is longer than 5,000 characters."""
    if is_placeholder(text):
        spot.findings.append(remark("RD043", spot.table, place))
        yield figure(
            metric=metric, unit="text", status="not_reported", dimensions=dimensions,
            scope=_scope(spot, dimensions), period=spot.period, estimand="declared",
            assurance="self_reported",
            source=known(sha256=spot.table.sha256, sheet=spot.table.name, cell=place),
        )  # fmt: skip
        return
    parts = _parts(text)
    if len(parts) > 1:
        spot.findings.append(remark("RD015", spot.table, place, f"{len(parts)} parts"))
    for number, part in enumerate(parts, start=1):
        yield figure(
            metric=metric,
            unit="text",
            text=part,
            status="exact",
            dimensions={**dimensions, "part": str(number)} if len(parts) > 1 else dimensions,
            scope=_scope(spot, dimensions),
            period=spot.period,
            estimand="declared",
            assurance="self_reported",
            source=known(sha256=spot.table.sha256, sheet=spot.table.name, cell=place),
        )


def _basis(meaning: Meaning, family: str) -> dict[str, str]:
    one_category = {"cuts": "each item in one category"} if "category" in meaning.dimensions else {}
    stated = BASES.get(meaning.metric) or BASES.get(family) or {}
    return {"definition": REGULATION, **one_category, **stated}


def _scope(spot: Spot, dimensions: dict[str, str]) -> dict[str, object]:
    # Sheets 3 to 10 count what concerns the Union; a state narrows that.
    geography = dimensions.get("territory", "EU")
    return known(service=spot.service, surface=spot.surface, geography=geography, policies="all")


def _parts(text: str) -> list[str]:
    limit = dsa_template().text_limit
    body = text.strip()
    return [body[at : at + limit] for at in range(0, len(body), limit)]


def _status(text: str, amount: Amount | None, unit: str) -> str:
    if amount is None:
        return "not_reported" if text else "blank"
    return "exact" if amount.value is not None and is_count(amount.value, unit) else "estimate"


def _rounding(unit: str, amount: Amount | None) -> float | int | None:
    if amount is None:
        return None
    if amount.step is not None:
        return amount.step
    return 1 if unit in ("hours", "fte") else None
