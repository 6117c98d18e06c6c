"""Disclosure control: from exact tables to what may be published, or to a refusal."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from harmscope.disclosure.attackers import Attack, Groups, Known, attacks
from harmscope.disclosure.cells import Parents, Place, Tables
from harmscope.disclosure.level import Edition, Key, Level, Shown, show
from harmscope.disclosure.level import level as named
from harmscope.disclosure.suppression import Reason, pairs, partners, sensitive

if TYPE_CHECKING:
    from harmscope.disclosure.attacker import Points

_TURNS = 60


@dataclass(frozen=True, slots=True)
class Protected:
    """The result. ``shown`` lies beside ``tables.cells``; ``reasons`` are the sensitive cells.

    ``refused`` is true while any attacker can narrow a withheld count down; ``enforced`` is false
    for levels that withhold nothing. ``already_public`` counts sensitive cells whose every part
    the senders have published themselves.
    """

    level: Level
    tables: Tables
    shown: tuple[Shown, ...]
    reasons: Mapping[int, Reason]
    attacks: tuple[Attack, ...]
    already_public: int
    turns: int

    @property
    def enforced(self) -> bool:
        """Whether this level promises protection at all."""
        return bool(self.level.protects)

    @property
    def refused(self) -> bool:
        """Whether this must not be published."""
        return self.enforced and any(attack.exposures for attack in self.attacks)

    @property
    def share_shown(self) -> float:
        """The share of cells that are shown, exactly, rounded or as a band."""
        states = Counter(shown.state for shown in self.shown)
        return 1 - states["hidden"] / len(self.shown) if self.shown else 1.0

    def edition(self) -> Edition:
        """This publication as the next one's attacker will remember it."""
        return Edition(self.tables, self.shown, _withheld(self.tables, self.reasons, {}))


Said = Callable[[str], None]
"""Hears how far an audit has come, in words."""

_SECONDS = 6.5e-6
"""Processor time for a withheld cell and a cell of the tables, as measured on cubes of months,
services and categories with 1,400 to 5,200 cells."""
_WORTH_SAYING = 5.0


def cost(cells: int, hidden: int) -> float:
    """About how many seconds one round of the audit takes: a program for nearly each withheld
    cell, and a program grows with the tables."""
    return _SECONDS * cells * hidden


def protect(
    tables: Tables,
    level: Level,
    previous: Sequence[Edition] = (),
    known: Known | None = None,
    *,
    groups: Groups | None = None,
    said: Said | None = None,
) -> Protected:
    """Withhold, round or band ``tables`` as ``level`` says, and let the attackers judge it.

    ``previous`` are earlier editions, ``known`` is what senders have published themselves. Where
    an attacker gets through, further counts are withheld until none does or nothing is left to
    withhold; the result then says ``refused``. ``groups`` are attackers who know the parts of
    several senders. ``said`` hears what a long audit will take and how far it is.
    """
    known = known or {}
    if not level.protects:
        return _unprotected(tables, level, previous, known, groups)
    reasons = sensitive(tables, level)
    guarded = _withheld(tables, reasons, known)
    barred = _barred(tables, previous, known)
    hidden = set(reasons) | _kept_hidden(tables, previous)
    if level.mode == "exact":
        hidden |= pairs(tables, hidden, barred, level.protection)
    progress = _Progress(tables, said)
    progress.start(len(hidden))
    points: Points = []
    turn, repairing = 0, level.mode != "bands"
    while True:
        shown = tuple(show(c, level, hide=i in hidden) for i, c in enumerate(tables.cells))
        editions = (Edition(tables, shown, guarded), *previous)
        more = set()
        if repairing and turn < _TURNS:
            # While repairing, the first attacker who gets through is enough to go on with.
            tried = attacks(
                editions, level, reasons, known, groups=groups, measure=False, points=points
            )
            leaks = progress.over(tried, turn)
            exposed = next((attack.exposures for attack in leaks if attack.exposures), ())
            more = partners(tables, [e.key for e in exposed], hidden, barred)
        if not more:
            break
        hidden |= more
        turn += 1
    results = tuple(attacks(editions, level, reasons, known, groups=groups, points=points))
    return Protected(level, tables, shown, reasons, results, len(reasons) - len(guarded), turn)


class _Progress:
    """What an audit says of itself; short ones say nothing."""

    def __init__(self, tables: Tables, said: Said | None) -> None:
        self._cells, self._said = len(tables.cells), said

    def start(self, hidden: int) -> None:
        seconds = cost(self._cells, hidden)
        if seconds < _WORTH_SAYING:
            self._said = None
        if self._said is not None:
            counts = f"{self._cells:,} cells, {hidden:,} of them withheld"
            self._said(f"audit of {counts}: about {_duration(seconds)} a round")

    def over(self, tried: Iterator[Attack], turn: int) -> Iterator[Attack]:
        for number, attack in enumerate(tried, 1):
            if self._said is not None:
                self._said(f"round {turn + 1}, attacker {number} ({attack.attacker}) is through")
            yield attack


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{round(seconds)} seconds"
    return f"{round(seconds / 60)} minutes"


def _unprotected(
    tables: Tables,
    level: Level,
    previous: Sequence[Edition],
    known: Known,
    groups: Groups | None,
) -> Protected:
    """Everything as it is, whatever was withheld before; the attackers tell what that gives away,
    by the measure of the level that ``level`` is judged by."""
    shown = tuple(show(cell, level, hide=False) for cell in tables.cells)
    measure = named(level.judged_by) if level.judged_by else level
    reasons = sensitive(tables, measure)
    editions = (Edition(tables, shown, _withheld(tables, reasons, known)), *previous)
    found = tuple(attacks(editions, measure, reasons, known, groups=groups, measure=False))
    return Protected(level, tables, shown, {}, found, 0, 0)


