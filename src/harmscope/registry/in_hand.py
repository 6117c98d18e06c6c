"""The attacker with all publications in hand: what those that were taken in tell beside ours.

Sums of limits tell nothing that their parts do not tell. But a service may be in another
authority's publication and in ours, and an attacker may take its counts for the same ones: such a
publication is attacked together with ours, as an earlier edition is. Of another authority's figures
only limits are known here, so whole numbers that fit them take the place of what is withheld.
"""

from collections.abc import Mapping, Sequence
from math import ceil, inf
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from harmscope.disclosure.attacker import narrow
from harmscope.disclosure.attackers import Attack
from harmscope.disclosure.cells import Cell, Place, Tables, tables
from harmscope.disclosure.level import HIDDEN, Edition, Key, Shown
from harmscope.disclosure.solver import Rows, Vector, constraints, solve_whole
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.metric import Measure
from harmscope.model.period import clipped
from harmscope.registry.authorities import Stated
from harmscope.registry.contributions import Plan
from harmscope.registry.datapackage import months_under
from harmscope.registry.narrowed import Limits
from harmscope.registry.published_rows import placed

AUTHORITY = "authority"
"""The dimension that tells one authority's counts from another's."""

_NODES = 500
_SLACK = 1000.0
"""What it costs, for each case, that parts do not add up to their whole."""


class InHand(NamedTuple):
    """A publication as an attacker has it beside ours. ``withheld`` counts what it does not show;
    ``weak`` of these can be worked out without ours. ``linked`` says that a service of it is ours
    or in another publication as well."""

    edition: Edition
    withheld: int
    weak: int
    linked: bool

    @property
    def beside(self) -> Edition:
        """The edition as one that an attacker has beside ours. How safe its own counts are around
        their true values is not known here, so the attack on these is one of its own."""
        return Edition(self.edition.tables, self.edition.shown, frozenset())


def in_hand(
    taken: Sequence[Stated], ours: Stated | None, counts: Mapping[Key, int], plan: Plan, margin: int
) -> list[InHand]:
    """Publications as editions; a service has one name in all of them. Counts of one service in two
    of them, or of one that is ours as well, are taken for the same where the limits allow that;
    ``counts`` are our exact ones. ``margin`` is how far a withheld count must stay uncertain."""
    everybody = [*([ours] if ours else []), *taken]
    shared = {held.service for one in everybody for held in one.held} & _several(everybody)
    known, editions = dict(counts), []
    for one in taken:
        editions.append(_edition(one, shared, known, plan))
        for cell in editions[-1].tables.cells:
            if "service" in dict(cell.place) and AUTHORITY not in dict(cell.place):
                known.setdefault(cell.key, cell.value)
    joined = [any(held.service in shared for held in one.held) for one in taken]
    together = [each for each, linked in zip(editions, joined, strict=True) if linked]
    weak = {one.key for one in narrow(constraints(together), margin)} if together else set()
    return [
        _kept(edition, weak if linked else None, margin)
        for edition, linked in zip(editions, joined, strict=True)
    ]


def _several(everybody: Sequence[Stated]) -> set[str]:
    """Services that more than one of these hold."""
    seen: set[str] = set()
    found: set[str] = set()
    for one in everybody:
        services = {held.service for held in one.held}
        found |= services & seen
        seen |= services
    return found


def _kept(edition: Edition, weak: set[Key] | None, margin: int) -> InHand:
    """The edition without what its readers can work out anyway; ``weak`` are these counts where it
    was attacked together with others."""
    alone = narrow(constraints([edition]), margin) if weak is None and edition.protected else ()
    found = {one.key for one in alone} if weak is None else weak
    safe = [i for i in edition.protected if edition.tables.cells[i].key not in found]
    kept = Edition(edition.tables, edition.shown, frozenset(safe))
    withheld = len(edition.protected)
    return InHand(kept, withheld, withheld - len(safe), weak is not None)


ATTACKER = "reader with every publication in hand"


def attack(
    ours: Edition, others: Sequence[InHand], margin: int, before: Sequence[Edition] = ()
) -> Attack:
    """What a reader gets out of our edition, and of those ``before`` it, beside all publications
    that it shares a service with: withheld figures of any of them that cannot be worked out without
    ours."""
    linked = [one.edition for one in others if one.linked]
    shelf = [Edition(one.tables, one.shown, frozenset()) for one in before]
    found = narrow(constraints([ours, *shelf, *linked]), margin) if linked else []
    return Attack(ATTACKER, tuple(found))


