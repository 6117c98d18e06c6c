"""Disclosure levels, and how each shows a count."""

import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import inf
from pathlib import Path
from typing import Literal

from harmscope.disclosure.cells import Cell, Place, Tables
from harmscope.errors import UserError, offer

# Named disclosure levels, as data in ``levels/*.toml``.

Mode = Literal["exact", "round", "bands"]
Zeros = Literal["shown", "hidden"]

_FOLDER = Path(__file__).parent / "levels"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for one count. ``threshold`` 10 hides 1 to 9; 0 hides nothing."""

    threshold: int
    zeros: Zeros
    applies: bool


@dataclass(frozen=True, slots=True)
class Stricter:
    """Rules for a trait; ``all_units`` extends them to units that are otherwise left alone."""

    trait: str
    threshold: int
    zeros: Zeros
    all_units: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """One named level.

    ``protects`` are the units that stand for people. ``round`` is the step of rounding,
    ``contributors`` the fewest senders behind a count, ``dominance_percent`` the p of the p-percent
    rule, ``protection`` how far (in units) a hidden count must stay uncertain either way. With
    ``residual`` a count is also hidden where one sender could take its own part off and be left
    with a small count of the others. ``judged_by`` names the level by which the attackers measure a
    level that protects nothing itself.
    """

    id: str
    version: str
    title: str
    mode: Mode
    note: str
    protects: frozenset[str]
    threshold: int = 0
    round: int = 1
    zeros: Zeros = "shown"
    contributors: int = 1
    dominance_percent: int = 0
    residual: bool = False
    protection: int = 0
    bands: tuple[int, ...] = ()
    stricter: tuple[Stricter, ...] = ()
    judged_by: str | None = None

    def rules(self, unit: str, traits: frozenset[str]) -> Rules:
        """The rules for a count of this unit with these traits: the strictest that fit."""
        applies = unit in self.protects
        threshold, zeros = (self.threshold, self.zeros) if applies else (0, "shown")
        for rule in self.stricter:
            if rule.trait in traits and (applies or rule.all_units):
                threshold, zeros, applies = max(threshold, rule.threshold), rule.zeros, True
        return Rules(threshold, zeros, applies)


@cache
def levels() -> tuple[str, ...]:
    """Ids of the shipped levels."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml") if path.stem != "traits"))


@cache
def level(name: str) -> Level:
    """The shipped level ``name``. Raises UserError where there is none of that name."""
    if name not in levels():
        raise UserError("--disclosure", "there is no such level", offer(name, levels()))
    data = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    data["protects"] = frozenset(data["protects"])
    data["bands"] = tuple(data.get("bands", ()))
    data["stricter"] = tuple(Stricter(**rule) for rule in data.get("stricter", ()))
    data["note"] = " ".join(data["note"].split())
    return Level(**data)


@cache
def _traits() -> tuple[tuple[str, Mapping[str, tuple[str, ...]]], ...]:
    data = tomllib.loads((_FOLDER / "traits.toml").read_text(encoding="utf-8"))
    return tuple(
        (trait["id"], {name: tuple(codes) for name, codes in trait["where"].items()})
        for trait in data["trait"]
    )


def trait_ids() -> tuple[str, ...]:
    """Ids of the traits that there are."""
    return tuple(name for name, _ in _traits())


def traits(place: Mapping[str, str]) -> frozenset[str]:
    """The traits of a count by the codes of its place; a code also means its children."""
    return frozenset(
        name
        for name, where in _traits()
        if any(_under(place.get(dimension), codes) for dimension, codes in where.items())
    )


def _under(code: str | None, codes: tuple[str, ...]) -> bool:
    return code is not None and any(code == c or code.startswith(f"{c}.") for c in codes)


# How each count of a publication is shown, and what a reader can conclude from that.

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


def limits_of(near: int, step: int, threshold: int) -> tuple[int, int]:
    """The smallest and the largest count that is shown as ``near``."""
    return max(near - step // 2, threshold), near + (step - 1) // 2


def show(cell: Cell, level: Level, *, hide: bool) -> Shown:
    """The cell as ``level`` shows it; ``hide`` withholds it."""
    rules = level.rules(cell.unit, cell.traits)
    if level.mode == "bands" and rules.applies:
        return _band(cell.value, level.bands)
    if hide:
        return HIDDEN
    if level.mode == "round" and rules.applies and cell.value:
        near = rounded(cell.value, level.round)
        return Shown("rounded", near, *limits_of(near, level.round, rules.threshold))
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
