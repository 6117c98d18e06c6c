from harmscope.disclosure.cells import Cell, Tables
from harmscope.disclosure.complementary import pairs, partners
from harmscope.disclosure.margins import tables


def row(*parts: int) -> Tables:
    cells = [Cell("t", (("harm", f"h{i}"),), v, "people") for i, v in enumerate(parts, 1)]
    return tables([Cell("t", (), sum(parts), "people"), *cells])


def test_the_cheapest_partner_is_withheld() -> None:
    assert pairs(row(3, 90, 20), {1}, frozenset(), 5) == {3}


def test_partners_must_weigh_enough() -> None:
    assert pairs(row(3, 2, 90, 20), {1, 2}, frozenset(), 5) == {4}


def test_known_counts_are_no_partners() -> None:
    assert pairs(row(3, 90, 20), {1}, frozenset({3}), 5) == {2}


def test_the_search_goes_outward_where_a_sum_has_none_left() -> None:
    cells = [
        Cell("t", (), 100, "people"),
        Cell("t", (("harm", "a"),), 9, "people"),
        Cell("t", (("harm", "b"),), 91, "people"),
        Cell("t", (("harm", "a"), ("state", "X")), 9, "people"),
    ]
    made = tables(cells)
    assert partners(made, [cells[3].key], {1, 3}, frozenset()) == {2}


def test_nothing_left_gives_nothing() -> None:
    made = row(3)
    assert partners(made, [made.cells[1].key], {0, 1}, frozenset()) == set()
