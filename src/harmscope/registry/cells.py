"""From pooled figures to the cells that disclosure control works on."""

from collections.abc import Iterable, Mapping, Sequence

from harmscope.disclosure import Cell, Tables, tables, traits
from harmscope.disclosure.attackers import Known
from harmscope.disclosure.cells import Parents
from harmscope.disclosure.presentation import Key
from harmscope.model.period import Period, parse_period
from harmscope.model.report import Report
from harmscope.registry.contributions import Plan
from harmscope.registry.pool import Pool
from harmscope.registry.summing import Pooled

NAMES = {"harm_top": "harm"}
"""Dimensions that are published under another name than they are counted."""


def cells_of(pool: Pool, plan: Plan, *, services: bool) -> Tables:
    """The counts of a pool as linked tables; ``services`` publishes the split by service.

    The period is a dimension, and a month lies under the whole period, so that editions about
    other periods link up with this one.
    """
    counts = [one for one in pool.figures if _is_count(one) and (services or not _named(one))]
    named = {(one.metric, frozenset(one.split)) for one in counts if _named(one)}
    cells = [
        Cell(
            table=one.metric,
            place=place_of(dict(zip(one.split, one.key, strict=True)), pool.period),
            value=int(one.value or 0),
            unit=one.unit,
            shares=_by_owner(one.parts, pool.owners),
            traits=traits(_codes(one)),
            # Only where the very same split is published by service is a sender's part no secret.
            open_sender=(one.metric, frozenset({*one.split, "service"})) in named,
        )
        for one in counts
    ]
    parents = {"period": months_under(pool.period)}
    return tables(cells, parents, [*plan.sums, *plan.links])


def place_of(codes: Mapping[str, str], period: Period) -> tuple[tuple[str, str], ...]:
    """The place of a figure: its codes, and its period as a code."""
    named = {NAMES.get(name, name): code for name, code in codes.items()}
    month = named.pop("month", None)
    return tuple(sorted({**named, "period": str(_clipped(month, period))}.items()))


def _by_owner(parts: Mapping[str, int], owners: Mapping[str, str]) -> dict[str, int]:
    """The parts by sender: who reports several services knows all of their parts."""
    found: dict[str, int] = {}
    for service, part in parts.items():
        owner = owners.get(service, service)
        found[owner] = found.get(owner, 0) + part
    return found


def known_of(reports: Sequence[Report], owners: Mapping[str, str]) -> Known:
    """What senders have published themselves: for each count, the parts by sender; ``owners`` says
    which sender reports a service."""
    found: dict[Key, dict[str, int]] = {}
    for report in reports:
        period = parse_period(report.period)
        for section in report.sections:
            for panel in section.panels:
                for figure in panel.figures:
                    if isinstance(figure.value, int) and figure.status == "exact":
                        codes = dict(figure.dimensions or {})
                        for told in (codes, {**codes, "service": report.service}):
                            key = (figure.metric, place_of(told, period))
                            found.setdefault(key, {})[report.service] = figure.value
    return {key: _by_owner(parts, owners) for key, parts in found.items()}


def _is_count(one: Pooled) -> bool:
    return isinstance(one.value, int) and one.unit != "share" and one.cases is None


def _named(one: Pooled) -> bool:
    return "service" in one.split


def _codes(one: Pooled) -> dict[str, str]:
    pairs: Iterable[tuple[str, str]] = zip(one.split, one.key, strict=True)
    return {NAMES.get(name, name): code for name, code in pairs}


def _clipped(month: str | None, period: Period) -> Period:
    if month is None:
        return period
    whole = parse_period(month)
    return Period(max(whole.start, period.start), min(whole.end, period.end))


def months_under(period: Period) -> Parents:
    """The months of a period as parts of the whole."""
    spans = {str(_clipped(month, period)) for month in period.months()} - {str(period)}
    return {span: str(period) for span in spans}
