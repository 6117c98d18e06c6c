"""Finds repeats of records over whole runs, exactly and in flat memory.

Every row with an id leaves an entry of fixed size: a digest of its kind and id, a digest of its
content, its place, and whether it was accepted. The same entries tell which of some ids are there,
and which stand in two sets.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Self

from msgspec.json import Encoder
from xxhash import xxh3_128_digest

from harmscope.formats import Row
from harmscope.validation.entries import IN_MEMORY, LAYOUT, Entries, Entry, common, repeated, shared
from harmscope.validation.ordering import in_order

_seed = secrets.randbits(64)
_ENCODER = Encoder(order="sorted")


class Repeat(NamedTuple):
    """A row whose id was there before. ``rule`` says whether its content was, too."""

    file: int
    line: int
    offset: int
    rule: str
    accepted: bool


def entry_of(kind: str, name: str, row: Row, *, accepted: bool) -> bytes:
    """The entry of a row with the id ``name``."""
    content = row.raw if row.raw is not None else _written(row.data)
    return entry(kind, name, (row.line, max(row.offset, 0)), content, accepted=accepted)


def _written(data: dict[str, object]) -> bytes:
    try:
        return _ENCODER.encode(data)
    except ValueError:
        # Half a surrogate pair has no bytes.
        return repr(sorted(data.items())).encode()


def entry(kind: str, name: str, at: tuple[int, int], content: bytes, *, accepted: bool) -> bytes:
    """The entry of a row with the id ``name``; ``at`` is its line and its offset."""
    digest = xxh3_128_digest(content.strip(), _seed)
    return LAYOUT.pack(key_of(kind, name), digest, *at, accepted)


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
        self._entries = Entries(in_memory)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._entries.close()

    def add(self, file: int, packed: bytes | bytearray) -> None:
        """Entries of the file with this number, in the order of its rows."""
        self._entries.add(file, packed)

    def repeats(self) -> Iterator[Repeat]:
        """Every row after the first with its id, in the order of the files and their rows.

        A row is compared with the first one of its id.
        """
        parts = self._entries.parts()
        return in_order(each for part in parts for each in _repeats(repeated(part)))

    def held(self, keys: set[bytes]) -> set[bytes]:
        """Those of ``keys`` (see :func:`key_of`) that an entry has."""
        if not keys:
            return set()
        parts = self._entries.parts()
        return {each.key for part in parts for each in shared(part, keys)} & keys

    def changed_since(self, earlier: "Identities") -> Iterator[Repeat]:
        """The first row of each id that has other content in an earlier set, in the order of the
        files and their rows. ``rule`` is HS238 in each."""
        ours, theirs = self._entries, earlier._entries
        if ours.divided != theirs.divided:
            ours.divide()
            theirs.divide()
        pairs = zip(ours.parts(), theirs.parts(), strict=True)
        return in_order(change for pair in pairs for change in _changes(*common(*pair)))


def _repeats(entries: Iterable[Entry]) -> Iterator[Repeat]:
    first: dict[bytes, bytes] = {}
    for each in entries:
        known = first.setdefault(each.key, each.digest)
        if known is not each.digest:
            rule = "HS202" if known == each.digest else "HS201"
            yield Repeat(each.file, each.line, each.offset, rule, each.accepted)


def _changes(ours: Iterable[Entry], theirs: Iterable[Entry]) -> Iterator[Repeat]:
    known, before = set(), set()
    for each in theirs:
        known.add(each.key)
        before.add(each.key + each.digest)
    for each in ours:
        if each.key in known:
            # The first row of an id stands for it.
            known.discard(each.key)
            if each.key + each.digest not in before:
                yield Repeat(each.file, each.line, each.offset, "HS238", each.accepted)
