import os

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from harmscope.disclosure.program import Rows, _quiet, is_whole, solve, solve_whole

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
