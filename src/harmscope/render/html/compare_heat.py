"""Categories by platform: a table whose shade is the share within a service, hatched where not
comparable."""

from collections import defaultdict
from dataclasses import dataclass

from harmscope.comparison import Comparison
from harmscope.comparison.categories import is_top
from harmscope.comparison.concepts import Concept, concepts
from harmscope.comparison.groups import Group
from harmscope.comparison.side import Side
from harmscope.render.amounts import side_text

SHADES = 5
SMALL = 0.01
Key = tuple[str, str, str | None]
Wholes = dict[Key, float]
ADDABLE = frozenset({"items", "accounts", "notices", "orders", "decisions", "actions"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, its share of the service in words, its shade (0 to 5), hatched or not."""

    text: str
    share: str
    shade: int
    hatched: bool
    why: str = ""


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
    scheme = comparison.lens.system or group.sides[0].figure.scheme
    return is_top(scheme, group.category)


def _wholes(comparison: Comparison, groups: list[Group]) -> Wholes:
    """What a service's categories are a share of, by service, metric and period.

    Its own total where the report has an uncontested one, else the sum of its top categories; for
    shares, which do not add up, the largest of them.
    """
    wholes: Wholes = defaultdict(float)
    for group in groups:
        for side in group.sides:
            key = _key(side)
            if side.figure.unit not in ADDABLE:
                wholes[key] = max(wholes[key], _value(side))
            elif _is_top(comparison, group):
                wholes[key] += _value(side)
    for side in comparison.sides:
        key = _key(side)
        whole = not side.category.code and not side.splits and side.figure.status == "exact"
        if whole and key in wholes and side.figure.unit in ADDABLE and _value(side):
            wholes[key] = _value(side)
    return wholes


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
        return Cell(side_text(side), "", 0, hatched=True, why="no number")
    pairs = [pair for pair in group.pairs if service in (pair.a.service, pair.b.service)]
    apart = all(pair.verdict == "not_comparable" for pair in pairs)
    part = _part(side, wholes)
    shade = min(SHADES, 1 + int(part * SHADES)) if part else 0
    words = _percent(part) if side.figure.unit in ADDABLE and part else ""
    why = "comparable with none" if apart else ""
    return Cell(side_text(side), words, 0 if apart else shade, hatched=apart, why=why)


def _percent(part: float) -> str:
    return f"{part:.0%}".replace("%", " %") if part >= SMALL else "under 1 %"
