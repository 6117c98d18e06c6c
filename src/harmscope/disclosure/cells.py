"""Counts that are published together, and the sums that tie them to each other."""

from collections.abc import Iterable, Mapping
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
