from collections.abc import Iterator

import pytest

from harmscope.formats.feed import Feed
from harmscope.formats.rows import StreamFault


def broken_after(*chunks: bytes) -> Iterator[bytes]:
    yield from chunks
    raise StreamFault("truncated")


def test_peeking_leaves_everything_where_it_is() -> None:
    feed = Feed(iter([b"ab", b"", b"cd", b"e"]))
    assert feed.peek(3) == b"abc"
    assert b"".join(feed) == b"abcde"


def test_exactly_and_piece_cut_chunks() -> None:
    feed = Feed(iter([b"abc", b"def"]))
    assert feed.exactly(4) == b"abcd"
    assert feed.piece(1) == b"e"
    assert feed.exactly(9) == b"f"
    assert feed.chunk() == b""


def test_a_fault_met_while_peeking_comes_after_the_bytes_before_it() -> None:
    feed = Feed(broken_after(b"ab"))
    assert feed.peek(10) == b"ab"
    assert feed.chunk() == b"ab"
    with pytest.raises(StreamFault):
        feed.chunk()


def test_a_fault_before_the_first_byte_is_raised_at_once() -> None:
    with pytest.raises(StreamFault):
        Feed(broken_after()).peek(1)
