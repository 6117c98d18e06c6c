"""Who might attack a publication: a reader, a reader who guesses why, and each of the senders."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harmscope.disclosure.level import Edition, Key, Level, Shown
from harmscope.disclosure.suppression import Reason

if TYPE_CHECKING:
    from harmscope.disclosure.attacker import Exposure, Points

Known = Mapping[Key, Mapping[str, int]]
"""What is public already: for a count, the parts that senders have published themselves."""


Groups = Mapping[str, Collection[str]]
"""Attackers by name, with the senders whose parts each of them knows."""


@dataclass(frozen=True, slots=True)
class Attack:
    """What one attacker got out of a publication."""

    attacker: str
    exposures: "tuple[Exposure, ...]"


def attacks(
    editions: Sequence[Edition],
    level: Level,
    reasons: Mapping[int, Reason],
    known: Known,
    *,
    groups: Groups | None = None,
    measure: bool = True,
    points: "Points | None" = None,
) -> Iterator[Attack]:
    """Every attacker's result, the newest edition first in ``editions``.

    ``reasons`` says which counts of the newest edition are sensitive and why. ``groups`` are
    attackers who know the parts of several senders. ``measure`` gives the
    exact range of each exposed count. ``points`` takes and gives tables that no attacker can rule
    out; they hold for the same cells as long as only more of them are withheld.
    """
    # The solver loads slowly, and most who load this package never attack.
    from harmscope.disclosure.attacker import explore, exposures, narrow
    from harmscope.disclosure.solver import constraints

    margin = level.protection
    points = [] if points is None else points
    outside = constraints(editions, floors(editions, known))
    found = exposures(outside, margin, measure=measure, points=points)
    yield Attack("reader", tuple(found))
    guessing = (guessed(editions[0], level, reasons), *editions[1:])
    told = constraints(guessing, floors(guessing, known))
    yield Attack("reader who guesses the reason", tuple(narrow(told, margin, points)))
    insiders = {f"sender {name}": (name,) for name in senders(editions)} | dict(groups or {})
    if insiders:
        # Tables that hold for whoever knows most hold for every sender: they save most of the work.
        every = [floors(editions, known, names) for names in insiders.values()]
        most = constraints(editions, _highest(every))
        explore(most, margin, points)
    for name, names in insiders.items():
        inside = constraints(editions, floors(editions, known, names))
        found = exposures(inside, margin, measure=measure, points=points)
        if name in (groups or {}):
            # Who knows every part of a count learns nothing of it.
            full = {inside.names[i] for i in (inside.floor >= inside.true).nonzero()[0]}
            found = [one for one in found if one.key not in full]
        yield Attack(name, tuple(found))


def _highest(each: Sequence[Mapping[Key, int]]) -> dict[Key, int]:
    highest: dict[Key, int] = {}
    for one in each:
        for key, value in one.items():
            highest[key] = max(value, highest.get(key, 0))
    return highest


def senders(editions: Sequence[Edition]) -> list[str]:
    """Senders whose own parts are no open part of the publication."""
    return sorted(
        {
            name
            for edition in editions
            for cell in edition.tables.cells
            if not cell.open_sender
            for name in cell.shares
        }
    )


def floors(
    editions: Sequence[Edition], known: Known, names: Collection[str] = ()
) -> dict[Key, int]:
    """The part of each count that an attacker knows: what is public, and what the senders of these
    ``names`` sent."""
    found: dict[Key, int] = {}
    for edition in reversed(editions):
        for cell in edition.tables.cells:
            parts = dict(known.get(cell.key, {}))
            parts |= {name: cell.shares[name] for name in names if name in cell.shares}
            if parts:
                found[cell.key] = min(cell.value, sum(parts.values()))
    return found


def guessed(edition: Edition, level: Level, reasons: Mapping[int, Reason]) -> Edition:
    """The edition as somebody reads it who guesses which counts are withheld for being small."""
    shown = list(edition.shown)
    for number, reason in reasons.items():
        cell = edition.tables.cells[number]
        rules = level.rules(cell.unit, cell.traits)
        if reason in {"small", "zero"} and shown[number].state == "hidden":
            low = 0 if rules.zeros == "hidden" else 1
            shown[number] = Shown("hidden", None, low, max(rules.threshold - 1, 0))
    return replace(edition, shown=tuple(shown))
