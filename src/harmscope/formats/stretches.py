"""Content in stretches that start where a row starts, so that several processes can share it.

Where the content stands in a plain file as it is, a stretch only says where: each process reads
its own bytes.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from harmscope.errors import UserError
from harmscope.formats.limits import MEBI
from harmscope.formats.rows import StreamFault

SIZE = MEBI
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
        return cls(name, path, _stamp(os.stat(path)))

    def read(self, offset: int, length: int) -> bytes:
        """Some of the bytes. Raises UserError where the file is not what it was."""
        try:
            with self.path.open("rb", buffering=0) as file:
                before = _stamp(os.fstat(file.fileno()))
                data = os.pread(file.fileno(), length, offset)
        except OSError:
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
        return UserError(self.name, "it changed while it was read", "read a copy nobody writes to")


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
    size: int = SIZE


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
