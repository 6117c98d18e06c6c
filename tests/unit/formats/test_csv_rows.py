"""Rows of stretches are those of the reader of whole files, wherever it is cut."""

import random
from collections.abc import Iterator

import pytest

from harmscope.formats import Limits, Member, Row, RowFault, csv_
from harmscope.formats.csv_rows import StretchRows, row_start, tail_rows
from harmscope.formats.stretches import Stretch, Tail

PIECES = ["a", "b c", '"', '""', ",", ",", "\n", "\n", "\r\n", '"x,y"', '"p\nq"', "\r", "é", "\0"]
Found = list[Row | RowFault]


LIMITS = Limits()


def member(data: bytes) -> Member:
    return Member("t", iter([data]), LIMITS)


def rows_over(data: bytes, layout: csv_.Layout, cuts: list[int]) -> Found:
    """Rows of all stretches between ``cuts``; one that ends inside of a row goes on."""
    found: Found = []
    start = layout.offset
    for cut in cuts:
        number = data[:start].count(b"\n") + 1
        piece = Stretch(number, start, cut - start, cut == len(data), data[start:cut])
        rows = StretchRows(piece, layout, LIMITS)
        taken = list(rows)
        if rows.whole:
            found += taken
            start = cut
    return found


def texts(seed: int, count: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    for _ in range(count):
        yield "".join(["a,b\n", *chance.choices(PIECES, k=chance.randint(1, 60))]).encode()


def test_wherever_it_is_cut_the_rows_are_the_same() -> None:
    chance = random.Random(1)
    compared = 0
    for data in texts(2, 1500):
        layout = csv_.layout(member(data))
        if layout is None:
            continue
        ends = [at for at in range(layout.offset + 1, len(data)) if data[at - 1 : at] == b"\n"]
        cuts = sorted(chance.sample(ends, min(3, len(ends))))
        found = rows_over(data, layout, [*cuts, len(data)])
        assert found == list(csv_.read(member(data))), data
        compared += 1
    assert compared > 1000


def test_the_rest_of_a_file_is_read_alike() -> None:
    data = b'a,b\n1,"x\ny"\n2,3\nragged\n"open,4\n5,6\n'
    layout = csv_.layout(member(data))
    assert layout is not None
    tail = Tail(layout.number, layout.offset, iter([data[layout.offset :]]))
    found = list(tail_rows(tail, layout, LIMITS))
    assert found == list(csv_.read(member(data)))
    assert len(found) == 5


@pytest.mark.parametrize(
    ("window", "start"),
    [
        (b"1,2\n3,4\n5,6\n7", 4),
        (b'x\nsome, more, text",2\n3,4\n5,6\n', 22),
        (b"1,2\n3,4\n", 0),
        (b"no line feed", 0),
        (b'1\n"\n2,3\n4,5\n', 4),
    ],
)
def test_a_row_starts_before_two_whole_ones(window: bytes, start: int) -> None:
    assert row_start(csv_.Layout(("a", "b"), ",", 2, 4))(window) == start


def test_a_row_that_goes_on_is_left_to_the_next_stretch() -> None:
    layout = csv_.Layout(("a", "b"), ",", 2, 4)
    rows = StretchRows(Stretch(2, 4, 9, False, b'1,2\n3,"x\n'), layout, LIMITS)
    assert [row.line for row in rows] == [2]
    assert not rows.whole
