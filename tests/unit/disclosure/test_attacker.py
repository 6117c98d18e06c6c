from dataclasses import replace

import numpy as np

from harmscope.disclosure.attacker import explore, exposures, narrow
from harmscope.disclosure.cells import Cell, Relation, Tables, tables
from harmscope.disclosure.level import HIDDEN, Edition, Shown, level
from harmscope.disclosure.protect import protect
from harmscope.disclosure.solver import Constraints, Rows, constraints, solve


def row(total: int, *parts: int, hidden: set[int], high: float | None = None) -> Constraints:
    cells = [Cell("t", (), total, "people")]
    cells += [Cell("t", (("harm", f"h{i}"),), v, "people") for i, v in enumerate(parts, 1)]
    made: Tables = tables(cells)
    withheld = HIDDEN if high is None else Shown("hidden", None, 1, high)
    shown = [
        withheld if i in hidden else Shown("exact", c.value, c.value, c.value)
        for i, c in enumerate(cells)
    ]
    return constraints([Edition(made, tuple(shown), frozenset({1}))])


def test_one_withheld_count_of_a_sum_is_recovered() -> None:
    (found,) = exposures(row(50, 3, 47, hidden={1}), 5)
    assert (found.low, found.high, found.exact) == (3, 3, True)


def test_two_small_ones_bound_each_other() -> None:
    (found,) = exposures(row(43, 3, 2, 38, hidden={1, 2}), 5)
    assert (round(found.low), round(found.high), found.exact) == (0, 5, False)


def test_a_large_partner_protects() -> None:
    assert exposures(row(50, 3, 47, hidden={1, 2}), 5) == []


def test_tables_found_beforehand_are_kept_for_every_attacker() -> None:
    problem = row(300, *range(20, 40, 2), 10, hidden=set(range(1, 11)))
    points: list[np.ndarray] = []
    explore(problem, 5, points)
    assert exposures(problem, 5, points=points) == exposures(problem, 5) == []
    assert all(problem.fits(point) for point in points)


def test_a_withheld_total_protects() -> None:
    assert exposures(row(50, 3, 47, hidden={0, 1}), 5) == []


def test_who_guesses_the_reason_must_not_pin_the_count() -> None:
    assert narrow(row(3, 1, 2, hidden={1, 2}, high=9), 5)
    assert narrow(row(12, 5, 7, hidden={1, 2}, high=9), 5) == []


def linked() -> Tables:
    """x = p + r, a = p + q, b = q + r, t = x + y: since a and b are equal, x is an even number."""
    values = {"x": 40, "p": 20, "r": 20, "q": 30, "a": 50, "b": 50, "y": 5, "t": 45}
    cells = tuple(Cell(name, (), value, "people") for name, value in values.items())
    sums = ((0, (1, 2)), (4, (1, 3)), (5, (3, 2)), (7, (0, 6)))
    return Tables(cells, tuple(Relation(total, parts) for total, parts in sums))


def withheld(made: Tables, hidden: set[int], protected: set[int]) -> Constraints:
    shown = [
        HIDDEN if i in hidden else Shown("exact", c.value, c.value, c.value)
        for i, c in enumerate(made.cells)
    ]
    return constraints([Edition(made, tuple(shown), frozenset(protected))])


def test_what_only_fractions_leave_open_is_found() -> None:
    whole = withheld(linked(), {0, 1, 2, 3, 6}, {0})
    rows = Rows.of(whole.equal, whole.equal_to, whole.most, whole.most_to)
    cost = np.array([-1.0 if key[0] == "x" else 0.0 for key in whole.names])
    # A linear attacker sees room for 5 more, and is content.
    assert solve(cost, rows, (whole.low, whole.high)).bound <= -45 + 1e-6
    (found,) = exposures(whole, 5)
    assert (found.key[0], found.low, found.high) == ("x", 0, 44)
    assert exposures(whole, 4) == []


def test_one_more_withheld_count_mends_it() -> None:
    assert exposures(withheld(linked(), {0, 1, 2, 3, 4, 6, 7}, {0, 6}), 5) == []


def test_protection_goes_on_until_whole_numbers_give_nothing_away() -> None:
    made = linked()
    cells = [replace(c, shares={"a": c.value}) if c.table == "x" else c for c in made.cells]
    result = protect(Tables(tuple(cells), made.relations), level("public-exact"))
    assert not result.refused
    states = {c.table: one.state for c, one in zip(made.cells, result.shown, strict=True)}
    assert states["x"] == "hidden"
    assert "hidden" in {states["a"], states["b"], states["t"]}
