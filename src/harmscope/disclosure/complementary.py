"""Which further counts to withhold so that the sums do not give the sensitive ones away."""

from collections.abc import Iterable

from harmscope.disclosure.cells import Relation, Tables
from harmscope.disclosure.edition import Key


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
    for a count that a count already chosen here may protect as well."""
    touching = tables.touching()
    number = {cell.key: i for i, cell in enumerate(tables.cells)}
    found: set[int] = set()
    for key in sorted(set(exposed)):
        cell = number.get(key)
        if cell is None or _near(tables, touching, cell) & found:
            continue
        choice = _nearest(tables, cell, touching, hidden | found, barred)
        if choice is not None:
            found.add(choice)
    return found


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
