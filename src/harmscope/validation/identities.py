"""Finds repeats of records over whole runs, exactly and in flat memory.

Every row with an id leaves an entry of fixed size: a digest of its kind and id, a digest of its
content, its place, and whether it was accepted. Many entries go to temporary files, divided by
the first byte of the digest, so that equal ids meet in one file and one file fits into memory.
The same entries tell which of some ids are there, and which stand in two sets.
"""

import secrets
import struct
import tempfile
from collections.abc import Iterator
from os import SEEK_END
from typing import BinaryIO, NamedTuple, Self

from xxhash import xxh3_128_digest

from harmscope.formats import Row

_ENTRY = struct.Struct("<16s16sQQ?")
_FILE = struct.Struct("<L")
_WIDTH = _FILE.size + _ENTRY.size
IN_MEMORY = 200_000
"""Entries that are kept in memory before they go to files (about 53 bytes each)."""

PARTS = 64

_seed = secrets.randbits(64)


class Repeat(NamedTuple):
    """A row whose id was there before. ``rule`` says whether its content was, too."""

    file: int
    line: int
    offset: int
    rule: str
    accepted: bool


def entry_of(kind: str, name: str, row: Row, *, accepted: bool) -> bytes:
    """The entry of a row with the id ``name``."""
    content = row.raw if row.raw is not None else repr(sorted(row.data.items())).encode()
    return entry(kind, name, (row.line, max(row.offset, 0)), content, accepted=accepted)


def entry(kind: str, name: str, at: tuple[int, int], content: bytes, *, accepted: bool) -> bytes:
    """The entry of a row with the id ``name``; ``at`` is its line and its offset."""
    digest = xxh3_128_digest(content.strip(), _seed)
    return _ENTRY.pack(key_of(kind, name), digest, *at, accepted)


def key_of(kind: str, name: str) -> bytes:
    """The digest of a kind and an id, of 16 bytes."""
    return xxh3_128_digest(f"{kind}\0{name}".encode("utf-8", "surrogatepass"), _seed)


def seed() -> int:
    """What digests of this run start from: nobody can prepare two texts with one digest."""
    return _seed


def agree(on: int) -> None:
    """Start from the seed of the process that puts the entries together."""
    global _seed  # noqa: PLW0603 - one for each process, before its first digest
    _seed = on


class Identities:
    """Collects entries, and finds repeats at the end. Use as a context manager."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._limit = in_memory
        self._held: list[bytes] = []
        self._files: list[BinaryIO] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files:
            file.close()

    def add(self, file: int, entries: list[bytes]) -> None:
        """Entries of the file with this number, in the order of its rows."""
        number = _FILE.pack(file)
        self._held.extend(number + entry for entry in entries)
        if len(self._held) > self._limit:
            self._spill()

    def repeats(self) -> list[Repeat]:
        """Every row after the first with its id, in the order of the files and their rows.

        A row is compared with the first one of its id.
        """
        return sorted(repeat for part in self._parts() for repeat in _repeats(part))

    def held(self, keys: set[bytes]) -> set[bytes]:
        """Those of ``keys`` (see :func:`key_of`) that an entry has."""
        start, end = _FILE.size, _FILE.size + 16
        return {key for part in self._parts() for each in part if (key := each[start:end]) in keys}

    def changed_since(self, earlier: "Identities") -> list[Repeat]:
        """The first row of each id that has other content in an earlier set, in the order of the
        files and their rows. ``rule`` is HS238 in each."""
        if bool(self._files) != bool(earlier._files):
            self._spill()
            earlier._spill()
        pairs = zip(self._parts(), earlier._parts(), strict=True)
        return sorted(change for ours, theirs in pairs for change in _changes(ours, theirs))

    def _parts(self) -> Iterator[list[bytes]]:
        """All entries, in parts of which no two hold the same id."""
        if not self._files:
            yield self._held
            return
        self._spill()
        for file in self._files:
            file.seek(0)
            yield list(_entries(file))

    def _spill(self) -> None:
        if not self._files:
            # Closed in __exit__, after the last pass over them.
            self._files = [tempfile.TemporaryFile() for _ in range(PARTS)]  # noqa: SIM115
        parts: list[list[bytes]] = [[] for _ in range(PARTS)]
        for entry in self._held:
            parts[entry[_FILE.size] % PARTS].append(entry)
        for file, part in zip(self._files, parts, strict=True):
            file.seek(0, SEEK_END)
            file.write(b"".join(part))
        self._held = []


def _entries(file: BinaryIO) -> Iterator[bytes]:
    while entry := file.read(_WIDTH):
        yield entry


def _repeats(entries: list[bytes]) -> Iterator[Repeat]:
    start = _FILE.size
    if len({entry[start : start + 16] for entry in entries}) == len(entries):
        return
    first: dict[bytes, bytes] = {}
    for entry in entries:
        (file,) = _FILE.unpack_from(entry)
        key, digest, line, offset, accepted = _ENTRY.unpack_from(entry, start)
        known = first.setdefault(key, digest)
        if known is not digest:
            rule = "HS202" if known == digest else "HS201"
            yield Repeat(file, line, offset, rule, accepted)


def _changes(ours: list[bytes], theirs: list[bytes]) -> Iterator[Repeat]:
    start = _FILE.size
    before: dict[bytes, set[bytes]] = {}
    for each in theirs:
        before.setdefault(each[start : start + 16], set()).add(each[start + 16 : start + 32])
    seen: set[bytes] = set()
    for each in ours:
        (file,) = _FILE.unpack_from(each)
        key, digest, line, offset, accepted = _ENTRY.unpack_from(each, start)
        if key in before and key not in seen and digest not in before[key]:
            yield Repeat(file, line, offset, "HS238", accepted)
        seen.add(key)
