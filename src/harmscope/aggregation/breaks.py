"""Breaks in a report's series: where codes, the taxonomy or a safeguard change their version in the
period."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
from harmscope.model.typed import Dataset, Exposure
from harmscope.taxonomy import load_system
from harmscope.times import day_of

_RESTING: Final = frozenset(
    {"month", "native", "harm", "harm_top", "harm_label", "garm", "dsa_category", "dsa_keyword"}
)
"""Dimensions in which a break shows: time, and what rests on codes."""

Use = tuple[str, date, date]
"""A version, and the first and the last day on which it was used."""


def breaks_of(
    engine: Engine,
    period: Period,
    headers: Sequence[Dataset],
    exposures: Sequence[Exposure] = (),
) -> list[Break]:
    """Every change of version inside the period, in the order of time.

    Lists of codes change on the day of the first decision or notice that has codes of the later
    version; the taxonomy changes on the first day that a header with the later version covers; a
    safeguard on the first day of a case or of an exposure with the later version.
    """
    found = [one for uses in _by_name(_code_uses(engine, period)) for one in _breaks("codes", uses)]
    found += _breaks("taxonomy", _taxonomy_uses(headers, period))
    safeguards = _by_name(_safeguard_uses(engine, period, exposures))
    found += [one for uses in safeguards for one in _breaks("safeguard", uses)]
    return sorted(found, key=lambda one: (one.since, one.what, one.versions or []))


def _by_name(uses: Iterable[Use]) -> list[list[Use]]:
    """The uses of each list or safeguard, whatever its version."""
    found: dict[str, list[Use]] = {}
    for use in uses:
        found.setdefault(use[0].partition("@")[0], []).append(use)
    return list(found.values())


def marked(sections: Iterable[Section], breaks: Sequence[Break]) -> list[Section]:
    """The sections; a figure that shows time or codes says which breaks lie in its period, and one
    about a generative feature which breaks of a safeguard do."""
    return [
        one.model_copy(update={"panels": [_panel(panel, breaks) for panel in one.panels]})
        for one in sections
    ]


def _panel(panel: Panel, breaks: Sequence[Break]) -> Panel:
    return panel.model_copy(update={"figures": [_figure(one, breaks) for one in panel.figures]})


def _figure(figure: Figure, breaks: Sequence[Break]) -> Figure:
    if figure.period is None:
        return figure
    span = parse_period(figure.period)
    notes = [one.text for one in breaks if _lies_in(one, figure, span)]
    if not notes:
        return figure
    return figure.model_copy(update={"notes": [*(figure.notes or ()), *notes]})


def _lies_in(one: Break, figure: Figure, span: Period) -> bool:
    """Whether a figure is about days before a break and days from it on."""
    since = day_of(one.since)
    if one.what == "safeguard":
        return figure.metric.startswith(_MADE) and span.start < since <= span.end
    resting = bool(_RESTING & set(figure.dimensions or {}))
    return resting and span.start <= since <= span.end


_MADE: Final = "generation."
"""How the ids of metrics of generative features begin."""


def _safeguard_uses(engine: Engine, period: Period, exposures: Sequence[Exposure]) -> list[Use]:
    """The uses of safeguards, by cases and by exposures that lie in the period."""
    incident = table("incident")
    days = incident.day.between(ibis.date(period.start), ibis.date(period.end))
    used = incident.filter(days & incident.safeguard.notnull())
    each = used.group_by("safeguard").agg(first=used.day.min(), last=used.day.max())
    rows = engine.rows(each)
    uses: dict[str, list[tuple[date, date]]] = {}
    for row in rows:
        uses.setdefault(str(row["safeguard"]), []).append((row["first"], row["last"]))
    for one in exposures:
        start, end = day_of(one["period"]["start"]), day_of(one["period"]["end"])
        if "safeguard" in one and period.start <= start and end <= period.end:
            uses.setdefault(one["safeguard"], []).append((start, end))
    return _spanned(uses)


def _code_uses(engine: Engine, period: Period) -> list[Use]:
    """The uses of codes; none where no list has a second version, since then nothing breaks."""
    native, notice, decision = table("native"), table("notice"), table("decision")
    schemes = engine.rows(native.select("scheme").distinct())
    lists = Counter(str(row["scheme"]).partition("@")[0] for row in schemes)
    if all(versions == 1 for versions in lists.values()):
        return []
    days = notice.select("seq", "day").union(decision.select("seq", "day"))
    days = days.filter(days.day.between(ibis.date(period.start), ibis.date(period.end)))
    used = native.select("seq", "scheme").inner_join(days, "seq")
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
    return _spanned(spans)


def _spanned(spans: Mapping[str, list[tuple[date, date]]]) -> list[Use]:
    """Each version from its first to its last day, in the order of time."""
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
    known = what != "codes" or all(_shipped(name) for name in versions)
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
