"""Totals and categories of an EU report against their parts, within one surface and block.

A row whose period cannot be read, or holds for another period than its total, stands in no sum; a
sum with a part that is not known is not made.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from harmscope.findings import Finding
from harmscope.model.figure import Bounds, Figure, Number
from harmscope.readers.dsa_terms import OTHER, read_category
from harmscope.readers.result import Table, remark

ADDED = ("orders", "notices", "measures")
Key = tuple[object, ...]
LOST = ("RD024", "RD025")
About = tuple[str | None, str | None]
"""Service and period."""

_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Clash:
    """Two numbers for one figure: what stands there, and what its parts add up to."""

    index: int
    code: str
    stated: Number
    parts: Number


def contest(
    figures: list[Figure], tables: Sequence[Table], findings: list[Finding]
) -> list[Figure]:
    """The figures, those that their own parts contradict marked ``contested``.

    Both numbers are kept: the stated one as value, both as bounds. A table of which a row could
    not be read contradicts nothing.
    """
    by_sheet = {(table.sha256, table.name): table for table in tables}
    contested = list(figures)
    damaged = {table.sha256 for table in tables if any(f.rule in LOST for f in table.findings)}
    for clash in _sums(figures):
        figure = figures[clash.index]
        source = figure.source
        table = by_sheet[(source.sha256 or "", source.sheet or "")] if source else None
        if source is None or table is None or table.sha256 in damaged:
            continue
        words = f"{clash.stated:,} stated, parts add up to {clash.parts:,}"
        findings.append(remark(clash.code, table, source.cell or "", words))
        low, high = sorted((clash.stated, clash.parts))
        contested[clash.index] = figure.model_copy(
            update={
                "status": "contested",
                "bounds": Bounds(low=low, high=high),
                "notes": [*(figure.notes or []), f"Contested: {words}."],
            }
        )
    return contested


def parent_of(code: str) -> str | None:
    """The category to which a sub-category belongs, as its code says; None where none is known."""
    head, slash, _ = code.partition("/")
    if slash and head.startswith("STATEMENT_CATEGORY_"):
        return head
    return None if code == OTHER else read_category(code, None).parent


def is_category(code: str) -> bool:
    """Whether a code is a category of its own, with or without sub-categories."""
    return "/" not in code and read_category(code, None).level == "category"


def belongs(figure: Figure) -> Key:
    """What has to be the same in two figures that are parts of one table: service, edition,
    surface and block."""
    scope = figure.scope
    covered = (scope.service, scope.surface) if scope else (None, None)
    return *covered, figure.edition


@dataclass(slots=True)
class _Group:
    """Figures that differ in nothing but category, service and period, as their places in the
    list."""

    totals: list[int] = field(default_factory=list)
    categories: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    below: dict[str | None, list[int]] = field(default_factory=lambda: defaultdict(list))


def _sums(figures: list[Figure]) -> list[Clash]:
    groups: dict[Key, _Group] = defaultdict(_Group)
    for index, figure in enumerate(figures):
        if figure.metric.split(".")[0] not in ADDED or figure.unit == "hours":
            continue
        group = groups[_group(figure)]
        code = (figure.dimensions or {}).get("category", "")
        if not code:
            group.totals.append(index)
        elif is_category(code):
            group.categories[code].append(index)
        else:
            group.below[parent_of(code)].append(index)
    clashes: list[Clash] = []
    for group in groups.values():
        clashes += _of_totals(figures, group)
        for code, rows in group.categories.items():
            parts = group.below.get(code, [])
            clashes += _of_category(figures, rows, parts)
    return clashes


def _of_totals(figures: list[Figure], group: _Group) -> Iterable[Clash]:
    rows = [index for each in group.categories.values() for index in each]
    keywords = [index for each in group.below.values() for index in each]
    for index, about in _comparable(figures, group.totals, [*rows, *keywords]):
        stated = figures[index].value
        filled = {
            code
            for code, each in group.categories.items()
            if any(figures[row].value is not None for row in each)
        }
        loose = [
            row
            for parent, each in group.below.items()
            if parent is not None and parent not in filled
            for row in each
        ]
        orphans = _added(figures, group.below.get(None, []), about)
        parts = _added(figures, [*rows, *loose], about)
        valued = any(figures[part].value is not None for part in (*rows, *keywords))
        if stated is not None and valued and not _near(stated, parts, parts + orphans):
            yield Clash(index, "RD050", stated, parts + orphans)


def _of_category(figures: list[Figure], rows: list[int], parts: list[int]) -> Iterable[Clash]:
    for index, about in _comparable(figures, rows, parts):
        stated = _added(figures, rows, about)
        valued = any(figures[part].value is not None for part in parts)
        found = _added(figures, parts, about)
        alone = figures[index].value or 0
        if valued and not _near(found, stated, alone):
            yield Clash(index, "RD051", alone, found)


def _comparable(
    figures: list[Figure], wholes: list[int], parts: list[int]
) -> Iterable[tuple[int, About]]:
    """Wholes that hold a number, with service and period, where every part is of such a service
    and period and is known: what stands in none may belong to any."""
    covered = {_about(figures[index]) for index in wholes}
    undated = any(period is None for _, period in covered)
    if undated or any(_about(figures[index]) not in covered for index in parts):
        return
    for index in wholes:
        about = _about(figures[index])
        unknown = any(_is_unknown(figures[at]) for at in parts if _about(figures[at]) == about)
        if figures[index].value is not None and not unknown:
            yield index, about


def _about(figure: Figure) -> About:
    return figure.scope.service if figure.scope else None, figure.period


def _is_unknown(figure: Figure) -> bool:
    return figure.value is None and figure.status != "blank"


def _added(figures: list[Figure], indices: Iterable[int], about: About) -> Number:
    return sum(figures[at].value or 0 for at in indices if _about(figures[at]) == about)


def _near(value: Number, *others: Number) -> bool:
    return any(abs(value - other) < _LEAST for other in others)


def _group(figure: Figure) -> Key:
    kept = {
        name: code
        for name, code in (figure.dimensions or {}).items()
        if name not in ("category", "description", "row")
    }
    return figure.metric, belongs(figure)[1:], tuple(sorted(kept.items()))
