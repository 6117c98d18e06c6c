"""Keeps a small entry of fixed size for every row, in flat memory.

Many entries go to temporary files, divided by the first byte of the key, so that equal keys meet
in one file and one file fits into memory.
"""

import struct
import tempfile
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    import numpy as np

LAYOUT = struct.Struct("<16s16sQQ?")
"""Key, digest of the content, line, offset, whether the row was accepted."""

IN_MEMORY = 200_000
"""Entries that are kept in memory before they go to files."""

FEW = 20_000
"""Entries that are looked at one by one; of more, only those that can matter are."""

PARTS = 64
_CHUNK = struct.Struct("<LQ")

Part = list[tuple[int, bytes]]
"""Entries in the order of their rows, as numbers of files and packed entries."""


class Entry(NamedTuple):
    """What is known of one row, and the number of its file."""

    key: bytes
    digest: bytes
    line: int
    offset: int
    accepted: bool
    file: int


class Entries:
    """Collects packed entries. To be closed."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._limit = in_memory * LAYOUT.size
        self._held: Part = []
        self._size = 0
        self._files: list[BinaryIO] = []

    def close(self) -> None:
        """Remove the temporary files."""
        for file in self._files:
            file.close()

    @property
    def divided(self) -> bool:
        """Whether entries are divided by their keys."""
        return bool(self._files)

    def add(self, file: int, packed: bytes | bytearray) -> None:
        """Entries of the file with this number, in the order of its rows."""
        if packed:
            self._held.append((file, bytes(packed)))
            self._size += len(packed)
        if self._size > self._limit:
            self.divide()

    def parts(self) -> Iterator[Part]:
        """All entries, in parts of which no two hold the same key."""
        if not self._files:
            yield self._held
            return
        self.divide()
        for file in self._files:
            file.seek(0)
            yield list(_chunks(file))

    def divide(self) -> None:
        """Move what is held to files."""
        import numpy as np

        if not self._files:
            # Closed in close, after the last pass over them.
            self._files = [tempfile.TemporaryFile() for _ in range(PARTS)]  # noqa: SIM115
        for number, group in groupby(self._held, key=lambda each: each[0]):
            rows = _rows(b"".join(packed for _, packed in group))
            part = rows[:, 0] % PARTS
            order = np.argsort(part, kind="stable")
            ends = np.searchsorted(part[order], np.arange(PARTS + 1))
            rows = rows[order]
            for file, first, last in zip(self._files, ends, ends[1:], strict=False):
                if last > first:
                    packed = rows[first:last].tobytes()
                    file.write(_CHUNK.pack(number, len(packed)) + packed)
        self._held, self._size = [], 0


def entries(part: Part) -> Iterator[Entry]:
    """Every entry of a part."""
    for file, packed in part:
        for each in LAYOUT.iter_unpack(packed):
            yield Entry._make((*each, file))


def repeated(part: Part) -> Iterator[Entry]:
    """The entries of a part whose key stands in it more than once, and in a large one hardly any
    others."""
    if _count(part) <= FEW:
        return entries(part)
    starts = _starts(part)
    starts.sort()
    return _starting(part, starts[1:][starts[1:] == starts[:-1]])


def shared(part: Part, keys: set[bytes]) -> Iterator[Entry]:
    """The entries of a part whose key is one of ``keys``, and in a large one hardly any others."""
    import numpy as np

    if _count(part) <= FEW:
        return entries(part)
    return _starting(part, np.frombuffer(b"".join(key[:8] for key in keys), "<u8"))


def common(part: Part, other: Part) -> tuple[Iterator[Entry], Iterator[Entry]]:
    """The entries of two parts whose key stands in both; of small parts, all."""
    if _count(part) + _count(other) <= FEW:
        return entries(part), entries(other)
    import numpy as np

    both = np.intersect1d(_starts(part), _starts(other))
    return _starting(part, both), _starting(other, both)


def _starting(part: Part, wanted: "np.ndarray") -> Iterator[Entry]:
    """The entries whose key starts with one of some numbers."""
    import numpy as np

    if not wanted.size:
        return
    # Sorted once: np.isin would do it anew for each of many chunks.
    wanted = np.sort(wanted)
    for file, packed in part:
        starts = _starts([(file, packed)])
        nearest = np.minimum(np.searchsorted(wanted, starts), wanted.size - 1)
        for at in np.flatnonzero(wanted[nearest] == starts):
            found = LAYOUT.unpack_from(packed, int(at) * LAYOUT.size)
            yield Entry._make((*found, file))


def _starts(part: Part) -> "np.ndarray":
    """The first eight bytes of each key, as numbers."""
    rows = _rows(b"".join(packed for _, packed in part))
    return rows[:, :8].copy().view("<u8")[:, 0]


def _rows(packed: bytes) -> "np.ndarray":
    """Packed entries as a table of bytes."""
    import numpy as np

    return np.frombuffer(packed, np.uint8).reshape(-1, LAYOUT.size)


def _count(part: Part) -> int:
    return sum(len(packed) for _, packed in part) // LAYOUT.size


def _chunks(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    while head := file.read(_CHUNK.size):
        number, length = _CHUNK.unpack(head)
        yield number, file.read(length)
