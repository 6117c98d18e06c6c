"""Breaks in a report's series: where codes or the taxonomy change their version in the period."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

import ibis

from harmscope.engine import Engine
from harmscope.errors import UserError
from harmscope.metrics.flat_tables import table
from harmscope.model.base import given
from harmscope.model.figure import Figure
from harmscope.model.period import Period, parse_period
from harmscope.model.report import Break, Panel, Section
from harmscope.model.typed import Dataset
from harmscope.taxonomy import load_system
from harmscope.times import day_of

_RESTING: Final = frozenset(
    {"month", "native", "harm", "harm_top", "harm_label", "garm", "dsa_category", "dsa_keyword"}
)
"""Dimensions in which a break shows: time, and what rests on codes."""

Use = tuple[str, date, date]
"""A version, and the first and the last day on which it was used."""


def breaks_of(engine: Engine, period: Period, headers: Sequence[Dataset]) -> list[Break]:
    """Every change of version inside the period, in the order of time.

    Lists of codes change on the day of the first decision or notice that has codes of the later
    version; the taxonomy changes on the first day that a header with the later version covers.
    """
    lists: dict[str, list[Use]] = {}
    for use in _code_uses(engine, period):
        lists.setdefault(use[0].partition("@")[0], []).append(use)
    found = [one for uses in lists.values() for one in _breaks("codes", uses)]
    found += _breaks("taxonomy", _taxonomy_uses(headers, period))
    return sorted(found, key=lambda one: (one.since, one.what, one.versions or []))


def marked(sections: Iterable[Section], breaks: Sequence[Break]) -> list[Section]:
    """The sections; a figure that shows time or codes says which breaks lie in its period."""
    return [
        one.model_copy(update={"panels": [_panel(panel, breaks) for panel in one.panels]})
        for one in sections
    ]


def _panel(panel: Panel, breaks: Sequence[Break]) -> Panel:
    return panel.model_copy(update={"figures": [_figure(one, breaks) for one in panel.figures]})


def _figure(figure: Figure, breaks: Sequence[Break]) -> Figure:
    if not _RESTING & set(figure.dimensions or {}) or figure.period is None:
        return figure
    span = parse_period(figure.period)
    notes = [one.text for one in breaks if span.start <= day_of(one.since) <= span.end]
    if not notes:
        return figure
    return figure.model_copy(update={"notes": [*(figure.notes or ()), *notes]})


def _code_uses(engine: Engine, period: Period) -> list[Use]:
    native, notice, decision = table("native"), table("notice"), table("decision")
    days = notice.select("seq", "day").union(decision.select("seq", "day"))
    days = days.filter(days.day.between(ibis.date(period.start), ibis.date(period.end)))
    used = native.select("seq", "scheme").distinct().inner_join(days, "seq")
    each = used.group_by("scheme").agg(first=used.day.min(), last=used.day.max())
    rows = [(str(row["scheme"]), row["first"], row["last"]) for row in engine.rows(each)]
    return sorted(rows, key=lambda use: (use[1], use[0]))


def _taxonomy_uses(headers: Sequence[Dataset], period: Period) -> list[Use]:
    spans: dict[str, list[tuple[date, date]]] = {}
    for header in headers:
        covers = header.get("period", {})
        start = max(_day(covers.get("start"), period.start), period.start)
        end = min(_day(covers.get("end"), period.end), period.end)
        if start <= end:
            spans.setdefault(header["taxonomy"], []).append((start, end))
    uses = [
        (name, min(first for first, _ in found), max(last for _, last in found))
        for name, found in spans.items()
    ]
    return sorted(uses, key=lambda use: (use[1], use[0]))


def _day(text: str | None, missing: date) -> date:
    return missing if text is None else day_of(text)


def _breaks(what: str, uses: Sequence[Use]) -> list[Break]:
    return [_break(what, before, after) for before, after in pairwise(uses)]


def _break(what: str, before: Use, after: Use) -> Break:
    versions = [before[0], after[0]]
    known = what == "taxonomy" or all(_shipped(name) for name in versions)
    old, new = versions if known else ("an own list", "another version of it")
    since, until = after[1].isoformat(), before[2].isoformat()
    beside = f", beside {old} until {until}" if until >= since else f" in place of {old}"
    return given(
        Break,
        what=what,
        versions=versions if known else None,
        since=since,
        until=until,
        text=(
            f"Break: from {since} on {new} is used{beside}. "
            "Figures before and after are not of one kind."
        ),
    )


def _shipped(name: str) -> bool:
    """Whether a list comes with harmscope; no report repeats the name of another."""
    try:
        load_system(name)
    except UserError:
        return False
    return True
