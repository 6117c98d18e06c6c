from harmscope.formats.frames import Column, Frame, Table, packed
from harmscope.formats.rows import Row, row_fault

DATA = packed(Table([Column(["x", None], b"\0\0\1\0\0\0"), Column([1, 2, 3])], {2: "bad_cell"}))


def test_distinct_values_are_put_back_in_their_rows() -> None:
    found = list(Frame(5, 3, ("a", "b"), DATA).rows())
    assert found == [
        Row(5, 0, {"a": "x", "b": 1}),
        Row(6, 0, {"b": 2}),
        row_fault("bad_cell", 7, 0),
    ]


def test_null_stays_where_it_is_asked_for() -> None:
    found = list(Frame(1, 3, ("a", "b"), DATA).rows(frozenset({"a", "not there"})))
    assert found[1] == Row(2, 0, {"b": 2, "a": None})


def test_rows_without_columns_are_counted() -> None:
    assert len(list(Frame(1, 3, (), packed(Table([]))).rows())) == 3
