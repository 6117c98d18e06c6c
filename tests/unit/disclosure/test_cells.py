from harmscope.disclosure.cells import Cell, Relation, Tables

CELLS = tuple(Cell("t", (("harm", code),) if code else (), 1, "people") for code in ("", "a", "b"))


def test_touching_lists_the_sums_of_each_cell() -> None:
    tables = Tables(CELLS, (Relation(0, (1, 2)), Relation(0, (1,), "at_least")))
    assert tables.touching() == [[0, 1], [0, 1], [0]]


def test_where_keeps_only_whole_sums() -> None:
    tables = Tables(CELLS, (Relation(0, (1, 2)), Relation(2, (1,), "at_most")))
    part = tables.where([2, 1])
    assert [cell.place for cell in part.cells] == [(("harm", "a"),), (("harm", "b"),)]
    assert part.relations == (Relation(1, (0,), "at_most"),)
