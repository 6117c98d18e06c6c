"""Puts other bytes in places of a stream and carries all the rest over as it stands."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from harmscope.formats.feed import Feed


class Edit(NamedTuple):
    """``data`` in place of the bytes from ``start`` up to ``end``; with ``ending``, the line end
    after them goes, too."""

    start: int
    end: int
    data: bytes = b""
    ending: bool = False


def spliced(chunks: Iterator[bytes], edits: Iterable[Edit]) -> Iterator[bytes]:
    """The stream with the edits made. They come in the order of their places and do not overlap;
    what one replaces is held in memory. Raises StreamFault where ``chunks`` does."""
    feed, place = Feed(chunks), 0
    for edit in edits:
        yield from _copied(feed, edit.start - place)
        feed.exactly(edit.end - edit.start)
        yield edit.data
        place = edit.end
        if edit.ending:
            ahead = feed.peek(2)
            place += len(feed.exactly(2 if ahead == b"\r\n" else int(ahead[:1] == b"\n")))
    yield from feed


def _copied(feed: Feed, left: int) -> Iterator[bytes]:
    while left > 0 and (piece := feed.piece(left)):
        left -= len(piece)
        yield piece
