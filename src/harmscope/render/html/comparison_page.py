"""The pages of a comparison and of a difference: one file each, no scripts, no requests."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from harmscope.comparison import Comparison
from harmscope.comparison.axes import AXES
from harmscope.comparison.categories import is_top
from harmscope.comparison.concepts import Concept, concepts, questions
from harmscope.comparison.difference import Change, Difference
from harmscope.comparison.groups import GROUND, Group, main_groups
from harmscope.comparison.side import Side
from harmscope.comparison.verdicts import VERDICTS
from harmscope.render.comparison_text import CONTRADICTIONS
from harmscope.render.difference_text import (
    assumed,
    change_size,
    difference_table,
    side_words,
)
from harmscope.render.figure_text import period_text, side_text
from harmscope.render.html.comparison_cards import Card, cards, rulings, series
from harmscope.render.html.template import data_address, page, parts

# Categories by platform: a table whose shade is the share within a service, hatched where not
# comparable.

SHADES = 5
SMALL = 0.01
Key = tuple[str, str, str | None]
Wholes = dict[Key, float]
ADDABLE = frozenset({"items", "accounts", "notices", "orders", "decisions", "actions"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, its share of the service in words, its shade (0 to 5), hatched or not,
    and its period."""

    text: str
    share: str
    shade: int
    hatched: bool
    why: str = ""
    period: str = ""


Row = tuple[str, list[Cell]]


@dataclass(frozen=True, slots=True)
class Heat:
    """A table of categories by service for one concept; ``below`` holds the sub-categories."""

    id: str
    title: str
    services: list[str]
    rows: list[Row]
    below: list[Row]


def heat_tables(comparison: Comparison) -> list[Heat]:
    """A table for each concept of the catalogue that is split by category, and by nothing else."""
    by_concept: dict[str, list[Group]] = defaultdict(list)
    for group in comparison.groups:
        minor = {name for name, _ in group.splits} - {"ground"}
        if group.category and not minor and group.concept.id in concepts():
            by_concept[group.concept.id].append(group)
    return [_heat(comparison, groups[0].concept, groups) for groups in by_concept.values()]


def _heat(comparison: Comparison, concept: Concept, groups: list[Group]) -> Heat:
    wholes = _wholes(comparison, groups)
    ordered = sorted(groups, key=lambda group: -_largest(group, wholes))
    tops = {group.id for group in groups if _is_top(comparison, group)}
    if not tops:
        tops = {group.id for group in groups}
    rows = {
        group.id: (_label(group), [_cell(group, name, wholes) for name in comparison.services])
        for group in ordered
    }
    return Heat(
        id=f"heat-{concept.id}",
        title=concept.title,
        services=list(comparison.services),
        rows=[row for name, row in rows.items() if name in tops],
        below=[row for name, row in rows.items() if name not in tops],
    )


def _label(group: Group) -> str:
    splits = [f"{name}: {code}" for name, code in group.splits]
    return ", ".join([group.category_label, *splits])


def _is_top(comparison: Comparison, group: Group) -> bool:
    return is_top(_scheme(comparison, group.sides[0]), group.category)


def _wholes(comparison: Comparison, groups: list[Group]) -> Wholes:
    """What a service's categories are a share of, by service, metric and period.

    Its own total where the report has an uncontested one, else the sum of all its top categories,
    whether another service has them or not; for shares, which do not add up, the largest of them.
    """
    wholes: Wholes = defaultdict(float)
    asked = {_key(side) for group in groups for side in group.sides}
    parts: Wholes = defaultdict(float)
    for side in comparison.sides:
        key = _key(side)
        minor = {name for name, _ in side.splits} - GROUND
        if key not in asked or minor:
            continue
        if side.figure.unit not in ADDABLE:
            wholes[key] = max(wholes[key], _value(side))
        elif side.category.code and is_top(_scheme(comparison, side), side.category.code):
            parts[key] += _value(side)
        elif not side.category.code and not side.splits and side.figure.status == "exact":
            wholes[key] = _value(side)
    for key, added in parts.items():
        wholes[key] = wholes[key] or added
    return wholes


def _scheme(comparison: Comparison, side: Side) -> str | None:
    return comparison.lens.system or side.figure.scheme


def _key(side: Side) -> Key:
    return side.service, side.metric, side.figure.period


def _value(side: Side) -> float:
    if side.figure.value is not None:
        return float(side.figure.value)
    return float(side.range.high or 0) if side.range else 0.0


def _largest(group: Group, wholes: Wholes) -> float:
    return max(_part(side, wholes) for side in group.sides)


def _part(side: Side, wholes: Wholes) -> float:
    whole = wholes.get(_key(side))
    return _value(side) / whole if whole else 0.0


def _cell(group: Group, service: str, wholes: Wholes) -> Cell:
    side = next((each for each in group.sides if each.service == service), None)
    if side is None:
        return Cell("absent", "", 0, hatched=True, why="the report has no such figure")
    if not side.has_number:
        period = period_text(side.figure.period)
        return Cell(side_text(side), "", 0, hatched=True, why="no number", period=period)
    pairs = [pair for pair in group.pairs if service in (pair.a.service, pair.b.service)]
    apart = all(pair.verdict == "not_comparable" for pair in pairs)
    part = _part(side, wholes)
    shade = min(SHADES, 1 + int(part * SHADES)) if part else 0
    words = _percent(part) if side.figure.unit in ADDABLE and part else ""
    why = "not comparable with any other" if apart else ""
    period = period_text(side.figure.period)
    return Cell(side_text(side), words, 0 if apart else shade, apart, why, period)


def _percent(part: float) -> str:
    return f"{part:.0%}".replace("%", " %") if part >= SMALL else "under 1 %"


# The page of a comparison.

