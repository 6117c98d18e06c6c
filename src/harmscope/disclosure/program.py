"""Linear and integer programs over an attacker's puzzle. Solver: HiGHS, through scipy."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, vstack

from harmscope.disclosure.puzzle import Vector

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
