"""Counts that are published together, and the sums that tie them to each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Place = tuple[tuple[str, str], ...]
"""Where a count stands: (dimension, code) pairs, sorted. A dimension left out means its total."""

Sense = Literal["equal", "at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One count. ``table`` names what is counted, ``place`` for whom.

    ``shares`` are the contributions by sender, empty where they are not known. ``traits`` are
    groups that need more care. ``open_sender`` says that the publication itself splits this count
    by sender, so that a sender's part is no secret.
    """

    table: str
    place: Place
    value: int
    unit: str
    shares: Mapping[str, int] = field(default_factory=dict)
    traits: frozenset[str] = frozenset()
    open_sender: bool = False

    @property
    def key(self) -> tuple[str, Place]:
        """What makes the cell the same cell in another edition."""
        return self.table, self.place


@dataclass(frozen=True, slots=True)
class Relation:
    """The cell ``total`` equals, is at least or is at most the sum of ``parts`` (cell numbers)."""

    total: int
    parts: tuple[int, ...]
    sense: Sense = "equal"

    @property
    def members(self) -> tuple[int, ...]:
        """All cells of the relation."""
        return (self.total, *self.parts)


@dataclass(frozen=True, slots=True)
class Tables:
    """All counts of one publication and every relation between them: linked tables in one piece."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]

    def touching(self) -> list[list[int]]:
        """For each cell the numbers of the relations that it stands in."""
        found: list[list[int]] = [[] for _ in self.cells]
        for number, relation in enumerate(self.relations):
            for member in relation.members:
                found[member].append(number)
        return found

    def where(self, keep: Iterable[int]) -> "Tables":
        """Only these cells, with the relations that lie wholly among them."""
        order = sorted(set(keep))
        number = {old: new for new, old in enumerate(order)}
        relations = [
            Relation(number[r.total], tuple(number[p] for p in r.parts), r.sense)
            for r in self.relations
            if all(member in number for member in r.members)
        ]
        return Tables(tuple(self.cells[i] for i in order), tuple(relations))


# From counts to tables: which sums hold between totals, margins, hierarchies and periods.

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
