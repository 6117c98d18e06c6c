"""From counts to tables: which sums hold between totals, margins, hierarchies and periods."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from harmscope.disclosure.cells import Cell, Place, Relation, Tables

Parents = Mapping[str, str | None]
"""Code → parent code within one dimension; None or absent: a first-level code."""


def tables(
    cells: Iterable[Cell],
    hierarchies: Mapping[str, Parents] | None = None,
    sums: Iterable[tuple[str, Sequence[str]]] = (),
) -> Tables:
    """Tie ``cells`` together.

    A cell is the total, over each dimension it leaves out, of the first-level codes of that
    dimension, and each parent code is the total of its children. ``sums`` ties tables: the first
    is made up of the others, place by place (all = automated + manual). A sum that does not hold
    exactly becomes an inequality: an attacker may know that much and no more.
    """
    listed = tuple(cells)
    number = {cell.key: i for i, cell in enumerate(listed)}
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for i, cell in enumerate(listed):
        for dimension, code in cell.place:
            above = _above(cell.place, dimension, code, hierarchies or {})
            total = number.get((cell.table, above))
            if total is not None:
                groups[total, dimension].append(i)
    found = [relation for key in sorted(groups) for relation in _tied(listed, key[0], groups[key])]
    for whole, parts in sums:
        found += _across(listed, number, whole, parts)
    return Tables(listed, tuple(found))


def _above(place: Place, dimension: str, code: str, hierarchies: Mapping[str, Parents]) -> Place:
    parent = hierarchies.get(dimension, {}).get(code)
    rest = [pair for pair in place if pair[0] != dimension]
    return tuple(sorted([*rest, (dimension, parent)] if parent is not None else rest))


def _tied(cells: Sequence[Cell], total: int, parts: Sequence[int]) -> list[Relation]:
    whole, summed = cells[total].value, sum(cells[p].value for p in parts)
    if whole == summed:
        return [Relation(total, tuple(parts))]
    if whole > summed:
        return [Relation(total, tuple(parts), "at_least")]
    # Parts overlap (one decision, two measures): the total covers each part alone.
    each = [Relation(total, (part,), "at_least") for part in parts if cells[part].value <= whole]
    return [Relation(total, tuple(parts), "at_most"), *each]


def _across(
    cells: Sequence[Cell],
    number: Mapping[tuple[str, Place], int],
    whole: str,
    parts: Sequence[str],
) -> list[Relation]:
    found = []
    for i, cell in enumerate(cells):
        if cell.table == whole:
            keys = [(part, cell.place) for part in parts]
            members = [number[key] for key in keys if key in number]
            if len(members) == len(parts):
                found += _tied(cells, i, members)
    return found
