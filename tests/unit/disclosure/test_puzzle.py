import numpy as np

from harmscope.disclosure.cells import Cell
from harmscope.disclosure.edition import Edition
from harmscope.disclosure.margins import tables
from harmscope.disclosure.puzzle import pieces, puzzle
from harmscope.disclosure.showing import HIDDEN, Shown


def cell(value: int, **place: str) -> Cell:
    return Cell("t", tuple(sorted(place.items())), value, "people")


def edition(*values: int) -> Edition:
    made = tables([cell(values[0]), cell(values[1], harm="a"), cell(values[2], harm="b")])
    told = Shown("exact", values[0], values[0], values[0])
    return Edition(made, (told, HIDDEN, HIDDEN), frozenset({1}))


def test_the_truth_is_a_solution() -> None:
    made = puzzle([edition(10, 3, 7)])
    assert made.fits(made.true)
    assert not made.fits(made.true + 1)


def test_unchanged_counts_of_two_editions_are_one_unknown() -> None:
    made = puzzle([edition(11, 3, 8), edition(10, 3, 7)])
    assert made.true.tolist() == [11, 3, 8, 10, 7]
    assert made.protected.tolist() == [1]


def test_a_floor_is_what_the_attacker_knows_before() -> None:
    key = ("t", (("harm", "a"),))
    made = puzzle([edition(10, 3, 7)], {key: 2})
    assert made.low.tolist() == [10, 2, 0]
    assert made.floor.tolist() == [0, 2, 0]


def test_known_counts_leave_the_puzzle() -> None:
    (piece,) = pieces(puzzle([edition(10, 3, 7)]))
    assert piece.true.tolist() == [3, 7]
    assert np.allclose(piece.equal @ piece.true, piece.equal_to)


def test_pieces_without_a_secret_are_left_out() -> None:
    lone = Edition(tables([cell(5)]), (HIDDEN,), frozenset())
    assert pieces(puzzle([lone])) == []