def _edition(one: Stated, shared: set[str], counts: Mapping[Key, int], plan: Plan) -> Edition:
    keys, limits, hidden = _cells(one)
    of_shared = {i for i, (_, place) in enumerate(keys) if dict(place).get("service") in shared}
    first = {i for i in of_shared if keys[i] not in counts}
    linked = of_shared - first
    fixed = {i: counts[keys[i]] for i in linked if _allows(limits[i], counts[keys[i]])}
    parents = {"period": months_under(one.period)}
    found = _whole_numbers(keys, limits, hidden, fixed, str(one.period))
    if found is None:
        fixed = {}
        found = _whole_numbers(keys, limits, hidden, fixed, str(one.period))
    if found is None:  # not within so many branches: any within the limits will do
        found = np.array([fixed.get(i, ceil(each.low)) for i, each in enumerate(limits)], float)
    cells = [
        Cell(
            table=metric,
            place=place
            if i in fixed or i in first
            else tuple(sorted((*place, (AUTHORITY, one.authority)))),
            value=int(found[i]),
            unit=METRICS[metric].unit,
        )
        for i, (metric, place) in enumerate(keys)
    ]
    made = tables(
        [
            Cell(cell.table, place, cell.value, cell.unit)
            for cell, (_, place) in zip(cells, keys, strict=True)
        ],
        parents,
        [*plan.sums, *plan.links],
    )
    return Edition(
        Tables(tuple(cells), made.relations),
        tuple(_shown(each, i in hidden) for i, each in enumerate(limits)),
        frozenset(hidden),
    )


def _cells(one: Stated) -> tuple[list[Key], list[Limits], set[int]]:
    """The counts of a publication by key, their limits, and which of them are withheld."""
    keys: list[Key] = []
    limits: list[Limits] = []
    hidden: set[int] = set()
    for (metric, split), cells in sorted(one.cells.items()):
        if not isinstance(METRICS[metric].how, Measure):
            continue
        for codes, each in sorted(cells.items()):
            named = dict(zip(split, codes, strict=True))
            period = str(clipped(named.get("month"), one.period))
            if ((metric, split), codes) in one.withheld:
                hidden.add(len(keys))
            keys.append((metric, placed(named, period)))
            limits.append(each)
    return keys, limits, hidden


def _allows(limits: Limits, value: int) -> bool:
    return limits.low <= value and (limits.high is None or value <= limits.high)


def _shown(limits: Limits, is_hidden: bool) -> Shown:
    if is_hidden:
        return HIDDEN
    if limits.exact:
        return Shown("exact", int(limits.low), limits.low, limits.low)
    high = inf if limits.high is None else limits.high
    return Shown("rounded", int(limits.low), limits.low, high)


def _whole_numbers(
    keys: Sequence[Key],
    limits: Sequence[Limits],
    hidden: set[int],
    fixed: Mapping[int, int],
    period: str,
) -> Vector | None:
    """Whole numbers within the limits that add up as far as they can; withheld ones lie well above
    0 where there is room. None where there are none, or not within so many branches.

    Unknowns are the counts, the cover of each withheld one, and for each sum what is missing and
    what is too much.
    """
    if not keys:
        return np.zeros(0)
    sums, size, secret = _sums(keys, period), len(keys), sorted(hidden)
    first, width = size + len(secret), size + len(secret) + 2 * len(_sums(keys, period))
    entries: list[tuple[int, int, float]] = []
    for row, (total, parts) in enumerate(sums):
        entries += [(row, total, -1.0), *((row, part, 1.0) for part in parts)]
        entries += [(row, first + 2 * row, 1.0), (row, first + 2 * row + 1, -1.0)]
    for number, i in enumerate(secret):  # its cover is at most the count itself
        entries += [(len(sums) + number, size + number, 1.0), (len(sums) + number, i, -1.0)]
    rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = csr_matrix((signs, (rows, columns)), shape=(len(sums) + len(secret), width))
    below = np.concatenate([np.zeros(len(sums)), np.full(len(secret), -inf)])
    low, high = np.zeros(width), np.full(width, inf)
    for i, each in enumerate(limits):
        low[i] = fixed.get(i, each.low)
        high[i] = fixed.get(i, inf if each.high is None else each.high)
    high[size:first] = _COVER
    cost = np.concatenate([np.zeros(size), -np.ones(len(secret)), np.full(width - first, _SLACK)])
    made = Rows(matrix, below, np.zeros(len(sums) + len(secret)))
    answer = solve_whole(cost, made, (low, high), _NODES)
    return None if answer.point is None else np.rint(answer.point[:size])


_COVER = 6.0
"""How far above 0 a number in place of a withheld one lies, where there is room."""


def _sums(keys: Sequence[Key], period: str) -> list[tuple[int, list[int]]]:
    """Each total, and the parts that it may be the sum of."""
    number = {key: i for i, key in enumerate(keys)}
    found: dict[tuple[int, str], list[int]] = {}
    for i, (metric, place) in enumerate(keys):
        for dimension, code in place:
            rest: Place = tuple(pair for pair in place if pair[0] != dimension)
            if dimension == "period":
                rest = tuple(sorted((*rest, ("period", period)))) if code != period else ()
            total = number.get((metric, rest)) if rest else None
            if total is not None:
                found.setdefault((total, dimension), []).append(i)
    return [(total, parts) for (total, _), parts in sorted(found.items())]
