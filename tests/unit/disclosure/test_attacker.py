from harmscope.disclosure.attacker import exposures, narrow
from harmscope.disclosure.cells import Cell, Tables
from harmscope.disclosure.edition import Edition
from harmscope.disclosure.margins import tables
from harmscope.disclosure.puzzle import Puzzle, puzzle
from harmscope.disclosure.showing import HIDDEN, Shown


def row(total: int, *parts: int, hidden: set[int], high: float | None = None) -> Puzzle:
    cells = [Cell("t", (), total, "people")]
    cells += [Cell("t", (("harm", f"h{i}"),), v, "people") for i, v in enumerate(parts, 1)]
    made: Tables = tables(cells)
    withheld = HIDDEN if high is None else Shown("hidden", None, 1, high)
    shown = [
        withheld if i in hidden else Shown("exact", c.value, c.value, c.value)
        for i, c in enumerate(cells)
    ]
    return puzzle([Edition(made, tuple(shown), frozenset({1}))])


def test_one_withheld_count_of_a_sum_is_recovered() -> None:
    (found,) = exposures(row(50, 3, 47, hidden={1}), 5)
    assert (found.low, found.high, found.exact) == (3, 3, True)


def test_two_small_ones_bound_each_other() -> None:
    (found,) = exposures(row(43, 3, 2, 38, hidden={1, 2}), 5)
    assert (round(found.low), round(found.high), found.exact) == (0, 5, False)


def test_a_large_partner_protects() -> None:
    assert exposures(row(50, 3, 47, hidden={1, 2}), 5) == []


def test_a_withheld_total_protects() -> None:
    assert exposures(row(50, 3, 47, hidden={0, 1}), 5) == []


def test_who_guesses_the_reason_must_not_pin_the_count() -> None:
    assert narrow(row(3, 1, 2, hidden={1, 2}, high=9), 5)
    assert narrow(row(12, 5, 7, hidden={1, 2}, high=9), 5) == []
