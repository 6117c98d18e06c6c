"""Content in blocks of whole lines, so that several processes can share one file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harmscope.formats.limits import MEBI
from harmscope.formats.member import Member
from harmscope.formats.rows import StreamFault

SIZE = 4 * MEBI


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines. ``number`` and ``offset`` are those of the first one.

    ``ended`` is false for the last block of content that does not end with a line feed.
    ``too_long`` stands for one line over the limit; its bytes are not kept.
    """

    number: int
    offset: int
    data: bytes
    ended: bool = True
    too_long: bool = False


def blocks(member: Member, size: int = SIZE) -> Iterator[Block]:
    """Blocks of at least ``size`` bytes, in order. Raises StreamFault after the good part; the
    unfinished line before it is not delivered."""
    yield from blocks_of(member.chunks(), member.limits.line, size)


def blocks_of(
    chunks: Iterable[bytes], longest: int, size: int = SIZE, at: tuple[int, int] = (1, 0)
) -> Iterator[Block]:
    """Blocks of chunks that start on the line ``at``, given by number and offset."""
    cutter = _Cutter(size, longest, at)
    try:
        for chunk in chunks:
            yield from cutter.take(chunk)
    except StreamFault:
        yield from cutter.whole()
        raise
    yield from cutter.rest()


class _Cutter:
    """Holds what is not yet a block."""

    def __init__(self, size: int, longest: int, at: tuple[int, int]) -> None:
        self._size = size
        self._longest = longest
        self._number, self._offset = at
        self._held: list[bytes] = []
        self._length = 0
        self._dropped = 0

    def take(self, chunk: bytes) -> Iterator[Block]:
        """Add a chunk, and give the block that is now complete."""
        if self._dropped:
            yield from self._skip(chunk)
            return
        self._held.append(chunk)
        self._length += len(chunk)
        if self._length >= self._size:
            yield from self.whole()
            if self._length > self._longest:
                self._dropped, self._held, self._length = self._length, [], 0

    def whole(self) -> Iterator[Block]:
        """What is held up to its last line feed."""
        data = b"".join(self._held)
        cut = data.rfind(b"\n") + 1
        if cut and not self._dropped:
            yield self._block(data[:cut])
            data = data[cut:]
        self._held, self._length = [data], len(data)

    def rest(self) -> Iterator[Block]:
        """The end of the content."""
        yield from self.whole()
        if self._dropped:
            yield Block(self._number, self._offset, b"", ended=False, too_long=True)
        elif self._length:
            yield Block(self._number, self._offset, self._held[0], ended=False)

    def _block(self, data: bytes) -> Block:
        block = Block(self._number, self._offset, data)
        self._number += data.count(b"\n")
        self._offset += len(data)
        return block

    def _skip(self, chunk: bytes) -> Iterator[Block]:
        end = chunk.find(b"\n") + 1
        if not end:
            self._dropped += len(chunk)
            return
        yield Block(self._number, self._offset, b"", too_long=True)
        self._number += 1
        self._offset += self._dropped + end
        self._dropped = 0
        yield from self.take(chunk[end:])
