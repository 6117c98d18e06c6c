"""Publications as editions: whole numbers in place of what is not known of their counts.

Of another authority's figures only limits are known here. An attack needs a table that agrees with
all that is published, so whole numbers that fit the limits and the sums take their place. A
publication whose limits and sums no numbers fit contradicts itself.
"""

from collections.abc import Mapping, Sequence
from math import ceil, inf
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from harmscope.disclosure.cells import Cell, Place, Tables, tables
from harmscope.disclosure.level import HIDDEN, Edition, Key, Shown
from harmscope.disclosure.solver import Rows, Vector, solve, solve_whole
from harmscope.disclosure.tied_days import Span, fitting, timeless
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.metric import Measure
from harmscope.model.period import clipped, parse_period
from harmscope.registry.authorities import Stated, as_counted, place_in, stated
from harmscope.registry.contributions import Plan, plan
from harmscope.registry.datapackage import months_under
from harmscope.registry.narrowed import At, Group, Limits, sums
from harmscope.registry.published_rows import placed
from harmscope.rules.intake import BY_SLUG

AUTHORITY = "authority"
"""The dimension that tells one authority's counts from another's."""

EDITION = "edition"
"""The dimension that tells counts of a former edition from those of a later one."""

_NODES = 500
_SLACK = 1000.0
"""What it costs, for each case, that parts do not add up to their whole."""


class Known(NamedTuple):
    """Counts that an edition takes over where its limits allow it: of services that others hold as
    well by ``counts``, of its own by ``alike``. A count of its own that is not taken over stands
    apart from those of other editions by ``tag``."""

    counts: dict[Key, int]
    alike: Mapping[Key, int] = {}
    tag: str = ""


class StoodIn(NamedTuple):
    """A publication as an edition; ``withheld`` are the counts that it names and does not show."""

    edition: Edition
    withheld: frozenset[int]


def stood_in(one: Stated, shared: set[str], known: Known, shipped: Plan) -> StoodIn:
    """A publication as an edition. ``shared`` are services that others hold as well: their counts
    stand for the same ones wherever they are, all others for those of this authority."""
    keys, limits, withheld, unsplit = _cells(one, shared, shipped)
    hidden = withheld | unsplit
    of_shared = {i for i, (_, place) in enumerate(keys) if dict(place).get("service") in shared}
    by_days = _by_days(known.counts) if of_shared else {}
    fixed: dict[int, int] = {}
    first = set()
    for i, key in enumerate(keys):
        value = known.alike.get(key)
        if i in of_shared:
            value = known.counts.get(key)
            if value is None:
                first.add(i)
                value = _of_other_days(key, by_days)
        if value is not None and _allows(limits[i], value):
            fixed[i] = value
    parents = {"period": months_under(one.period)}
    found = _whole_numbers(keys, limits, hidden, fixed, str(one.period))
    if found is None:
        fixed = {}
        found = _whole_numbers(keys, limits, hidden, fixed, str(one.period))
    if found is None:  # not within so many branches: any within the limits will do
        found = np.array([fixed.get(i, ceil(each.low)) for i, each in enumerate(limits)], float)
    apart = [(AUTHORITY, one.authority)]
    cells = []
    for i, (metric, place) in enumerate(keys):
        more = [] if i in of_shared and (i in fixed or i in first) else apart
        if more and known.tag and i not in fixed:
            more = [*more, (EDITION, known.tag)]
        at = tuple(sorted((*place, *more)))
        cells.append(Cell(metric, at, int(found[i]), METRICS[metric].unit))
    made = tables(
        [
            Cell(cell.table, place, cell.value, cell.unit)
            for cell, (_, place) in zip(cells, keys, strict=True)
        ],
        parents,
        [*shipped.sums, *shipped.links],
    )
    shown = tuple(_shown(each, i in hidden) for i, each in enumerate(limits))
    edition = Edition(Tables(tuple(cells), made.relations), shown, frozenset(hidden))
    return StoodIn(edition, frozenset(withheld))


def _by_days(counts: Mapping[Key, int]) -> dict[Key, dict[Span, int]]:
    found: dict[Key, dict[Span, int]] = {}
    for key, value in counts.items():
        named = timeless(key)
        if named is not None:
            found.setdefault(named[0], {})[named[1]] = value
    return found


