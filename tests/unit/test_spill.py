"""Sorting, dividing and keeping on disk what may be more than memory holds."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.spill import Database, Divided, in_order


@given(st.lists(st.tuples(st.integers(), st.text())), st.integers(1, 8))
def test_everything_comes_back_in_order(items: list[tuple[int, str]], held: int) -> None:
    assert list(in_order(items, held)) == sorted(items)


def test_texts_are_sorted_too() -> None:
    assert list(in_order(iter("cab"), held=2)) == ["a", "b", "c"]


def test_many_items_pass_through_files() -> None:
    items = [(n * 7919 % 5000, n) for n in range(5000)]
    assert list(in_order(items, held=1200)) == sorted(items)


def test_bytes_are_dealt_out_by_part() -> None:
    with Divided(3) as divided:
        for number in range(9):
            divided.add(number % 3, b"%d" % number)
        parts = [file.read() for file in divided.parts()]
        again = [file.read() for file in divided.parts()]
    assert parts == again == [b"036", b"147", b"258"]


def test_divided_files_are_closed() -> None:
    divided = Divided(1)
    (file,) = divided.parts()
    divided.close()
    assert file.closed


def test_rows_are_kept_sorted_and_removed(tmp_path: Path) -> None:
    with Database("CREATE TABLE one (name TEXT, number INTEGER)", tmp_path) as database:
        database.many("INSERT INTO one VALUES (?, ?)", [("b", 2), ("a", 1)])
        database.rows("INSERT INTO one VALUES (?, ?)", ("c", 0))
        assert list(database.rows("SELECT name FROM one ORDER BY number")) == [
            ("c",),
            ("a",),
            ("b",),
        ]
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def test_a_fault_removes_the_rows_as_well(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), Database("", tmp_path):
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())
