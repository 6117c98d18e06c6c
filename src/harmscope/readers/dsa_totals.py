"""Finds where an EU report contradicts itself, and marks those figures as contested."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from harmscope.findings import Finding
from harmscope.model.figure import Bounds, Figure, Number
from harmscope.readers.dsa_codes import read_category
from harmscope.readers.remarks import remark
from harmscope.readers.tables import Table

ADDED = ("orders", "notices", "measures")
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two numbers for one figure: what stands there, and what its parts add up to."""

    index: int
    code: str
    stated: Number
    parts: Number


def contest(
    figures: list[Figure], tables: Iterable[Table], findings: list[Finding]
) -> list[Figure]:
    """The figures, those that their own parts contradict marked ``contested``.

    Both numbers are kept: the stated one as value, both as bounds.
    """
    by_sheet = {(table.sha256, table.name): table for table in tables}
    contested = list(figures)
    for clash in _sums(figures):
        figure = figures[clash.index]
        source = figure.source
        table = by_sheet[(source.sha256 or "", source.sheet or "")] if source else None
        if source is None or table is None:
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


def _sums(figures: list[Figure]) -> list[Clash]:
    totals: dict[Key, int] = {}
    categories: dict[Key, dict[str, int]] = defaultdict(dict)
    keywords: dict[Key, list[tuple[str | None, Number]]] = defaultdict(list)
    for index, figure in enumerate(figures):
        if figure.metric.split(".")[0] not in ADDED or not isinstance(figure.value, int):
            continue
        if figure.unit == "hours":
            continue
        group = _group(figure)
        code = (figure.dimensions or {}).get("category", "")
        if not code:
            totals[group] = index
        elif code.startswith("STATEMENT_CATEGORY_") and "/" not in code:
            categories[group][code] = index
        else:
            keywords[group].append((_parent(code), figure.value))
    clashes = []
    for group, index in totals.items():
        parts = _parts(figures, categories[group], keywords[group])
        stated = figures[index].value
        if parts is not None and stated is not None and parts != stated:
            clashes.append(Clash(index, "RD050", stated, parts))
    for group, named in categories.items():
        clashes += _category_clashes(figures, named, keywords[group])
    return clashes


def _parts(
    figures: list[Figure], categories: dict[str, int], keywords: list[tuple[str | None, Number]]
) -> Number | None:
    """What the parts of a total add up to: categories, and keywords whose category has no row."""
    if not categories and not keywords:
        return None
    rows = sum(figures[index].value or 0 for index in categories.values())
    return rows + sum(value for parent, value in keywords if parent not in categories)


def _category_clashes(
    figures: list[Figure], categories: dict[str, int], keywords: list[tuple[str | None, Number]]
) -> list[Clash]:
    clashes = []
    for code, index in categories.items():
        parts = [value for parent, value in keywords if parent == code]
        stated = figures[index].value
        if parts and stated is not None and sum(parts) != stated:
            clashes.append(Clash(index, "RD051", stated, sum(parts)))
    return clashes


def _parent(code: str) -> str | None:
    if "/" in code:
        return code.split("/", maxsplit=1)[0]
    return read_category(code, None).parent


def _group(figure: Figure) -> Key:
    kept = {
        name: code
        for name, code in (figure.dimensions or {}).items()
        if name not in ("category", "description", "row")
    }
    surface = figure.scope.surface if figure.scope else None
    return figure.metric, surface, figure.period, tuple(sorted(kept.items()))
