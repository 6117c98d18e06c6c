import os

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from harmscope.disclosure.cells import Cell, tables
from harmscope.disclosure.level import HIDDEN, Edition, Shown
from harmscope.disclosure.solver import (
    Rows,
    _quiet,
    constraints,
    is_whole,
    pieces,
    solve,
    solve_whole,
)


def cell(value: int, **place: str) -> Cell:
    return Cell("t", tuple(sorted(place.items())), value, "people")


def edition(*values: int) -> Edition:
    made = tables([cell(values[0]), cell(values[1], harm="a"), cell(values[2], harm="b")])
    told = Shown("exact", values[0], values[0], values[0])
    return Edition(made, (told, HIDDEN, HIDDEN), frozenset({1}))


def test_the_truth_is_a_solution() -> None:
    made = constraints([edition(10, 3, 7)])
    assert made.fits(made.true)
    assert not made.fits(made.true + 1)


def test_unchanged_counts_of_two_editions_are_one_unknown() -> None:
    made = constraints([edition(11, 3, 8), edition(10, 3, 7)])
    assert made.true.tolist() == [11, 3, 8, 10, 7]
    assert made.protected.tolist() == [1]


def test_a_floor_is_what_the_attacker_knows_before() -> None:
    key = ("t", (("harm", "a"),))
    made = constraints([edition(10, 3, 7)], {key: 2})
    assert made.low.tolist() == [10, 2, 0]
    assert made.floor.tolist() == [0, 2, 0]


def test_known_counts_leave_the_puzzle() -> None:
    (piece,) = pieces(constraints([edition(10, 3, 7)]))
    assert piece.true.tolist() == [3, 7]
    assert np.allclose(piece.equal @ piece.true, piece.equal_to)


def test_pieces_without_a_secret_are_left_out() -> None:
    lone = Edition(tables([cell(5)]), (HIDDEN,), frozenset())
    assert pieces(constraints([lone])) == []


# x + y = 3 and x - y = 0: nothing in whole numbers.
ODD = Rows.of(
    csr_matrix([[1.0, 1.0]]), np.array([3.0]), csr_matrix([[1.0, -1.0], [-1.0, 1.0]]), np.zeros(2)
)
COST, LIMITS = np.array([1.0, 0.0]), (np.zeros(2), np.full(2, 9.0))


def test_fractions_are_found_and_told_apart() -> None:
    answer = solve(COST, ODD, LIMITS)
    assert answer.point is not None
    assert answer.point.tolist() == [1.5, 1.5]
    assert not is_whole(answer.point)


def test_where_no_whole_numbers_fit_there_is_no_point() -> None:
    assert solve_whole(COST, ODD, LIMITS, 5).point is None


def test_whole_numbers_are_found() -> None:
    rows = Rows.of(csr_matrix([[2.0, 2.0]]), np.array([6.0]), csr_matrix((0, 2)), np.zeros(0))
    answer = solve_whole(-COST, rows, LIMITS, 5)
    assert answer.point is not None
    assert is_whole(answer.point)
    assert round(answer.point[0]) == 3


def test_the_solver_says_nothing_on_the_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    with _quiet():
        os.write(1, b"remark")
    print("result")
    assert capfd.readouterr().out == "result\n"
