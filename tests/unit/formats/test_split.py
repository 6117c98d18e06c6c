""""""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.errors import UserError
from harmscope.formats import Row, RowFault, csv_
from harmscope.formats.member import Member
from harmscope.formats.rows import Limits, StreamFault, split
from harmscope.formats.split import (
    Cutting,
    Origin,
    Stretch,
    StretchRows,
    Tail,
    blocks,
    line_start,
    row_start,
    stretches,
    tail_rows,
)

LIMITS = Limits(line=8)


def lines_of(content: bytes, cut: int, size: int) -> list[tuple[int, int, bytes, bool, bool]]:
    chunks = (content[at : at + cut] for at in range(0, len(content), cut))
    found = []
    for block in blocks(Member("m", chunks, LIMITS), size):
        if block.too_long:
            found.append((block.number, block.offset, b"", block.ended, True))
            continue
        for line in split([block.data], LIMITS.line):
            place = (line.number + block.number - 1, line.offset + block.offset)
            found.append((*place, line.data, line.ended, line.too_long))
    return found


@given(
    content=st.lists(st.sampled_from([b"a", b"bc", b"\n", b"0123456789"]), max_size=30),
    cut=st.integers(1, 7),
    size=st.integers(1, 20),
)
def test_blocks_hold_the_lines_of_the_file(content: list[bytes], cut: int, size: int) -> None:
    whole = b"".join(content)
    expected = [
        (line.number, line.offset, line.data, line.ended, line.too_long)
        for line in split([whole] if whole else [], LIMITS.line)
    ]
    assert lines_of(whole, cut, size) == expected


def test_whole_lines_before_a_fault_are_delivered() -> None:
    def chunks() -> Iterator[bytes]:
        yield b"one\ntwo\nthr"
        raise StreamFault("truncated")

    source = blocks(Member("m", chunks()), 100)
    assert next(source).data == b"one\ntwo\n"
    with pytest.raises(StreamFault):
        next(source)


TEXT = b"".join(b"line %d\n" % number for number in range(1000))
HOW = Cutting(line_start, 10_000, 500)


def chunks(data: bytes, size: int = 100) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def all_of(data: bytes, origin: Origin | None = None) -> list[Stretch]:
    found = list(stretches(chunks(data), (1, 0), HOW, origin))
    assert all(isinstance(each, Stretch) for each in found)
    return [each for each in found if isinstance(each, Stretch)]


def test_stretches_start_where_lines_start_and_cover_all() -> None:
    found = all_of(TEXT)
    assert b"".join(each.content() for each in found) == TEXT
    assert len(found) > 10
    for each in found:
        assert TEXT[: each.offset].count(b"\n") == each.number - 1
        assert TEXT[: each.offset].endswith(b"\n") or each.offset == 0
    assert [each.last for each in found] == [False] * (len(found) - 1) + [True]


def test_of_a_file_only_the_place_is_told(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(TEXT)
    found = all_of(TEXT, Origin.of("f", path))
    assert not any(each.data for each in found)
    assert b"".join(each.content() for each in found) == TEXT


def test_joined_stretches_are_the_stretch_over_both(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(TEXT)
    for origin in (None, Origin.of("f", path)):
        first, second, *_ = all_of(TEXT, origin)
        both = first.joined(second)
        assert both.content() == TEXT[: second.offset + second.length]


def test_a_file_that_changes_is_said(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(TEXT)
    origin = Origin.of("f", path)
    origin.check()
    path.write_bytes(TEXT[:-8])
    for look in (origin.check, lambda: origin.read(0, 10)):
        with pytest.raises(UserError, match="changed while it was read"):
            look()
    path.unlink()
    with pytest.raises(UserError, match="changed while it was read"):
        origin.check()


def test_what_has_no_end_becomes_a_tail() -> None:
    data = TEXT + b"x" * 20_000
    *_, tail = stretches(chunks(data), (1, 0), HOW)
    assert isinstance(tail, Tail)
    assert b"".join(tail.chunks) == data[tail.offset :]
    assert TEXT[: tail.offset].count(b"\n") == tail.number - 1


def test_whole_lines_come_before_a_fault() -> None:
    def source() -> Iterator[bytes]:
        yield b"one\ntwo\nthr"
        raise StreamFault("truncated")

    found = stretches(source(), (1, 0), HOW)
    assert next(found) == Stretch(1, 0, 8, False, b"one\ntwo\n")
    with pytest.raises(StreamFault):
        next(found)


def test_a_line_starts_behind_a_line_feed_and_before_something() -> None:
    assert [line_start(text) for text in (b"a\nb", b"a\n", b"a", b"\n\n")] == [2, 0, 0, 1]


PIECES = ["a", "b c", '"', '""', ",", ",", "\n", "\n", "\r\n", '"x,y"', '"p\nq"', "\r", "é", "\0"]
Found = list[Row | RowFault]


LIMITS_OF_CSV_ROWS = Limits()


def member(data: bytes) -> Member:
    return Member("t", iter([data]), LIMITS_OF_CSV_ROWS)


def rows_over(data: bytes, layout: csv_.Layout, cuts: list[int]) -> Found:
    """Rows of all stretches between ``cuts``; one that ends inside of a row goes on."""
    found: Found = []
    start = layout.offset
    for cut in cuts:
        number = data[:start].count(b"\n") + 1
        piece = Stretch(number, start, cut - start, cut == len(data), data[start:cut])
        rows = StretchRows(piece, layout, LIMITS_OF_CSV_ROWS)
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
    found = list(tail_rows(tail, layout, LIMITS_OF_CSV_ROWS))
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
    rows = StretchRows(Stretch(2, 4, 9, False, b'1,2\n3,"x\n'), layout, LIMITS_OF_CSV_ROWS)
    assert [row.line for row in rows] == [2]
    assert not rows.whole
