"""The attacker: programs that try to narrow a withheld count down.

A count is safe when the attacker's own constraints allow it to be higher by the needed margin and
lower by the needed margin. Proving that needs one allowed table each, and one table is proof for
many counts at once; so a few programs that push all counts together settle nearly all of them, and
only the rest are solved one by one.

The attacker knows that counts are whole numbers, and a linear program does not: it may find room
where only fractions fit. So a table is proof only if it is in whole numbers. Where the linear
program's is not, an integer program looks for one; what it cannot settle in its branches counts
as exposed.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack, identity, vstack

from harmscope.disclosure.level import Key
from harmscope.disclosure.solver import (
    Constraints,
    Numbers,
    Rows,
    Vector,
    is_whole,
    pieces,
    solve,
    solve_whole,
)

EPSILON = 1e-5
_ROUNDS = 4
_KEPT = 10_000
_NODES = 500
"""Branches that an integer program may try. A bound in time would let the load of the machine
decide what is published."""

_FEW = 4
_PUSHES = 2

Points = list[Vector]
"""Allowed tables found so far, over all unknowns: what one attacker cannot rule out, another with
the same publication may not be able to either."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """A withheld count that can be narrowed down to ``low``..``high``."""

    key: Key
    low: float
    high: float
    exact: bool


def exposures(
    problem: Constraints, margin: float, *, measure: bool = True, points: Points | None = None
) -> list[Exposure]:
    """Protected counts that can be bounded within less than ``margin`` above the truth, or below
    it as far as the attacker's prior knowledge leaves room there (no count is below 0).

    ``measure`` finds the exact range of each. ``points`` takes and gives allowed tables that
    attackers of one publication share.
    """
    shared = [] if points is None else points
    known = np.flatnonzero(problem.high <= problem.low)
    solved = np.intersect1d(problem.protected, known)
    found = [
        Exposure(problem.names[i], problem.low[i], problem.high[i], exact=True) for i in solved
    ]
    for piece in pieces(problem):
        found += _margins(_Search(piece, problem.true, shared), margin, measure=measure)
    return found


def explore(problem: Constraints, margin: float, points: Points) -> None:
    """Add tables to ``points`` that hold for this attacker, a few programs in all."""
    for piece in pieces(problem):
        search = _Search(piece, problem.true, points)
        for sign, need in _needs(piece, margin):
            search.push_all(need, sign)


def narrow(problem: Constraints, width: float, points: Points | None = None) -> list[Exposure]:
    """Protected counts whose whole range the attacker can bring below ``width``, for an attacker
    who guesses the reason why a count is withheld. Ranges that are small by themselves count as
    far as the sums make them smaller still."""
    found: list[Exposure] = []
    for piece in pieces(problem):
        found += _widths(_Search(piece, problem.true, points if points is not None else []), width)
    return found


def _margins(search: "_Search", margin: float, *, measure: bool) -> list[Exposure]:
    bad = {i for sign, need in _needs(search.piece, margin) for i in search.settle(need, sign)}
    return [search.exposure(int(i), measure=measure) for i in sorted(bad)]


def _needs(piece: Constraints, margin: float) -> tuple[tuple[int, Vector], ...]:
    """By how much each count must be able to move upward and downward."""
    up = np.full(piece.true.size, float(margin))
    # Nothing that was published may narrow a count; what the attacker knew before is no leak.
    return (1, up), (-1, np.minimum(margin, piece.true - piece.floor))


def _widths(search: "_Search", width: float) -> list[Exposure]:
    piece = search.piece
    wanted = np.minimum(width, piece.high - piece.low)
    search.spread(wanted)
    bad = []
    for i in map(int, piece.protected):
        if not search.wide(i, wanted[i]):
            search.reach(i, 1)
            search.reach(i, -1)
            if search.lacks(i, wanted[i]) > EPSILON:
                bad.append(search.exposure(i, measure=False))
    return bad


class _Search:
    """Allowed tables found so far, as the highest and lowest value seen for each count."""

    def __init__(self, piece: Constraints, truth: Vector, points: Points) -> None:
        self.piece, self._truth, self._points = piece, truth, points
        self._rows = Rows.of(piece.equal, piece.equal_to, piece.most, piece.most_to)
        self.top, self.bottom = piece.true.copy(), piece.true.copy()
        for point in points:
            part = point[piece.place]
            if np.all(part >= piece.low - EPSILON) and np.all(part <= piece.high + EPSILON):
                self._note(part)

    def settle(self, need: Vector, sign: int) -> list[int]:
        """Numbers of protected counts that cannot be moved by ``need`` in direction ``sign``."""
        self.push_all(need, sign)
        return [int(i) for i in self.piece.protected if not self.shift(int(i), need[i], sign)]

    def push_all(self, need: Vector, sign: int) -> None:
        """Move all protected counts together, as far as that goes."""
        for _ in range(_PUSHES):
            open_ = self._open(self.piece.protected, need, sign)
            if open_.size > _FEW:
                self._push(open_, need, sign)

    def shift(self, i: int, need: float, sign: int) -> bool:
        """Look for the nearest allowed table in which a count is moved by ``need``.

        Unknowns are the movements upward and downward of each count. Most movements go round few
        counts, so an integer program over those that the linear one moves comes first.
        """
        if self._moved(sign)[i] >= need - EPSILON:
            return True
        piece, size = self.piece, self.piece.true.size
        matrix = hstack([self._rows.matrix, -self._rows.matrix], format="csr")
        at = self._rows.matrix @ piece.true
        rows = Rows(matrix, self._rows.low - at, self._rows.high - at)
        low = np.zeros(2 * size)
        high = np.minimum(
            np.concatenate([piece.high - piece.true, piece.true - piece.low]),
            piece.true.max() + 1e6,
        )
        place = i if sign > 0 else size + i
        low[place], high[size + i if sign > 0 else i] = need, 0
        if high[place] < need:
            return False
        answer = solve(np.ones(2 * size), rows, (low, high))
        if answer.point is not None and not is_whole(answer.point):
            used = answer.point > EPSILON
            some = np.where(np.tile(used[:size] | used[size:], 2), high, 0.0)
            answer = solve_whole(np.ones(2 * size), rows, (low, some), _NODES)
            if answer.point is None:
                answer = solve_whole(np.ones(2 * size), rows, (low, high), _NODES)
        if answer.point is not None:
            moved = answer.point[:size] - answer.point[size:]
            self._seen(piece.true + moved)
            # The same movement the other way is often allowed, too, and costs nothing to try.
            self._seen(piece.true - moved)
        return bool(self._moved(sign)[i] >= need - EPSILON)

    def _moved(self, sign: int) -> Vector:
        return (self.top - self.piece.true) if sign > 0 else (self.piece.true - self.bottom)

    def _open(self, group: Numbers, need: Vector, sign: int) -> Numbers:
        return group[self._moved(sign)[group] < need[group] - EPSILON]

    def _push(self, open_: Numbers, need: Vector, sign: int) -> None:
        """Move all of ``open_`` at once, each by at most its need.

        Unknowns are the counts and, beside them, the capped movement of each open count.
        """
        piece, extra = self.piece, open_.size
        places = (np.arange(extra), open_)
        picks = csr_matrix((np.full(extra, -float(sign)), places), shape=(extra, piece.true.size))
        wide = csr_matrix((self._rows.low.size, extra))
        rows = Rows(
            vstack(
                [hstack([self._rows.matrix, wide]), hstack([picks, identity(extra)])], format="csr"
            ),
            np.concatenate([self._rows.low, np.full(extra, -np.inf)]),
            np.concatenate([self._rows.high, -sign * piece.true[open_]]),
        )
        cost = np.concatenate([np.zeros(piece.true.size), -np.ones(extra)])
        limits = (
            np.concatenate([piece.low, np.zeros(extra)]),
            np.concatenate([piece.high, need[open_]]),
        )
        self._best(cost, rows, limits, whole=False)

    def spread(self, wanted: Vector) -> None:
        """Look for high and low tables until every protected count has its width or none gains."""
        random = np.random.default_rng(0)
        for turn in range(_ROUNDS):
            narrow_ = [
                int(i) for i in self.piece.protected if self.lacks(int(i), wanted[i]) > EPSILON
            ]
            if len(narrow_) <= _FEW:
                return
            signs = (
                np.full(len(narrow_), 1.0) if turn < 2 else random.choice([1.0, -1.0], len(narrow_))
            )
            cost = np.zeros(self.piece.true.size)
            cost[narrow_] = signs if turn % 2 else -signs
            self._range(cost, whole=False)

    def lacks(self, i: int, width: float) -> float:
        """By how much the range seen of a count falls short of ``width``."""
        return float(width - (self.top[i] - self.bottom[i]))

    def wide(self, i: int, width: float) -> bool:
        """Whether a count is seen over a range of ``width``, after a try to widen it each way."""
        for sign in (1, -1):
            lack = self.lacks(i, width)
            if lack <= EPSILON:
                return True
            self.shift(i, float(self._moved(sign)[i]) + lack, sign)
        return self.lacks(i, width) <= EPSILON

    def reach(self, i: int, sign: int) -> None:
        """Move one count as far as it goes."""
        cost = np.zeros(self.piece.true.size)
        cost[i] = -float(sign)
        self._range(cost)

    def _range(self, cost: Vector, *, whole: bool = True) -> None:
        piece = self.piece
        # No count can be wanted beyond this, and a bounded program cannot run off.
        ceiling = np.maximum(np.minimum(piece.high, piece.true * 2 + 1e6), piece.true)
        self._best(cost, self._rows, (piece.low, ceiling), whole=whole)

    def _best(
        self, cost: Vector, rows: Rows, limits: tuple[Vector, Vector], *, whole: bool = True
    ) -> None:
        """Note the table of lowest cost. Where it is not in whole numbers, ``whole`` looks for the
        one that is."""
        answer = solve(cost, rows, limits)
        if answer.point is None:
            # The real table is always a solution, so this is a fault of ours, never of the data.
            raise RuntimeError("the attacker's program has no solution")
        if whole and not is_whole(answer.point[: self.piece.true.size]):
            answer = solve_whole(cost, rows, limits, _NODES)
        if answer.point is not None:
            self._seen(answer.point[: self.piece.true.size])

    def _seen(self, found: Vector) -> None:
        """Note a table, if it is one in whole numbers."""
        table = np.rint(found)
        if not is_whole(found) or not self.piece.fits(table):
            return
        # Only a table that shows something new is worth keeping for the other attackers.
        if self._note(table) and len(self._points) < _KEPT:
            whole = self._truth.copy()
            whole[self.piece.place] = table
            self._points.append(whole)

    def _note(self, table: Vector) -> bool:
        """Widen the ranges seen; whether any was widened."""
        wider = bool(np.any(table > self.top) or np.any(table < self.bottom))
        self.top, self.bottom = np.maximum(self.top, table), np.minimum(self.bottom, table)
        return wider

    def exposure(self, i: int, *, measure: bool) -> Exposure:
        """One count's range: as far as it was seen, or exactly, by two programs of its own."""
        if measure:
            self.reach(i, 1)
            self.reach(i, -1)
        low, high = float(self.bottom[i]), float(self.top[i])
        return Exposure(self.piece.names[i], low, high, exact=high - low < 1 - EPSILON)
