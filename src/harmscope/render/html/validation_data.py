"""What accepted records are like, ready for the page of a validation."""

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from harmscope.render.html.charts.bars import bars
from harmscope.render.html.charts.days import columns, spans
from harmscope.render.html.numbers import day, grouped, percent
from harmscope.render.html.rows import ChartRow
from harmscope.render.profile_view import Completeness, Gap, completeness, gaps
from harmscope.validation.profile_ import KindProfile, Profile
from harmscope.validation.spans import DELAYS

TITLES = {
    "dataset": "Headers",
    "incident": "Incidents",
    "notice": "Notices",
    "exposure": "Exposures",
    "measure": "Measures of authorities",
    "dsa-sor": "Statements of reasons",
}
GAPS = 8
"""Gaps that are named, the longest first."""

Table = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with what it says and the table behind it; ``wide`` ones take the whole width."""

    id: str
    title: str
    note: str
    drawn: Markup
    head: tuple[str, ...]
    rows: Table
    wide: bool = False


@dataclass(frozen=True, slots=True)
class KindView:
    """One kind of record."""

    kind: str
    title: str
    records: int
    members: Completeness
    charts: list[Chart]


def kind_views(profile: Profile) -> list[KindView]:
    """Every kind with accepted records, the most frequent first; headers are left out."""
    found = [(kind, one) for kind, one in profile.kinds.items() if kind != "dataset"]
    return [
        KindView(
            kind,
            TITLES.get(kind, kind.capitalize()),
            one.records,
            members := completeness(kind, one),
            [*_members(kind, members), *_delays(kind, one), *_days(kind, one)],
        )
        for kind, one in sorted(found, key=lambda pair: (-pair[1].records, pair[0]))
    ]


def _members(kind: str, members: Completeness) -> list[Chart]:
    if not members.part:
        return []
    part = sorted(members.part, key=lambda each: (-each[1] / each[2], each[0]))
    rows = [ChartRow(path, given / of, percent(given / of)) for path, given, of in part]
    table: Table = [(path, grouped(given), grouped(of)) for path, given, of in part]
    note = "Members inside a list are counted among the items of the list."
    head = ("Member", "Given", "Of")
    return [
        Chart(f"{kind}-members", "Given in part", note, bars(rows, largest=1), head, table, True)
    ]


def _delays(kind: str, profile: KindProfile) -> list[Chart]:
    charts = []
    for number, (title, counts) in enumerate(profile.delays.items(), 1):
        classes = _between(counts)
        rows = [
            ChartRow(name, counts[key], grouped(counts[key]), residual=key == "before")
            for key, name in classes
        ]
        table: Table = [(row.label, row.shown) for row in rows]
        note = f"{grouped(counts.total())} of {grouped(profile.records)} records give both moments."
        head = ("Delay", "Records")
        charts.append(Chart(f"{kind}-delay-{number}", title, note, bars(rows), head, table))
    return charts


def _between(counts: Counter[str]) -> list[tuple[str, str]]:
    """The classes from the first to the last that has records."""
    used = [place for place, (key, _) in enumerate(DELAYS) if counts[key]]
    return list(DELAYS[used[0] : used[-1] + 1]) if used else []


def _days(kind: str, profile: KindProfile) -> list[Chart]:
    if not profile.days:
        return []
    made = spans(profile.days)
    table: Table = [(span.named, grouped(span.records), grouped(span.empty)) for span in made]
    head = ("Days", "Records", "Days without a record")
    note = _said(gaps(profile.days))
    if made[0].days > 1:
        note = f"Each column holds {made[0].days} days. {note}"
    left = profile.undated + profile.outside
    if left:
        note = f"{note} {_many(left, 'record')} without a usable day {_are(left)} not drawn."
    return [Chart(f"{kind}-days", "Records by day", note, columns(profile.days), head, table, True)]


def _said(found: list[Gap]) -> str:
    if not found:
        return "There is no day without a record in between."
    longest = sorted(found, key=lambda gap: (-gap.days, gap.first))[:GAPS]
    named = ", ".join(
        day(gap.first) if gap.days == 1 else f"{day(gap.first)} to {day(gap.last)}"
        for gap in sorted(longest, key=lambda gap: gap.first)
    )
    total = sum(gap.days for gap in found)
    head = f"{_many(total, 'day')} in between {_have(total)} no record"
    if len(found) > GAPS:
        return f"{head}, in {grouped(len(found))} gaps; the longest: {named}."
    return f"{head}: {named}."


def _many(count: int, noun: str) -> str:
    return f"{grouped(count)} {noun}" if count == 1 else f"{grouped(count)} {noun}s"


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
