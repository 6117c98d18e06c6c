from harmscope.disclosure.cells import Cell, Relation, Tables, tables

CELLS = tuple(Cell("t", (("harm", code),) if code else (), 1, "people") for code in ("", "a", "b"))


def test_touching_lists_the_sums_of_each_cell() -> None:
    tables = Tables(CELLS, (Relation(0, (1, 2)), Relation(0, (1,), "at_least")))
    assert tables.touching() == [[0, 1], [0, 1], [0]]


def test_where_keeps_only_whole_sums() -> None:
    tables = Tables(CELLS, (Relation(0, (1, 2)), Relation(2, (1,), "at_most")))
    part = tables.where([2, 1])
    assert [cell.place for cell in part.cells] == [(("harm", "a"),), (("harm", "b"),)]
    assert part.relations == (Relation(1, (0,), "at_most"),)


def cell(value: int, table: str = "t", **place: str) -> Cell:
    return Cell(table, tuple(sorted(place.items())), value, "people")


def test_a_total_is_the_sum_of_its_codes() -> None:
    made = tables([cell(7), cell(3, harm="a"), cell(4, harm="b")])
    assert made.relations == (Relation(0, (1, 2)),)


def test_two_dimensions_give_margins_both_ways() -> None:
    made = tables([cell(3), cell(3, harm="a"), cell(3, state="X"), cell(3, harm="a", state="X")])
    assert {(r.total, r.parts) for r in made.relations} == {
        (0, (1,)),
        (0, (2,)),
        (1, (3,)),
        (2, (3,)),
    }


def test_children_add_up_to_their_parent_and_not_to_the_total() -> None:
    parents = {"harm": {"a": None, "a.x": "a", "a.y": "a"}}
    made = tables([cell(5), cell(5, harm="a"), cell(2, harm="a.x"), cell(3, harm="a.y")], parents)
    assert made.relations == (Relation(0, (1,)), Relation(1, (2, 3)))


def test_a_sum_with_a_remainder_is_an_inequality() -> None:
    made = tables([cell(9), cell(3, harm="a"), cell(4, harm="b")])
    assert made.relations == (Relation(0, (1, 2), "at_least"),)


def test_overlapping_parts_bound_the_total_from_both_sides() -> None:
    made = tables([cell(5), cell(3, kind="a"), cell(4, kind="b")])
    assert Relation(0, (1, 2), "at_most") in made.relations
    assert Relation(0, (2,), "at_least") in made.relations


def test_tables_that_add_up_are_linked() -> None:
    made = tables(
        [cell(9, "all"), cell(4, "auto"), cell(5, "hand")], sums=[("all", ("auto", "hand"))]
    )
    assert made.relations == (Relation(0, (1, 2)),)


def test_a_link_with_a_missing_part_is_no_link() -> None:
    assert (
        tables([cell(9, "all"), cell(4, "auto")], sums=[("all", ("auto", "hand"))]).relations == ()
    )
