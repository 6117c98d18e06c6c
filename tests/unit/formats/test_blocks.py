from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.formats.blocks import blocks
from harmscope.formats.limits import Limits
from harmscope.formats.lines import split
from harmscope.formats.member import Member
from harmscope.formats.rows import StreamFault

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
