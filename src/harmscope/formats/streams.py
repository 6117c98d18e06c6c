"""Streams of bytes: looked at ahead, decompressed to a proven end, and edited in places.

Readers that stop silently at the end of cut-off zstd, or deliver gzip with a wrong checksum, lose
rows unseen. Here output comes in small pieces, whatever was good is delivered first, and then a
:class:`StreamFault` says what is wrong.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import zstandard

from harmscope.formats.rows import MEBI, Limits, StreamFault

# Chunks of bytes that can be looked at before they are taken.


class Feed:
    """An iterator of chunks with a push-back. A fault met while looking ahead is kept and raised
    when the bytes before it are used up."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._ahead: list[bytes] = []
        self._fault: StreamFault | None = None

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.chunk():
            yield chunk

    def chunk(self) -> bytes:
        """The next chunk, or ``b""`` at the end."""
        if self._ahead:
            return self._ahead.pop()
        if self._fault is not None:
            raise self._fault
        return self._pull()

    def piece(self, size: int) -> bytes:
        """The next chunk, cut to at most ``size`` bytes."""
        chunk = self.chunk()
        if len(chunk) > size:
            self.push(chunk[size:])
        return chunk[:size]

    def exactly(self, size: int) -> bytes:
        """The next ``size`` bytes, or fewer at the end."""
        parts: list[bytes] = []
        while size > 0 and (part := self.piece(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def push(self, data: bytes) -> None:
        """Put bytes back in front."""
        if data:
            self._ahead.append(data)

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes, left where they are; fewer at the end or before a fault."""
        parts: list[bytes] = []
        try:
            while size > sum(map(len, parts)) and (chunk := self.chunk()):
                parts.append(chunk)
        except StreamFault as fault:
            self._fault = fault
        data = b"".join(parts)
        self.push(data)
        if not data and self._fault is not None:
            raise self._fault
        return data[:size]

    def _pull(self) -> bytes:
        for chunk in self._chunks:
            if chunk:
                return chunk
        return b""


# Decompression.

_DEFLATE_PIECE = 16 * 1024
# One byte of zstd input can stand for 32 KiB of output, so a call must be given little.
_ZSTD_PIECE = 4 * 1024
_ZSTD_CHECKSUM = 4


class Guard:
    """Watches how much comes out of how much, and stops a bomb."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._taken = 0
        self._given = 0

    def took(self, data: bytes) -> bytes:
        """Count packed bytes."""
        self._taken += len(data)
        return data

    def gave(self, data: bytes) -> bytes:
        """Count unpacked bytes; raises StreamFault ``bomb`` or ``too_large``."""
        self._given += len(data)
        if self._given > self._limits.total:
            raise StreamFault("too_large")
        floor = self._limits.ratio_floor
        if self._given > floor and self._given > self._limits.ratio * self._taken:
            raise StreamFault("bomb")
        return data


def inflate(feed: Feed, guard: Guard) -> Iterator[bytes]:
    """One raw deflate stream (RFC 1951); what follows it stays in the feed."""
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    while not engine.eof:
        piece = guard.took(feed.piece(_DEFLATE_PIECE))
        if not piece:
            raise StreamFault("truncated")
        before = engine.copy()
        try:
            out = engine.decompress(piece)
        except zlib.error:
            yield from _salvage(before, piece)
            raise StreamFault("damaged") from None
        if out:
            yield guard.gave(out)
    feed.push(engine.unused_data)


def _salvage(engine: "zlib._Decompress", piece: bytes) -> Iterator[bytes]:
    try:
        for position in range(len(piece)):
            yield engine.decompress(piece[position : position + 1])
    except zlib.error:
        return


def gunzip(chunks: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """All members of a gzip file (RFC 1952), each checked for length and CRC-32."""
    feed, guard = Feed(chunks), Guard(limits)
    while not _padding(feed):
        _gzip_head(feed)
        crc = size = 0
        for out in inflate(feed, guard):
            crc, size = zlib.crc32(out, crc), size + len(out)
            yield out
        tail = feed.exactly(8)
        if len(tail) < 8:
            raise StreamFault("truncated")
        if tail != crc.to_bytes(4, "little") + (size % 2**32).to_bytes(4, "little"):
            raise StreamFault("bad_checksum")


def _padding(feed: Feed) -> bool:
    """Whether only zero bytes are left, which gzip allows after its last member (tapes)."""
    if feed.peek(1) not in (b"", b"\0"):
        return False
    if any(chunk.strip(b"\0") for chunk in feed):
        raise StreamFault("trailing_data")
    return True


def _gzip_head(feed: Feed) -> None:
    head = feed.exactly(10)
    if head[:2] != b"\x1f\x8b":
        raise StreamFault("trailing_data")
    if len(head) < 10:
        raise StreamFault("truncated")
    flags = head[3]
    if head[2] != 8 or flags & 0xE0:
        raise StreamFault("damaged")
    if flags & 4:
        feed.exactly(int.from_bytes(feed.exactly(2), "little"))
    for flag in (8, 16):
        if flags & flag:
            _skip_text(feed)
    if flags & 2:
        feed.exactly(2)


def _skip_text(feed: Feed) -> None:
    for _ in range(MEBI):
        byte = feed.exactly(1)
        if byte in (b"", b"\0"):
            return
    raise StreamFault("damaged")


def unzstd(chunks: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """All frames of a zstd file (RFC 8878), skippable ones left out; each must end."""
    feed, guard = Feed(chunks), Guard(limits)
    while head := feed.exactly(8):
        if head[1:4] == b"\x2a\x4d\x18" and 0x50 <= head[0] <= 0x5F:
            _skip_frame(feed, head)
            continue
        if not head.startswith(b"\x28\xb5\x2f\xfd"):
            raise StreamFault("trailing_data")
        feed.push(head)
        yield from _zstd_frame(feed, guard)


def _skip_frame(feed: Feed, head: bytes) -> None:
    left = int.from_bytes(head[4:8], "little")
    while left:
        piece = feed.piece(left)
        if not piece:
            raise StreamFault("truncated")
        left -= len(piece)


def _zstd_frame(feed: Feed, guard: Guard) -> Iterator[bytes]:
    engine = zstandard.ZstdDecompressor(max_window_size=128 * MEBI).decompressobj()
    while not engine.eof:
        piece = guard.took(_holding_back(feed))
        if not piece:
            raise StreamFault("truncated")
        try:
            out = engine.decompress(piece)
        except zstandard.ZstdError as error:
            raise StreamFault(_zstd_fault(str(error))) from None
        if out:
            yield guard.gave(out)
    feed.push(engine.unused_data)


def _holding_back(feed: Feed) -> bytes:
    """The next piece. The last bytes of the input come alone, so that the last block is out before
    a wrong checksum spoils the call."""
    ahead = feed.peek(_ZSTD_PIECE + _ZSTD_CHECKSUM)
    kept = len(ahead) - _ZSTD_CHECKSUM
    return feed.exactly(min(kept, _ZSTD_PIECE) if kept > 0 else len(ahead))


def _zstd_fault(text: str) -> str:
    if "too much memory" in text:
        return "window_too_large"
    return "bad_checksum" if "checksum" in text else "damaged"


UNPACK: dict[str, Callable[[Iterator[bytes], Limits], Iterator[bytes]]] = {
    "gzip": gunzip,
    "zstd": unzstd,
}
"""Decompressors by the kind that :func:`harmscope.formats.member.packing` names."""


# Puts other bytes in places of a stream and carries all the rest over as it stands.


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
