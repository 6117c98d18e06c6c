"""The page of a validation: one file, no scripts, no requests, small at any number of findings."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from harmscope.errors import many
from harmscope.findings import SEVERITIES, Finding, Severity
from harmscope.render.figure_text import day
from harmscope.render.html.charts.bars import bars
from harmscope.render.html.charts.histograms import NOUNS, columns, counted, lines, spans, strip
from harmscope.render.html.charts.svg import ChartRow
from harmscope.render.html.template import page
from harmscope.render.table import grouped, percent
from harmscope.render.verdict_text import Completeness, Gap, completeness, gaps
from harmscope.rules import CATALOGUE
from harmscope.validation import FileCount, Verdict
from harmscope.validation.delays import DELAYS
from harmscope.validation.statistics import KindProfile, Profile
from harmscope.validation.verdict import Positions, Strip

# What accepted records are like, ready for the page of a validation.

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
        note = f"{grouped(counts.total())} of {grouped(profile.records)} records have both times."
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
    note = _gaps_text(gaps(profile.days))
    if made[0].days > 1:
        note = f"Each column holds {made[0].days} days. {note}"
    left = profile.undated + profile.outside
    if left:
        note = f"{note} {many(left, 'record')} without a usable day {_are(left)} not drawn."
    return [Chart(f"{kind}-days", "Records by day", note, columns(profile.days), head, table, True)]


def _gaps_text(found: list[Gap]) -> str:
    if not found:
        return "No day between them is without a record."
    longest = sorted(found, key=lambda gap: (-gap.days, gap.first))[:GAPS]
    named = ", ".join(
        day(gap.first) if gap.days == 1 else f"{day(gap.first)} to {day(gap.last)}"
        for gap in sorted(longest, key=lambda gap: gap.first)
    )
    total = sum(gap.days for gap in found)
    head = f"{many(total, 'day')} in between {_have(total)} no record"
    if len(found) > GAPS:
        return f"{head}, in {grouped(len(found))} gaps; the longest: {named}."
    return f"{head}: {named}."


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


# Rules with findings as the page of a validation shows them: severe and frequent ones first.

SAMPLES = 12
"""Places shown of a rule."""

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule with its exact count and its first places: file, line, pointer, detail."""

    code: str
    slug: str
    severity: Severity
    noun: str
    count: int
    what: str
    why: str
    fix: str
    source: str
    places: list[tuple[str, int | None, str, str]]

    @property
    def lined(self) -> bool:
        """Whether a place has a line."""
        return any(line is not None for _, line, _, _ in self.places)

    @property
    def pointed(self) -> bool:
        """Whether a place names a member."""
        return any(pointer for _, _, pointer, _ in self.places)

    @property
    def detailed(self) -> bool:
        """Whether a place has a detail."""
        return any(detail for _, _, _, detail in self.places)


def rule_rows(outcome: Verdict) -> list[RuleRow]:
    """All rules with findings."""
    tally = outcome.tally
    rows = [_row(outcome, code) for code in tally.counts]
    return sorted(rows, key=lambda row: (SEVERITIES.index(row.severity), -row.count, row.code))


def _row(outcome: Verdict, code: str) -> RuleRow:
    rule, tally = CATALOGUE[code], outcome.tally
    severity = tally.severities[code]
    return RuleRow(
        code=code,
        slug=rule.slug,
        severity=severity,
        noun=NOUNS[severity][0],
        count=tally.counts[code],
        what=rule.what,
        why=rule.why,
        fix=f"{rule.fix[0].upper()}{rule.fix[1:]}",
        source=rule.source,
        places=[_place(finding) for finding in list(tally.samples(code))[:SAMPLES]],
    )


def _place(finding: Finding) -> tuple[str, int | None, str, str]:
    what, detail = CATALOGUE[finding.rule].what, finding.message
    if detail.casefold().startswith(what.casefold()):
        detail = detail[len(what) :].strip()
    if detail.startswith("(") and detail.endswith(")"):
        detail = detail[1:-1]
    return _short(finding.file), finding.line, _short(finding.pointer), _short(detail)


def _short(text: str) -> str:
    """``text``, cut in the middle where it is so long that a page of them would be heavy."""
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]}…{text[-half:]}"


# The page itself.

STRIPS = 8
"""Files whose findings are drawn by place, those with most findings first."""

FILES = 200
"""Files listed; the rest are counted together."""


@dataclass(frozen=True, slots=True)
class StripView:
    """Findings of one file by place."""

    id: str
    name: str
    total: int
    placeless: int
    rows: int
    drawn: Markup
    table: list[tuple[str, str]]


def validation_page(outcome: Verdict, positions: Positions, profile: Profile, clock: date) -> str:
    """The outcome as one HTML document. ``positions`` has seen every finding of the run."""
    strips = _strips(outcome, positions)
    files = sorted(outcome.files, key=lambda file: (-file.rejected, file.name))
    tally = outcome.tally
    return page(
        "validation.html",
        ("validation.css",),
        clock=day(clock),
        outcome=outcome,
        verdict=_verdict(outcome),
        totals=[(name, nouns[1], tally.total(name)) for name, nouns in NOUNS.items()],
        rules=rule_rows(outcome),
        strips=strips,
        drawn=any(one.drawn for one in strips),
        placeless=[one for one in strips if not one.drawn],
        unseen=max(len(positions.strips) - len(strips), 0),
        others=positions.others,
        kinds=kind_views(profile),
        files=files[:FILES],
        rest=_sum(files[FILES:]),
        waived=[(CATALOGUE[code], count) for code, count in sorted(tally.waived.items())],
        not_run=[(CATALOGUE[code], why) for code, why in sorted(outcome.not_run.items())],
    )


def _verdict(outcome: Verdict) -> str:
    if outcome.fails():
        return "Not valid"
    return "Valid, with warnings" if outcome.tally.total("warning") else "Valid"


def _strips(outcome: Verdict, positions: Positions) -> list[StripView]:
    rows = {file.name: file.seen for file in outcome.files}
    found = [(_total(one), name, one) for name, one in positions.strips.items()]
    chosen = sorted(found, key=lambda each: (-each[0], each[1]))[:STRIPS]
    return [
        _strip_view(number, name, one, rows.get(name, 0))
        for number, (_, name, one) in enumerate(chosen, 1)
    ]


def _strip_view(number: int, name: str, found: Strip, rows: int) -> StripView:
    stretches = found.within(rows)
    extent = max(rows, found.last)
    return StripView(
        id=f"strip-{number}",
        name=name,
        total=_total(found),
        placeless=found.placeless,
        rows=extent,
        drawn=strip(stretches, found.width, extent) if found.last else Markup(""),
        table=[
            (lines(place, found.width, extent).capitalize(), counted(stretch))
            for place, stretch in enumerate(stretches)
            if any(stretch.values())
        ],
    )


def _total(found: Strip) -> int:
    return found.placeless + sum(sum(counts) for counts in found.counts.values())


def _sum(files: list[FileCount]) -> FileCount | None:
    if not files:
        return None
    rest = FileCount(many(len(files), "more file"))
    for file in files:
        rest.accepted += file.accepted
        rest.rejected += file.rejected
        rest.skipped += file.skipped
    return rest
