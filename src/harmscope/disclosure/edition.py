"""A publication as an attacker sees it, apart from the solver, which is slow to load."""

from dataclasses import dataclass

from harmscope.disclosure.cells import Place, Tables
from harmscope.disclosure.showing import Shown

Key = tuple[str, Place]


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication: its tables, what of each cell was shown, and which cells were withheld."""

    tables: Tables
    shown: tuple[Shown, ...]
    protected: frozenset[int]