SAMPLES = 6
STATES = (
    ("number", "number"), ("contested", "contested"), ("suppressed", "withheld"),
    ("not_recorded", "not recorded"), ("not_reported", "not reported"), ("blank", "blank"),
    ("absent", "absent"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clash:
    """Where one report contradicts itself."""

    file: str
    count: int
    samples: list[str]


@dataclass(frozen=True, slots=True)
class Block:
    """Cards under one heading."""

    id: str
    title: str
    note: str
    cards: list[Card]
    folded: bool = False


def comparison_page(comparison: Comparison) -> str:
    """The comparison as one HTML document."""
    return page("compare.html", ("compare.css", "dots.css"), **_compared(comparison))


def comparison_parts(comparison: Comparison) -> dict[str, str]:
    """The comparison in pieces, to stand inside another page."""
    return parts("compare.html", **_compared(comparison))


def _compared(comparison: Comparison) -> dict[str, Any]:
    main = main_groups(comparison.groups)
    trends, more_trends = series(comparison)
    counts = Counter(pair.verdict for group in comparison.groups for pair in group.pairs)
    return {
        "comparison": comparison,
        "services": comparison.services,
        "periods": _periods(comparison),
        "counts": [(key, words, counts[key]) for key, words in VERDICTS.items()],
        "pairs": sum(counts.values()),
        "axes": _axes(comparison),
        "overview": [(g.title, g.id, rulings(g.pairs)) for g in main if is_listed(g)],
        "clashes": _clashes(comparison),
        "blocks": _blocks(comparison, main),
        "more_groups": len(comparison.groups) - len(main),
        "heats": heat_tables(comparison),
        "trends": trends,
        "more_trends": more_trends,
        "states": dict(STATES),
    }


def is_listed(group: Group) -> bool:
    """Whether the group's concept stands in the catalogue."""
    return group.concept.id in concepts()


def _blocks(comparison: Comparison, main: list[Group]) -> list[Block]:
    """The four questions first, then figures that answer none of them."""
    found = []
    for question in questions().values():
        asked = cards(comparison, [g for g in main if g.concept.question == question.id])
        if asked or comparison.options.questions:
            note = f"{question.construct}." if asked else "None of these reports answers it."
            found.append(Block(f"q-{question.id}", question.title, note, asked))
    rest = [g for g in main if g.concept.question is None]
    listed = _by_concept(comparison, [group for group in rest if is_listed(group)])
    others = _by_concept(comparison, [group for group in rest if not is_listed(group)])
    if listed:
        found.append(Block("other", "Other figures", "Notices, orders, automated means.", listed))
    if others:
        note = "Figures that only these reports have."
        found.append(Block("further", "Further figures", note, others, folded=True))
    return found


def _by_concept(comparison: Comparison, groups: list[Group]) -> list[Card]:
    """Cards of groups that answer no common question: each concept has scales of its own."""
    found: list[Card] = []
    for _, members in groupby(groups, key=lambda group: group.concept.id):
        found += cards(comparison, list(members))
    return found


def _periods(comparison: Comparison) -> str:
    spans = sorted({report.period for report in comparison.reports if report.period})
    return ", ".join(period_text(span) for span in spans)


def _axes(comparison: Comparison) -> list[tuple[str, str, dict[str, int]]]:
    """For each axis how many pairs agree, ask for care, are not stated, or fail."""
    states: dict[str, Counter[str]] = {axis.id: Counter() for axis in AXES}
    for group in comparison.groups:
        for pair in group.pairs:
            for axis, outcome in pair.axes.items():
                states[axis][outcome.state] += 1
    return [
        (axis.title, axis.question, dict(states[axis.id]))
        for axis in AXES
        if set(states[axis.id]) - {"not_applicable"}
    ]


def _clashes(comparison: Comparison) -> list[Clash]:
    found = []
    for report in comparison.reports:
        remarks = [each for each in report.remarks if each["rule"] in CONTRADICTIONS]
        if remarks:
            samples = [
                f"{r['file']} {r.get('place', '')}: {r['message']}" for r in remarks[:SAMPLES]
            ]
            name = report.service or report.file
            found.append(Clash(name, len(remarks), samples))
    return found


# The page of a difference between two editions.

HEAD = ["Kind", "Figure", "Period", "Old", "New", "Difference"]
MOST = 500
"""Rows shown on the page; the file that the page carries holds all."""


def difference_page(difference: Difference) -> str:
    """The difference as one HTML document, the weightiest change first."""
    return page("diff.html", ("compare.css", "dots.css"), **_differing(difference))


def difference_parts(difference: Difference) -> dict[str, str]:
    """The difference in pieces, to stand inside another page."""
    return parts("diff.html", **_differing(difference))


def _differing(difference: Difference) -> dict[str, Any]:
    rows = [_row(change) for change in difference.changes]
    kinds = ("changed", "dropped", "added")
    counts = {kind: sum(c.kind == kind for c in difference.changes) for kind in kinds}
    return {
        "difference": difference,
        "counts": counts,
        "head": HEAD,
        "rows": rows[:MOST],
        "more": max(len(rows) - MOST, 0),
        "download": data_address(difference_table(difference)),
        "new_periods": [period_text(period) for period in difference.new_periods],
        "renamed": "; ".join(assumed(difference)),
    }


def _row(change: Change) -> list[str]:
    figure = change.figure
    words = [change.service, change.title, *([change.category] if change.category else [])]
    words += [
        f"{name}: {code}"
        for name, code in (figure.dimensions or {}).items()
        if name not in ("category", "harm")
    ]
    size = change_size(change) if change.kind == "changed" else ""
    return [
        change.kind, ", ".join(words), period_text(figure.period), side_words(change.old),
        side_words(change.new), size,
    ]  # fmt: skip
