"""Content split into parts that start where a row starts, so that several processes can share it.

Where the content stands in a plain file as it is, a stretch only says where: each process reads
its own bytes.
"""

import csv
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain, islice
from pathlib import Path

from harmscope.errors import UserError
from harmscope.formats.csv_ import Layout, keyed, records
from harmscope.formats.csv_columns import is_plain
from harmscope.formats.door import open_file
from harmscope.formats.member import Member
from harmscope.formats.quotes import swallows
from harmscope.formats.rows import MEBI, Limits, Row, RowFault, StreamFault, row_fault, split

# Blocks of whole lines, for content that only one process can read.

BLOCK_SIZE = 4 * MEBI


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


def blocks(member: Member, size: int = BLOCK_SIZE) -> Iterator[Block]:
    """Blocks of at least ``size`` bytes, in order. Raises StreamFault after the good part; the
    unfinished line before it is not delivered."""
    yield from blocks_of(member.chunks(), member.limits.line, size)


def blocks_of(
    chunks: Iterable[bytes], longest: int, size: int = BLOCK_SIZE, at: tuple[int, int] = (1, 0)
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


# Stretches: parts of a file that each process reads for itself.

STRETCH_SIZE = MEBI
"""Bytes of a stretch, about."""

WINDOW = MEBI // 16
"""Bytes in which the end of a stretch is looked for."""

Cut = Callable[[bytes], int]
"""Where in some bytes a row starts that others follow: right after a line feed; 0 for nowhere."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A plain file, as it was when reading began."""

    name: str
    path: Path
    stamp: tuple[int, int, int]

    @classmethod
    def of(cls, name: str, path: Path) -> "Origin":
        """The file at ``path``; ``name`` is how findings call it."""
        # Another process may stand in another folder.
        return cls(name, path.absolute(), _stamp(os.stat(path)))

    def read(self, offset: int, length: int) -> bytes:
        """Some of the bytes. Raises UserError where the file is not what it was."""
        try:
            with open_file(self.path) as file:
                before = _stamp(os.fstat(file.fileno()))
                file.seek(offset)
                data = file.read(length)
        except (OSError, UserError):
            raise self._changed() from None
        if before != self.stamp or len(data) != length:
            raise self._changed()
        return data

    def check(self) -> None:
        """Raises UserError where the file is not what it was."""
        try:
            now = _stamp(os.stat(self.path))
        except OSError:
            raise self._changed() from None
        if now != self.stamp:
            raise self._changed()

    def _changed(self) -> UserError:
        return UserError(
            self.name, "it changed while it was read", "read a copy that no program writes to"
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole lines, the first of which starts a row. ``number`` and ``offset`` are its place.

    ``last`` says that nothing follows. The bytes are ``data``, or those of ``origin``.
    """

    number: int
    offset: int
    length: int
    last: bool
    data: bytes = b""
    origin: Origin | None = None

    def content(self) -> bytes:
        """The bytes."""
        return self.data if self.origin is None else self.origin.read(self.offset, self.length)

    def joined(self, following: "Stretch") -> "Stretch":
        """This stretch and the one that follows, as one."""
        length, data = self.length + following.length, self.data + following.data
        return replace(self, length=length, last=following.last, data=data)


@dataclass(frozen=True, slots=True)
class Tail:
    """The rest of content in which no end of a row was found: one process must read it."""

    number: int
    offset: int
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Cutting:
    """How content is cut: ``cut`` finds the start of a row, ``longest`` bounds how far it looks."""

    cut: Cut
    longest: int
    size: int = STRETCH_SIZE


def stretches(
    chunks: Iterator[bytes], at: tuple[int, int], how: Cutting, origin: Origin | None = None
) -> Iterator[Stretch | Tail]:
    """The content in stretches, in order; perhaps a tail at the end.

    ``at`` is the number of the line and the offset at which ``chunks`` start. A fault of
    ``chunks`` passes through after the whole lines before it.
    """
    number, offset = at
    held: list[bytes] = []
    length = 0

    def stretch(size: int, *, last: bool) -> Stretch:
        data = b"" if origin is not None else b"".join(held)[:size]
        return Stretch(number, offset, size, last, data, origin)

    try:
        for chunk in chunks:
            held.append(chunk)
            length += len(chunk)
            if length < how.size:
                continue
            window = chunk[-WINDOW:]
            start = how.cut(window)
            if start:
                rest = window[start:]
                yield stretch(length - len(rest), last=False)
                number += sum(piece.count(b"\n") for piece in held) - rest.count(b"\n")
                offset, held, length = offset + length - len(rest), [rest], len(rest)
            elif length > how.longest:
                yield Tail(number, offset, chain(held, chunks))
                return
    except StreamFault:
        whole = b"".join(held).rfind(b"\n") + 1
        if whole:
            yield stretch(whole, last=False)
        raise
    if length:
        yield stretch(length, last=True)


def line_start(window: bytes) -> int:
    """Where a line starts that is not the end of ``window``; 0 for nowhere."""
    start = window.find(b"\n") + 1
    return start if start < len(window) else 0


def _stamp(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_size, found.st_mtime_ns, found.st_ino


# Rows of a stretch of CSV, of which the header is known: as :mod:`harmscope.formats.csv_` reads
# them, many times faster where nothing is wrong.

_PROBED = 64
"""Line feeds of a window after which a row is looked for."""

Found = Iterator[Row | RowFault]
Cells = tuple[int, int, list[str], bytes]
"""Line, offset and cells of a row, and its bytes with the line end."""


def row_start(layout: Layout) -> Callable[[bytes], int]:
    """Finds where in some bytes a row starts: after a line feed with two whole rows behind it.

    It may be wrong inside of a quoted cell. The process that reads the stretch before it sees
    that, since its last row then has no end.
    """
    width = len(layout.header)

    def start(window: bytes) -> int:
        lines = BytesIO(window).readlines()
        if lines and not lines[-1].endswith(b"\n"):
            lines.pop()
        at = 0
        for number, line in enumerate(lines[:_PROBED], 1):
            at += len(line)
            text = (each.decode("latin-1") for each in islice(lines, number, None))
            rows = csv.reader(text, delimiter=layout.delimiter, strict=True)
            try:
                widths = [len(cells) for cells in islice(rows, 2)]
            except csv.Error:
                continue
            if widths == [width, width]:
                return at
        return 0

    return start


class StretchRows:
    """The rows of a stretch, in order; to be taken once.

    After that, ``whole`` is false where the stretch ends inside of a quoted cell. The row that it
    cuts is not given then, unless nothing follows the stretch.
    """

    def __init__(self, stretch: Stretch, layout: Layout, limits: Limits) -> None:
        self.whole = True
        self._stretch = stretch
        self._layout = layout
        self._limits = limits

    def __iter__(self) -> Found:
        header = self._layout.header
        for row in self.cells():
            if isinstance(row, tuple):
                number, offset, cells, raw = row
                raw = raw.removesuffix(b"\n").removesuffix(b"\r")
                yield Row(number, offset, dict(zip(header, cells, strict=True)), raw)
            else:
                yield row

    def cells(self) -> Iterator[Cells | Row | RowFault]:
        """The rows as cells where nothing is wrong; from the first fault on, as they come."""
        data, number, offset = self._stretch.content(), self._stretch.number, self._stretch.offset
        if not is_plain(data, self._limits):
            yield from self._slowly(data, number, offset)
            return
        width = len(self._layout.header)
        csv.field_size_limit(self._limits.line)
        lines = BytesIO(data).readlines()
        text = map(bytes.decode, lines)
        parser = csv.reader(text, delimiter=self._layout.delimiter, strict=True)
        done, most = 0, self._limits.row_lines
        try:
            for cells in parser:
                raw = lines[done]
                taken = parser.line_num
                if taken > done + 1:
                    if taken > done + most:
                        break
                    raw = b"".join(lines[done:taken])
                    inside = [line.decode() for line in lines[done:taken]]
                    if swallows(inside, width, self._layout.delimiter, len(cells)):
                        break
                if len(cells) == width:
                    yield number + done, offset, cells, raw
                elif cells:
                    yield row_fault("ragged_row", number + done, offset)
                done, offset = taken, offset + len(raw)
        except csv.Error:
            pass
        if done < len(lines):
            # From the first row with a fault on, the reader of whole files decides.
            yield from self._slowly(b"".join(lines[done:]), number + done, offset)

    def _slowly(self, data: bytes, number: int, offset: int) -> Found:
        lines = split([data], self._limits.line, number, offset)
        # What a stretch cuts may go on; where nothing follows, the end of the content decides.
        how, width = self._layout.delimiter, len(self._layout.header)
        found = records(lines, how, self._limits, open_=not self._stretch.last, width=width)
        self.whole = yield from keyed(found, self._layout.header)


def tail_rows(tail: Tail, layout: Layout, limits: Limits) -> Found:
    """The rows of the rest of a file."""
    lines = split(tail.chunks, limits.line, tail.number, tail.offset)
    found = records(lines, layout.delimiter, limits, width=len(layout.header))
    yield from keyed(found, layout.header)
