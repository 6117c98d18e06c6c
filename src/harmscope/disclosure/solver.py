"""What an attacker can write down (counts, limits, sums), and the programs that solve it."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix, csr_matrix, vstack
from scipy.sparse.csgraph import connected_components

from harmscope.disclosure.level import Edition, Key
from harmscope.disclosure.tied_days import ties

# What an attacker can write down: unknown counts, limits on each, and sums between them.

Vector = np.ndarray[tuple[int], np.dtype[np.float64]]
Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Constraints:
    """Unknowns with ``low`` and ``high``; ``equal @ x == equal_to`` and ``most @ x <= most_to``.

    ``true`` is a solution (the real counts). ``floor`` is what the attacker knew before anything
    was published. ``protected`` are the unknowns that must stay so. ``names`` gives for each
    unknown the key of its cell, ``place`` its number among all unknowns.
    """

    true: Vector
    floor: Vector
    low: Vector
    high: Vector
    equal: csr_matrix
    equal_to: Vector
    most: csr_matrix
    most_to: Vector
    protected: Numbers
    names: tuple[Key, ...]
    place: Numbers

    def fits(self, point: Vector, slack: float = 1e-6) -> bool:
        """Whether ``point`` contradicts nothing the attacker knows."""
        return bool(
            np.all(point >= self.low - slack)
            and np.all(point <= self.high + slack)
            and np.all(np.abs(self.equal @ point - self.equal_to) <= slack)
            and np.all(self.most @ point <= self.most_to + slack)
        )


def constraints(
    editions: Sequence[Edition], floors: Mapping[Key, int] | None = None
) -> Constraints:
    """The attacker's problem over all ``editions`` at once, the newest first.

    A count that is the same in two editions is one unknown: the attacker may know that nothing
    was corrected there. Counts of other days are tied to each other as well. ``floors`` are parts
    that the attacker knows to be in a count (its own contribution, or what a sender has published).
    """
    unknown: dict[tuple[Key, int], int] = {}
    numbered = [
        [unknown.setdefault((cell.key, cell.value), len(unknown)) for cell in edition.tables.cells]
        for edition in editions
    ]
    low, high = np.zeros(len(unknown)), np.full(len(unknown), np.inf)
    protected: set[int] = set()
    for edition, numbers in zip(editions, numbered, strict=True):
        for place, i in enumerate(numbers):
            low[i] = max(low[i], edition.shown[place].low)
            high[i] = min(high[i], edition.shown[place].high)
        protected |= {numbers[place] for place in edition.protected}
    floor = np.array([min((floors or {}).get(key, 0), value) for key, value in unknown], float)
    low = np.maximum(low, floor)
    equal, most = _rows(editions, numbered)
    for tie in ties(editions, numbered, [value for _, value in unknown]):
        sign = -1.0 if tie.sense == "at_least" else 1.0
        row = [(tie.whole, sign), *((part, -sign) for part in tie.parts)]
        (equal if tie.sense == "equal" else most).append(row)
    return Constraints(
        true=np.array([value for _, value in unknown], dtype=float),
        floor=floor,
        low=low,
        high=high,
        equal=_matrix(equal, len(unknown)),
        equal_to=np.zeros(len(equal)),
        most=_matrix(most, len(unknown)),
        most_to=np.zeros(len(most)),
        protected=np.array(sorted(protected), dtype=np.int64),
        names=tuple(key for key, _ in unknown),
        place=np.arange(len(unknown)),
    )


Row = list[tuple[int, float]]


def _rows(editions: Sequence[Edition], numbered: list[list[int]]) -> tuple[list[Row], list[Row]]:
    equal: dict[tuple[tuple[int, float], ...], None] = {}
    most: dict[tuple[tuple[int, float], ...], None] = {}
    for edition, numbers in zip(editions, numbered, strict=True):
        for relation in edition.tables.relations:
            sign = 1.0 if relation.sense == "at_most" else -1.0
            row = ((numbers[relation.total], sign), *((numbers[p], -sign) for p in relation.parts))
            (equal if relation.sense == "equal" else most)[row] = None
    return [list(row) for row in equal], [list(row) for row in most]


def _matrix(rows: list[Row], width: int) -> csr_matrix:
    places = [(r, column, sign) for r, row in enumerate(rows) for column, sign in row]
    if not places:
        return csr_matrix((len(rows), width))
    r, c, sign = zip(*places, strict=True)
    return coo_matrix((sign, (r, c)), shape=(len(rows), width)).tocsr()


def pieces(whole: Constraints) -> list[Constraints]:
    """The constraints without the known counts, cut into pieces that have nothing to do with each
    other; pieces without a protected count are left out."""
    free = np.flatnonzero(whole.high > whole.low)
    fixed = np.where(whole.high > whole.low, 0.0, whole.low)
    equal, most = whole.equal[:, free], whole.most[:, free]
    equal_to, most_to = whole.equal_to - whole.equal @ fixed, whole.most_to - whole.most @ fixed
    both = abs(equal).T @ abs(equal) + abs(most).T @ abs(most)
    _, label = connected_components(both, directed=False)
    guarded = np.isin(free, whole.protected)
    wanted = np.unique(label[guarded])
    return [
        _piece(whole, free, np.flatnonzero(label == one), (equal, equal_to), (most, most_to))
        for one in wanted
    ]


def _piece(
    whole: Constraints,
    free: Numbers,
    members: Numbers,
    equal: tuple[csr_matrix, Vector],
    most: tuple[csr_matrix, Vector],
) -> Constraints:
    chosen = free[members]
    cut = [_only(matrix, to, members) for matrix, to in (equal, most)]
    return Constraints(
        true=whole.true[chosen],
        floor=whole.floor[chosen],
        low=whole.low[chosen],
        high=whole.high[chosen],
        equal=cut[0][0],
        equal_to=cut[0][1],
        most=cut[1][0],
        most_to=cut[1][1],
        protected=np.flatnonzero(np.isin(chosen, whole.protected)),
        names=tuple(whole.names[i] for i in chosen),
        place=whole.place[chosen],
    )


def _only(matrix: csr_matrix, to: Vector, members: Numbers) -> tuple[csr_matrix, Vector]:
    part = matrix[:, members]
    rows = np.flatnonzero(np.diff(part.indptr))
    return part[rows], to[rows]


# Linear and integer programs over the constraints. Solver: HiGHS, through scipy.

NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class Rows:
    """``low <= matrix @ x <= high``."""

    matrix: csr_matrix
    low: Vector
    high: Vector

    @classmethod
    def of(cls, equal: csr_matrix, equal_to: Vector, most: csr_matrix, most_to: Vector) -> "Rows":
        """``equal @ x == equal_to`` and ``most @ x <= most_to``."""
        below = np.full(most_to.size, -np.inf)
        return cls(
            vstack([equal, most], format="csr"),
            np.concatenate([equal_to, below]),
            np.concatenate([equal_to, most_to]),
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """The best point that was found, in whole numbers where these were asked for; None where there
    is none, or the time was too short. No point has a lower cost than ``bound``."""

    point: Vector | None
    bound: float


def solve(cost: Vector, rows: Rows, limits: tuple[Vector, Vector]) -> Answer:
    """The point of lowest cost, in any numbers."""
    return _solved(cost, rows, limits, {}, whole=False)


def solve_whole(cost: Vector, rows: Rows, limits: tuple[Vector, Vector], nodes: int) -> Answer:
    """The point of lowest cost in whole numbers, as far as it is found within so many
    branches, so that the same program always has the same answer."""
    with _quiet():
        return _solved(cost, rows, limits, {"node_limit": nodes}, whole=True)


def is_whole(point: Vector) -> bool:
    """Whether a point is in whole numbers, as near as the solver computes."""
    return bool(np.all(np.abs(point - np.rint(point)) <= NEAR))


@contextmanager
def _quiet() -> Iterator[None]:
    """HiGHS 1.12 prints remarks of its integer part on the standard output, whatever it is told;
    there they would stand in the middle of JSON."""
    try:
        sys.stdout.flush()
        kept = os.dup(1)
    except OSError:
        yield  # there is no standard output
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _solved(
    cost: Vector,
    rows: Rows,
    limits: tuple[Vector, Vector],
    options: dict[str, float],
    *,
    whole: bool,
) -> Answer:
    answer = milp(
        cost,
        integrality=np.ones(cost.size) if whole else None,
        bounds=Bounds(*limits),
        constraints=LinearConstraint(rows.matrix, rows.low, rows.high) if rows.low.size else None,
        options=options,
    )
    if answer.x is None:
        return Answer(None, np.inf if answer.status == 2 else -np.inf)
    bound = answer.mip_dual_bound if whole else answer.fun
    found: Vector = answer.x
    return Answer(found, float(answer.fun if bound is None else bound))
