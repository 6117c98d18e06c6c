"""Decompression that proves the end of every stream.

Readers that stop silently at the end of cut-off zstd, or deliver gzip with a wrong checksum, lose
rows unseen. Here output comes in small pieces, whatever was good is delivered first, and then a
:class:`StreamFault` says what is wrong.
"""

import zlib
from collections.abc import Callable, Iterator

import zstandard

from harmscope.formats.feed import Feed
from harmscope.formats.limits import MEBI, Limits
from harmscope.formats.rows import StreamFault

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
"""Decompressors by the kind that :func:`harmscope.formats.kinds.packing` names."""
