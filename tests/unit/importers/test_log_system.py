from harmscope.importers.entry import Entry
from harmscope.importers.log_system import LogSystem


def system(**more):
    given = {
        "name": "test",
        "title": "Test",
        "schemes": (),
        "reads": (),
        "columns": {"a": frozenset({"id", "x"}), "b": frozenset({"id"})},
        "pages": {"items": "a"},
        "translate": {},
        "capabilities": (),
        "not_recorded": (),
        "choices": (),
    }
    return LogSystem(**(given | more))


def test_the_first_table_that_fits_is_taken():
    assert system().entries({"id": 1, "x": 2}, "f", 3, 4)[0].table == "a"
    assert system().entries({"id": 1}, "f", 3, 4)[0].table == "b"


def test_a_page_gives_its_rows_with_their_place():
    (row,) = system().entries({"items": [{"id": 1}]}, "f", 3, 4)
    assert (row.table, row.pointer, row.line) == ("a", "/items/0", 3)


def test_an_empty_page_has_no_rows():
    assert system().entries({"items": []}, "f", 3, 4) == []


def test_rows_can_stand_for_others():
    inner = Entry("b", {"id": 9}, "f", 1, 0)
    taken = system(explode={"a": lambda row: [row, inner]})
    assert [row.table for row in taken.entries({"id": 1, "x": 2}, "f", 1, 0)] == ["a", "b"]
