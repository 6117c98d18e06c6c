"""How each count of a publication is shown, and what a reader can conclude from that."""

from bisect import bisect_right
from dataclasses import dataclass
from math import inf
from typing import Literal

from harmscope.disclosure.cells import Cell, Place, Tables
from harmscope.disclosure.level import Level

# How a count is shown, and what a reader knows of it from that.

State = Literal["exact", "rounded", "band", "hidden"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One published cell. ``value`` is None where it is hidden or a band; ``low`` and ``high`` are
    what anybody can conclude from it alone."""

    state: State
    value: int | None
    low: float
    high: float


HIDDEN = Shown("hidden", None, 0, inf)


def rounded(value: int, step: int) -> int:
    """``value`` to the nearest multiple of ``step``, halves up."""
    return (value + step // 2) // step * step


def show(cell: Cell, level: Level, *, hide: bool) -> Shown:
    """The cell as ``level`` shows it; ``hide`` withholds it."""
    rules = level.rules(cell.unit, cell.traits)
    if level.mode == "bands" and rules.applies:
        return _band(cell.value, level.bands)
    if hide:
        return HIDDEN
    if level.mode == "round" and rules.applies and cell.value:
        near = rounded(cell.value, level.round)
        low = max(near - level.round // 2, rules.threshold)
        return Shown("rounded", near, low, near + (level.round - 1) // 2)
    return Shown("exact", cell.value, cell.value, cell.value)


def _band(value: int, edges: tuple[int, ...]) -> Shown:
    place = bisect_right(edges, value)
    high = edges[place] - 1 if place < len(edges) else inf
    return Shown("band", None, edges[place - 1], high)


# A publication as an attacker sees it, apart from the solver, which is slow to load.

Key = tuple[str, Place]


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication: its tables, what of each cell was shown, and which cells were withheld."""

    tables: Tables
    shown: tuple[Shown, ...]
    protected: frozenset[int]
