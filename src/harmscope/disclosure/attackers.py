"""Who might attack a publication: a reader, a reader who guesses why, and each of the senders."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harmscope.disclosure.level import Edition, Key, Level, Shown
from harmscope.disclosure.suppression import Reason

if TYPE_CHECKING:
    from harmscope.disclosure.attacker import Exposure, Points

Known = Mapping[Key, Mapping[str, int]]
"""What is public already: for a count, the parts that senders have published themselves."""


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
    measure: bool = True,
    points: "Points | None" = None,
) -> Iterator[Attack]:
    """Every attacker's result, the newest edition first in ``editions``.

    ``reasons`` says which counts of the newest edition are sensitive and why. ``measure`` gives the
    exact range of each exposed count. ``points`` takes and gives tables that no attacker can rule
    out; they hold for the same cells as long as only more of them are withheld.
    """
    # The solver loads slowly, and most who load this package never attack.
    from harmscope.disclosure.attacker import explore, exposures, narrow
    from harmscope.disclosure.solver import constraints

    margin = level.protection
    points = [] if points is None else points
    outside = constraints(editions, floors(editions, known, None))
    found = exposures(outside, margin, measure=measure, points=points)
    yield Attack("reader", tuple(found))
    guessing = (guessed(editions[0], level, reasons), *editions[1:])
    told = constraints(guessing, floors(guessing, known, None))
    yield Attack("reader who guesses the reason", tuple(narrow(told, margin, points)))
    names = senders(editions)
    if names:
        # Tables that hold for whoever knows most hold for every sender: they save most of the work.
        most = constraints(editions, _highest([floors(editions, known, name) for name in names]))
        explore(most, margin, points)
    for name in names:
        inside = constraints(editions, floors(editions, known, name))
        found = exposures(inside, margin, measure=measure, points=points)
        yield Attack(f"sender {name}", tuple(found))


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


def floors(editions: Sequence[Edition], known: Known, sender: str | None) -> dict[Key, int]:
    """The part of each count that an attacker knows: what is public, and what it sent itself."""
    found: dict[Key, int] = {}
    for edition in reversed(editions):
        for cell in edition.tables.cells:
            parts = dict(known.get(cell.key, {}))
            if sender is not None and sender in cell.shares:
                parts[sender] = cell.shares[sender]
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
