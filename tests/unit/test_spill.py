"""Sorting, dividing and keeping on disk what may be more than memory holds."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope import spill
from harmscope.spill import Database, Divided, in_order


@given(st.lists(st.tuples(st.integers(), st.text())), st.integers(1, 8))
def test_everything_comes_back_in_order(items: list[tuple[int, str]], held: int) -> None:
    assert list(in_order(items, held)) == sorted(items)


@pytest.mark.parametrize("held", [1, 7, 1000])
def test_the_order_does_not_depend_on_what_fits_into_memory(
    held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spill, "CHUNK", 3)
    items = [(n * 7 % 10, n * 3 % 10) for n in range(50)]
    assert list(in_order(items, held)) == sorted(items)


def test_nothing_gives_nothing() -> None:
    nothing: Iterator[tuple[int]] = iter(())
    assert list(in_order(nothing)) == []


def test_texts_are_sorted_too() -> None:
    assert list(in_order(iter("cab"), held=2)) == ["a", "b", "c"]


def test_many_items_pass_through_files() -> None:
    items = [(n * 7919 % 5000, n) for n in range(5000)]
    assert list(in_order(items, held=1200)) == sorted(items)


def test_rows_are_dealt_out_by_number_in_their_order() -> None:
    rows = np.arange(12, dtype=np.uint8).reshape(-1, 2)
    with Divided(3) as divided:
        divided.deal(rows[:4], np.array([2, 0, 2, 0]))
        divided.deal(rows[4:], np.array([0, 2]), head=lambda size: b"<%d>" % size)
        parts = [file.read() for file in divided.parts()]
        again = [file.read() for file in divided.parts()]
    assert parts == again
    assert parts == [b"\x02\x03\x06\x07<2>\x08\x09", b"", b"\x00\x01\x04\x05<2>\x0a\x0b"]


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
