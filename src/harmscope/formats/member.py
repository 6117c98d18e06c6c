"""One stream of content: a plain file, standard input, or what an archive or compression held."""

import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from harmscope.formats.feed import Feed
from harmscope.formats.kinds import Kind, kind
from harmscope.formats.limits import DEFAULT, MEBI, Limits
from harmscope.formats.lines import split
from harmscope.formats.rows import Line, StreamFault

CHUNK = MEBI // 4
HEAD = 64 * 1024
_IN_MEMORY = 32 * MEBI


class Member:
    """Content that is read once, from front to back, before the next member is asked for.

    ``name`` is the display name (``dump.zip/part-0.csv``). ``path`` is the file itself where the
    content stands in it as it is. ``notes`` says what a reader had to decide (a BOM, a delimiter).
    """

    def __init__(
        self,
        name: str,
        chunks: Iterator[bytes],
        limits: Limits = DEFAULT,
        path: Path | None = None,
        sheet: Kind | None = None,
    ) -> None:
        self.name = name
        self.limits = limits
        self.path = path
        self.notes: list[str] = []
        self._feed = Feed(chunks)
        self._sheet = sheet

    def kind(self) -> Kind:
        """What the content is. Raises StreamFault where not even its start can be read."""
        return self._sheet or kind(self.head())

    def head(self, size: int = HEAD) -> bytes:
        """The first bytes, left where they are. Raises StreamFault where there are none to read."""
        try:
            return self._feed.peek(size)
        except StreamFault as fault:
            raise fault.at(self.name) from None

    def chunks(self) -> Iterator[bytes]:
        """The content in chunks. Raises StreamFault after the good part."""
        try:
            yield from self._feed
        except StreamFault as fault:
            raise fault.at(self.name) from None

    def lines(self) -> Iterator[Line]:
        """The content in lines. Raises StreamFault after the good part."""
        return split(self.chunks(), self.limits.line)

    def open(self) -> BinaryIO:
        """The content as a binary file that can be read forward."""
        return io.BufferedReader(_Forward(self.chunks()), CHUNK)

    def spooled(self) -> BinaryIO:
        """The whole content as a seekable file without a name, in memory while it is small.

        Raises StreamFault where the content does not come out whole.
        """
        return spool(self.chunks())


def spool(chunks: Iterator[bytes]) -> BinaryIO:
    """Copy chunks into a nameless seekable file, which is gone when it is closed."""
    file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    try:
        for chunk in chunks:
            file.write(chunk)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file  # type: ignore[return-value]


def broken(name: str, fault: StreamFault) -> Member:
    """A member that cannot be read: asking for its content raises the fault."""
    return Member(name, _Raising(fault))


class _Raising(Iterator[bytes]):
    def __init__(self, fault: StreamFault) -> None:
        self._fault = fault

    def __next__(self) -> bytes:
        raise self._fault


class _Forward(io.RawIOBase):
    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._next: Callable[[], bytes] = lambda: next(chunks, b"")
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: "memoryview") -> int:  # type: ignore[override]
        data = self._rest or self._next()
        size = min(len(target), len(data))
        target[:size] = data[:size]
        self._rest = data[size:]
        return size