def _of_other_days(key: Key, by_days: Mapping[Key, Mapping[Span, int]]) -> int | None:
    """The count with which those over other days add up."""
    named = timeless(key)
    return fitting(named[1], by_days.get(named[0], {})) if named is not None else None


def _cells(
    one: Stated, shared: set[str], shipped: Plan
) -> tuple[list[Key], list[Limits], set[int], set[int]]:
    """The counts of a publication by key, their limits, and which of them are withheld. Where it
    does not split counts by service, those of its single services follow, as the last of these."""
    keys: list[Key] = []
    limits: list[Limits] = []
    hidden: set[int] = set()
    unsplit: set[int] = set()
    for group, cells in sorted(one.cells.items()):
        metric, split = group
        if not isinstance(METRICS[metric].how, Measure):
            continue
        parts = _unsplit(one, group, shared, shipped)
        for codes, each in sorted(cells.items()):
            named = dict(zip(split, codes, strict=True))
            period = str(clipped(named.get("month"), one.period))
            if (group, codes) in one.withheld:
                hidden.add(len(keys))
            keys.append((metric, placed(named, period)))
            limits.append(each)
            for service in parts if each.high != 0 else ():
                unsplit.add(len(keys))
                keys.append((metric, placed({**named, "service": service}, period)))
                limits.append(Limits(0, each.high))
    return keys, limits, hidden, unsplit


def _unsplit(one: Stated, group: Group, shared: set[str], shipped: Plan) -> list[str]:
    """The services behind a group that could be split by service and is not, where others hold some
    of them: who takes these off a count finds the others."""
    metric, split = group
    by_service = (metric, as_counted([*split, "service"], shipped))
    behind = sorted({held.service for held in one.behind(group)})
    if "service" in split or by_service in one.cells or shared.isdisjoint(behind):
        return []
    return behind if by_service in shipped.wanted else []


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


# What cannot be attacked, because it contradicts itself.

_WRONG = 0.01
"""So far from holding, a sum is wrong; less is what the solver leaves."""


def contradictions(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The figures of a valid publication, its ``publication.json``, whose parts cannot add up to
    them: the rule and the place of each, as a receipt names them."""
    shipped, rule = plan(), BY_SLUG["figures_contradict"].code
    wrong = {*contradicted(stated(document, shipped), shipped)}
    period = str(parse_period(document["period"]))
    return [
        {"rule": rule, "severity": "error", "line": 0, "pointer": f"/figures/{number}"}
        for number, row in enumerate(document["figures"])
        if row["metric"] in METRICS and place_in(row, period, shipped) in wrong
    ]


def contradicted(said: Stated, shipped: Plan) -> list[At]:
    """The wholes of sums that cannot hold, whatever numbers within their limits the figures stand
    for: their parts are more than they are, or do not reach them. None where all can hold at once.
    """
    every = [*sums(said, [*shipped.sums, *shipped.links])]
    if not every:
        return []
    number: dict[At, int] = {}
    for one in every:
        for at in (one.whole, *one.parts):
            number.setdefault(at, len(number))
    # Unknowns are the figures, and for each sum what is too much and what is missing.
    size, width = len(number), len(number) + 2 * len(every)
    entries: list[tuple[int, int, float]] = []
    for row, one in enumerate(every):
        entries += [(row, number[part], 1.0) for part in one.parts]
        entries += [(row, number[one.whole], -1.0)]
        entries += [(row, size + 2 * row, -1.0), (row, size + 2 * row + 1, 1.0)]
    rows, columns, signs = zip(*entries, strict=True)
    matrix, zeros = csr_matrix((signs, (rows, columns)), (len(every), width)), np.zeros(len(every))
    low, high, cost = np.zeros(width), np.full(width, inf), np.zeros(width)
    for (group, key), i in number.items():
        low[i], top = said.cells[group][key]
        high[i] = inf if top is None else top
    cost[size::2] = 1.0
    cost[size + 1 :: 2] = [float(one.complete) for one in every]
    answer = solve(cost, Rows(matrix, zeros, zeros), (low, high))
    if answer.point is None:
        return []
    wrong = (cost * answer.point)[size:].reshape(-1, 2).max(axis=1) > _WRONG
    return [one.whole for one, is_wrong in zip(every, wrong, strict=True) if is_wrong]
