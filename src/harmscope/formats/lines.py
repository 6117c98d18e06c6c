"""Chunks of bytes to lines, with number and offset."""

from collections.abc import Iterable, Iterator

from harmscope.formats.rows import Line


def split(
    chunks: Iterable[bytes], longest: int, number: int = 1, offset: int = 0
) -> Iterator[Line]:
    """Lines ended by a line feed; a carriage return before it stays in the data.

    ``number`` and ``offset`` are those of the first one.

    A line of more than ``longest`` bytes comes as a marked line without data, so that memory stays
    bounded. A fault of ``chunks`` passes through; the unfinished line before it is not delivered.
    """
    parts: list[bytes] = []
    held = length = 0
    for chunk in chunks:
        *whole, rest = chunk.split(b"\n")
        for piece in whole:
            length += len(piece)
            data = b"".join((*parts, piece)) if parts else piece
            yield _line(number, offset, data, length > longest, ended=True)
            parts = []
            number, offset = number + 1, offset + length + 1
            held = length = 0
        length += len(rest)
        if rest and held <= longest:
            parts.append(rest)
            held += len(rest)
    if length:
        yield _line(number, offset, b"".join(parts), length > longest, ended=False)


def _line(number: int, offset: int, data: bytes, too_long: bool, *, ended: bool) -> Line:
    return Line(number, offset, b"" if too_long else data, ended, too_long)
