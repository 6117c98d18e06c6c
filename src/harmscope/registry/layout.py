"""Where the figures of a pool stand in the tables of a publication, and what is public already."""

from collections.abc import Mapping, Sequence

from harmscope.disclosure.apply import Layout
from harmscope.disclosure.attackers import Known
from harmscope.disclosure.cells import Parents, Place
from harmscope.disclosure.presentation import Key
from harmscope.model.figure import Figure
from harmscope.model.period import Period, parse_period
from harmscope.model.report import Report
from harmscope.registry.contributions import Plan
from harmscope.registry.pool import Pool, clipped

NAMES = {"harm_top": "harm"}
"""Dimensions that are published under another name than they are counted."""


def layout_of(pool: Pool, plan: Plan) -> Layout:
    """How the figures of a pool hang together.

    The period is a dimension, and a month lies under the whole period, so that editions about
    other periods link up with this one.
    """
    shares, apart = {}, set()
    for one in pool.figures:
        backing = pool.backing_of(one)
        shares[one.metric, place_of(one)] = _by_owner(backing.parts, pool.owners)
        if backing.apart:
            apart.add((one.metric, place_of(one)))
    parents = {"period": months_under(pool.period)}
    return Layout(place_of, parents, [*plan.sums, *plan.links], shares, frozenset(apart))


def place_of(figure: Figure) -> Place:
    """The place of a pooled figure: its codes, and its period as a code."""
    return _place(figure.dimensions or {}, figure.period or "")


def _place(codes: Mapping[str, str], period: str) -> Place:
    named = {NAMES.get(name, name): code for name, code in codes.items() if name != "month"}
    return tuple(sorted({**named, "period": period}.items()))


def months_under(period: Period) -> Parents:
    """The months of a period as parts of the whole."""
    spans = {str(clipped(month, period)) for month in period.months()} - {str(period)}
    return {span: str(period) for span in spans}


def known_of(reports: Sequence[Report], owners: Mapping[str, str]) -> Known:
    """What senders have published themselves: for each count, the parts by sender; ``owners`` says
    which sender reports a service."""
    found: dict[Key, dict[str, int]] = {}
    for report in reports:
        period = parse_period(report.period)
        for figure in report.figures():
            if isinstance(figure.value, int) and figure.status == "exact":
                codes = figure.dimensions or {}
                span = str(clipped(codes.get("month"), period))
                for told in (codes, {**codes, "service": report.service}):
                    place = _place(told, span)
                    found.setdefault((figure.metric, place), {})[report.service] = figure.value
    return {key: _by_owner(parts, owners) for key, parts in found.items()}


def _by_owner(parts: Mapping[str, int], owners: Mapping[str, str]) -> dict[str, int]:
    """The parts by sender: who reports several services knows all of their parts."""
    found: dict[str, int] = {}
    for service, part in parts.items():
        owner = owners.get(service, service)
        found[owner] = found.get(owner, 0) + part
    return found