def _withheld(tables: Tables, reasons: Mapping[int, Reason], known: Known) -> frozenset[int]:
    """Sensitive cells that are a secret at all: not those that senders have published in full."""
    return frozenset(
        i
        for i in reasons
        if sum(known.get(tables.cells[i].key, {}).values()) < tables.cells[i].value
        or tables.cells[i].key not in known
    )


def _barred(tables: Tables, previous: Sequence[Edition], known: Known) -> frozenset[int]:
    """Cells that it is no use to withhold: an earlier edition or the senders gave them away."""
    told: set[tuple[Key, int]] = {
        (cell.key, cell.value)
        for edition in previous
        for cell, shown in zip(edition.tables.cells, edition.shown, strict=True)
        if shown.state == "exact"
    }
    return frozenset(
        i
        for i, cell in enumerate(tables.cells)
        if (cell.key, cell.value) in told
        or (cell.value and sum(known.get(cell.key, {}).values()) >= cell.value)
    )


def _kept_hidden(tables: Tables, previous: Sequence[Edition]) -> set[int]:
    """Cells withheld before and unchanged since: showing them now would undo that edition."""
    before = {
        (cell.key, cell.value)
        for edition in previous
        for cell, shown in zip(edition.tables.cells, edition.shown, strict=True)
        if shown.state == "hidden"
    }
    return {i for i, cell in enumerate(tables.cells) if (cell.key, cell.value) in before}


# What to coarsen when too much would be withheld, or when a publication is refused.


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to publish: what to leave out, how much is then shown, and whether it would pass.

    ``shown`` counts the cells that hold a number a reader can use.
    """

    change: str
    cells: int
    shown: int
    refused: bool


Keeps = Callable[[Place], bool]
"""Which places a coarser publication keeps."""


class Tried(NamedTuple):
    """What came of one try: figures, those of them that are shown, and whether it is refused."""

    cells: int
    shown: int
    refused: bool


def proposals(
    tables: Tables,
    attempt: Callable[[Keeps], Tried],
    hierarchies: Mapping[str, Parents] | None = None,
    *,
    said: Said | None = None,
) -> list[Proposal]:
    """Every single coarsening of ``tables``, tried out; those that pass come first, the fullest
    first. ``attempt`` publishes what a coarsening keeps, as it would really be published.

    Coarsenings: no split by a dimension; only its first level; not crossed with another dimension.
    """
    found = []
    for change, keeps in _changes(tables, hierarchies or {}):
        if said is not None:
            said(f"trying: {change}")
        found.append(Proposal(change, *attempt(keeps)))
    return sorted(found, key=lambda p: (p.refused, -p.shown, p.change))


def _changes(tables: Tables, hierarchies: Mapping[str, Parents]) -> Iterator[tuple[str, Keeps]]:
    every = [frozenset(name for name, _ in cell.place) for cell in tables.cells]
    found = frozenset[str]().union(*every)
    # What every cell is split by is what the whole publication is about.
    names = sorted(found - frozenset.intersection(*every)) if every else []
    yield "publish as it is", lambda place: True
    for name in sorted(found):
        if name in names:
            yield f"do not split by {name}", _without(name)
        if any(hierarchies.get(name, {}).values()):
            yield f"only the first level of {name}", _first_level(name, hierarchies[name])
    for one, other in combinations(names, 2):
        yield f"do not cross {one} with {other}", _uncrossed(one, other)


def _without(name: str) -> Keeps:
    return lambda place: all(dimension != name for dimension, _ in place)


def _first_level(name: str, parents: Parents) -> Keeps:
    return lambda place: all(d != name or parents.get(code) is None for d, code in place)


def _uncrossed(one: str, other: str) -> Keeps:
    return lambda place: not {one, other} <= {dimension for dimension, _ in place}


def account(result: Protected) -> dict[str, object]:
    """What readers may know of the treatment: the level, how many cells of each state, which
    attackers were tried, and how many cells they narrowed down. It names no cell and no reason."""
    level = result.level
    measure = named(level.judged_by) if level.judged_by else level
    states = Counter(shown.state for shown in result.shown)
    return {
        "level": level.id,
        "level_version": level.version,
        "title": level.title,
        "note": level.note,
        "protected_units": sorted(level.protects),
        "cells": len(result.shown),
        "states": dict(sorted(states.items())),
        "share_shown": round(result.share_shown, 4),
        "judged_by": measure.id,
        "margin": measure.protection,
        "audit": {
            "method": "linear and integer programs from the attacker's side (HiGHS)",
            "linked_sums": len(result.tables.relations),
            "attackers": _attackers(result),
        },
        "refused": result.refused,
    }


def _attackers(result: Protected) -> list[dict[str, object]]:
    inside = [attack for attack in result.attacks if attack.attacker.startswith("sender ")]
    outside = [attack for attack in result.attacks if attack not in inside]
    found: list[dict[str, object]] = [
        {"attacker": attack.attacker, "narrowed_down": len(attack.exposures)} for attack in outside
    ]
    if inside:
        worst = max(len(attack.exposures) for attack in inside)
        found.append(
            {"attacker": "each sender", "tried": len(inside), "narrowed_down_at_most": worst}
        )
    return found
