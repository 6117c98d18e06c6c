"""The attacker: linear programs that try to narrow a withheld count down.

A count is safe when the attacker's own constraints allow it to be higher by the needed margin and
lower by the needed margin. Proving that needs one allowed table each, and one table is proof for
many counts at once; so a few programs that push all counts together settle nearly all of them, and
only the rest are solved one by one. Solver: HiGHS, through scipy.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, hstack, identity, vstack

from harmscope.disclosure.edition import Key
from harmscope.disclosure.puzzle import Numbers, Puzzle, Vector, pieces

EPSILON = 1e-5
_ROUNDS = 12
_KEPT = 300

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
    puzzle: Puzzle, margin: float, *, measure: bool = True, points: Points | None = None
) -> list[Exposure]:
    """Protected counts that can be bounded within less than ``margin`` above the truth, or below
    it as far as the attacker's prior knowledge leaves room there (no count is below 0).

    ``measure`` finds the exact range of each. ``points`` takes and gives allowed tables that
    attackers of one publication share.
    """
    shared = [] if points is None else points
    known = np.flatnonzero(puzzle.high <= puzzle.low)
    solved = np.intersect1d(puzzle.protected, known)
    found = [Exposure(puzzle.names[i], puzzle.low[i], puzzle.high[i], exact=True) for i in solved]
    for piece in pieces(puzzle):
        found += _margins(_Search(piece, puzzle.true, shared), margin, measure=measure)
    return found


def narrow(puzzle: Puzzle, width: float) -> list[Exposure]:
    """Protected counts whose whole range the attacker can bring below ``width``, for an attacker
    who guesses the reason why a count is withheld. Ranges that are small by themselves count as
    far as the sums make them smaller still."""
    found: list[Exposure] = []
    for piece in pieces(puzzle):
        found += _widths(_Search(piece, puzzle.true, []), width)
    return found


def _margins(search: "_Search", margin: float, *, measure: bool) -> list[Exposure]:
    piece = search.piece
    up = np.full(piece.true.size, float(margin))
    # Nothing that was published may narrow a count; what the attacker knew before is no leak.
    down = np.minimum(margin, piece.true - piece.floor)
    bad = {*search.settle(up, 1), *search.settle(down, -1)}
    return [search.exposure(int(i), measure=measure) for i in sorted(bad)]


def _widths(search: "_Search", width: float) -> list[Exposure]:
    piece = search.piece
    wanted = np.minimum(width, piece.high - piece.low)
    search.spread(wanted)
    bad = []
    for i in piece.protected:
        if search.top[i] - search.bottom[i] < wanted[i] - EPSILON:
            search.reach(int(i), 1)
            search.reach(int(i), -1)
            if search.top[i] - search.bottom[i] < wanted[i] - EPSILON:
                bad.append(search.exposure(int(i), measure=False))
    return bad


class _Search:
    """Allowed tables found so far, as the highest and lowest value seen for each count."""

    def __init__(self, piece: Puzzle, truth: Vector, points: Points) -> None:
        self.piece, self._truth, self._points = piece, truth, points
        self.top, self.bottom = piece.true.copy(), piece.true.copy()
        for point in points:
            part = point[piece.place]
            if np.all(part >= piece.low - EPSILON) and np.all(part <= piece.high + EPSILON):
                self._note(part)

    def settle(self, need: Vector, sign: int) -> list[int]:
        """Numbers of protected counts that cannot be moved by ``need`` in direction ``sign``."""
        stuck: list[int] = []
        groups = [self.piece.protected]
        while groups:
            group = self._open(groups.pop(), need, sign)
            if not group.size:
                continue
            gain = self._push(group, need, sign)
            left = self._open(group, need, sign)
            # The group moved by ``gain`` in all, so no member alone can move further than that.
            if gain < need[left].min(initial=np.inf) - EPSILON or group.size == 1:
                stuck += [int(i) for i in left]
            elif left.size < group.size:
                groups.append(left)
            else:
                groups += [left[::2], left[1::2]]
        return stuck

    def _open(self, group: Numbers, need: Vector, sign: int) -> Numbers:
        moved = (self.top - self.piece.true) if sign > 0 else (self.piece.true - self.bottom)
        return group[moved[group] < need[group] - EPSILON]

    def _push(self, open_: Numbers, need: Vector, sign: int) -> float:
        """Move all of ``open_`` at once, each by at most its need; the sum that was reached.

        Unknowns are the counts and, beside them, the capped movement of each open count.
        """
        piece, extra = self.piece, open_.size
        picks = csr_matrix(
            (np.full(extra, -float(sign)), (np.arange(extra), open_)),
            shape=(extra, piece.true.size),
        )
        most = vstack(
            [
                hstack([piece.most, csr_matrix((piece.most.shape[0], extra))]),
                hstack([picks, identity(extra)]),
            ]
        )
        most_to = np.concatenate([piece.most_to, -sign * piece.true[open_]])
        equal = hstack([piece.equal, csr_matrix((piece.equal.shape[0], extra))])
        cost = np.concatenate([np.zeros(piece.true.size), -np.ones(extra)])
        limits = np.concatenate(
            [
                np.column_stack([piece.low, piece.high]),
                np.column_stack([np.zeros(extra), need[open_]]),
            ]
        )
        answer = _solve(cost, (most, most_to), (equal, piece.equal_to), limits)
        self._seen(answer[: piece.true.size])
        return float(answer[piece.true.size :].sum())

    def spread(self, wanted: Vector) -> None:
        """Look for high and low tables until every protected count has its width or none gains."""
        random = np.random.default_rng(0)
        for turn in range(_ROUNDS):
            narrow_ = [
                i
                for i in self.piece.protected
                if self.top[i] - self.bottom[i] < wanted[i] - EPSILON
            ]
            if not narrow_:
                return
            signs = (
                np.full(len(narrow_), 1.0) if turn < 2 else random.choice([1.0, -1.0], len(narrow_))
            )
            cost = np.zeros(self.piece.true.size)
            cost[narrow_] = signs if turn % 2 else -signs
            self._seen(self._best(cost))

    def reach(self, i: int, sign: int) -> None:
        """Move one count as far as it goes."""
        cost = np.zeros(self.piece.true.size)
        cost[i] = -float(sign)
        self._seen(self._best(cost))

    def _best(self, cost: Vector) -> Vector:
        piece = self.piece
        # No count can be wanted beyond this, and a bounded program cannot run off.
        ceiling = np.minimum(piece.high, piece.true * 2 + 1e6)
        limits = np.column_stack([piece.low, np.maximum(ceiling, piece.true)])
        return _solve(cost, (piece.most, piece.most_to), (piece.equal, piece.equal_to), limits)

    def _seen(self, table: Vector) -> None:
        self._note(table)
        if len(self._points) < _KEPT:
            whole = self._truth.copy()
            whole[self.piece.place] = table
            self._points.append(whole)

    def _note(self, table: Vector) -> None:
        self.top, self.bottom = np.maximum(self.top, table), np.minimum(self.bottom, table)

    def exposure(self, i: int, *, measure: bool) -> Exposure:
        """One count's range: as far as it was seen, or exactly, by two programs of its own."""
        if measure:
            self.reach(i, 1)
            self.reach(i, -1)
        low, high = float(self.bottom[i]), float(self.top[i])
        return Exposure(self.piece.names[i], low, high, exact=high - low < 1 - EPSILON)


def _solve(
    cost: Vector,
    most: tuple[csr_matrix, Vector],
    equal: tuple[csr_matrix, Vector],
    limits: Vector,
) -> Vector:
    answer = linprog(
        cost,
        A_ub=most[0] if most[0].shape[0] else None,
        b_ub=most[1] if most[0].shape[0] else None,
        A_eq=equal[0] if equal[0].shape[0] else None,
        b_eq=equal[1] if equal[0].shape[0] else None,
        bounds=limits,
        method="highs",
    )
    if answer.x is None:
        # The real table is always a solution, so this is a fault of ours, never of the data.
        raise RuntimeError("the attacker's program has no solution")
    found: Vector = answer.x
    return found
