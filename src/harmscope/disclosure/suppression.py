"""Which counts to withhold: the sensitive ones, and those that would give them away."""

from collections.abc import Iterable
from typing import Literal

from harmscope.disclosure.cells import Cell, Relation, Tables
from harmscope.disclosure.level import Key, Level, Rules
from harmscope.disclosure.tied_days import timeless

# Which counts are sensitive in themselves, and why.

Reason = Literal["small", "zero", "few_senders", "dominance", "residual"]


def sensitive(tables: Tables, level: Level) -> dict[int, Reason]:
    """Numbers of the cells that must not be shown as they are, with the reason."""
    found: dict[int, Reason] = {}
    for number, cell in enumerate(tables.cells):
        reason = reason_for(cell, level)
        if reason is not None:
            found[number] = reason
    return found


def reason_for(cell: Cell, level: Level) -> Reason | None:
    """Why this cell is sensitive under ``level``, or None."""
    rules = level.rules(cell.unit, cell.traits)
    if not rules.applies:
        return None
    if cell.value == 0:
        return "zero" if rules.zeros == "hidden" else None
    if cell.value < rules.threshold:
        return "small"
    if not cell.shares or cell.open_sender:
        return None
    return _by_senders(cell, level, rules)


def _by_senders(cell: Cell, level: Level, rules: Rules) -> Reason | None:
    parts = sorted((part for part in cell.shares.values() if part), reverse=True)
    if len(parts) < level.contributors:
        return "few_senders"
    # The p-percent rule: the second largest must not come within p % of the largest.
    rest = cell.value - sum(parts[:2])
    if level.dominance_percent and rest * 100 < level.dominance_percent * parts[0]:
        return "dominance"
    if level.residual and any(0 < cell.value - part < rules.threshold for part in parts):
        return "residual"
    return None


# Which further counts to withhold so that the sums do not give the sensitive ones away.


def pairs(tables: Tables, secret: set[int], barred: frozenset[int], mass: int) -> set[int]:
    """Counts to withhold beside ``secret`` so that no exact sum has one withheld member, or
    withheld members that add up to less than ``mass`` beside a secret one.

    ``barred`` are counts that are known anyway. This settles most of the work before a solver runs.
    """
    hidden = set(secret)
    touching = tables.touching()
    queue = sorted(secret)
    while queue:
        cell = queue.pop()
        for number in touching[cell]:
            relation = tables.relations[number]
            while relation.sense == "equal" and not _settled(
                tables, relation, secret, hidden, mass
            ):
                more = _cheapest(tables, relation, hidden, barred)
                if more is None or not tables.cells[more].value:
                    break
                hidden.add(more)
                queue.append(more)
    return hidden - secret


def partners(
    tables: Tables, exposed: Iterable[Key], hidden: set[int], barred: frozenset[int]
) -> set[int]:
    """One further count to withhold for each exposed one, the cheapest of the nearest sum; none
    for a count that a count already chosen here may protect as well. For one that only an earlier
    edition holds, it is the count of the days around it."""
    touching = tables.touching()
    number = {cell.key: i for i, cell in enumerate(tables.cells)}
    found: set[int] = set()
    for key in sorted(set(exposed)):
        cell = number.get(key)
        if cell is None:
            cell = _around(tables, key)
            if cell is not None and cell not in hidden | barred:
                found.add(cell)
                continue
        if cell is None or _near(tables, touching, cell) & found:
            continue
        choice = _nearest(tables, cell, touching, hidden | found, barred)
        if choice is not None:
            found.add(choice)
    return found


def _around(tables: Tables, key: Key) -> int | None:
    """The count of the same thing over the fewest days that hold those of ``key``."""
    named = timeless(key)
    found = []
    for i, cell in enumerate(tables.cells):
        other = timeless(cell.key)
        if named and other and other[0] == named[0] and other[1].holds(named[1]):
            found.append((other[1], i))
    # Of spans that hold one another, the inner one begins later or ends earlier.
    inner = [i for span, i in found if not any(span != s and span.holds(s) for s, _ in found)]
    return inner[0] if inner else None


def _near(tables: Tables, touching: list[list[int]], cell: int) -> set[int]:
    return {m for number in touching[cell] for m in tables.relations[number].members}


def _nearest(
    tables: Tables, cell: int, touching: list[list[int]], hidden: set[int], barred: frozenset[int]
) -> int | None:
    """Search outward from the count through withheld counts until a sum has one to withhold."""
    seen, ring = {cell}, [cell]
    while ring:
        found = [
            (
                tables.cells[choice].value == 0,
                sum(m in hidden for m in relation.members),
                _cost(tables, relation, choice),
                choice,
            )
            for member in ring
            for number in touching[member]
            for relation in [tables.relations[number]]
            if (choice := _cheapest(tables, relation, hidden, barred)) is not None
        ]
        if found:
            return min(found)[3]
        ring = sorted({n for m in ring for n in _near(tables, touching, m) & hidden} - seen)
        seen.update(ring)
    return None


def _settled(
    tables: Tables, relation: Relation, secret: set[int], hidden: set[int], mass: int
) -> bool:
    """Whether the withheld members of a sum leave each other room."""
    members = [m for m in relation.members if m in hidden]
    if len(members) < 2:
        return not members
    total = sum(tables.cells[m].value for m in members)
    largest = max((tables.cells[m].value for m in members if m in secret), default=None)
    return largest is None or total - largest >= mass


def _cheapest(
    tables: Tables, relation: Relation, hidden: set[int], barred: frozenset[int]
) -> int | None:
    free = (m for m in relation.members if m not in hidden and m not in barred)
    # A zero that is withheld hides nothing but its sum, so it comes last.
    order = min(
        ((tables.cells[m].value == 0, _cost(tables, relation, m), m) for m in free), default=None
    )
    return order[2] if order else None


def _cost(tables: Tables, relation: Relation, cell: int) -> int:
    """A total costs ten times its value: readers need totals most."""
    return tables.cells[cell].value * (10 if cell == relation.total else 1)
