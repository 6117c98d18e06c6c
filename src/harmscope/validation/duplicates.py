"""Finds ids that occur more than once, and cases that two services report, exactly and in flat
memory.
"""

import secrets
import struct
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Self

from xxhash import xxh3_64_intdigest, xxh3_128_digest

from harmscope.canonical import record_form
from harmscope.machine import FORKS
from harmscope.model.typed_attributes import Incident, Statement
from harmscope.spill import PARTS, Divided, in_order
from harmscope.validation.identify import NOTHING, STATEMENT, Fields
from harmscope.validation.statement import normal

# Keeps a small entry of fixed size for every row, in flat memory.
#
# Many entries go to temporary files, divided by the first byte of the key, so that equal keys
# meet in one file and one file fits into memory.

if TYPE_CHECKING:
    import numpy as np

LAYOUT = struct.Struct("<16s16sQQ?")
"""Key, digest of the content, line, offset, whether the row was accepted."""

IN_MEMORY = 200_000
"""Entries that are kept in memory before they go to files."""

FEW = 20_000
"""Entries that are looked at one by one; of more, only those that can matter are."""

_CHUNK = struct.Struct("<LQ")

Bucket = list[tuple[int, bytes]]
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
        self._held: Bucket = []
        self._size = 0
        self._spilt: Divided | None = None

    def close(self) -> None:
        """Remove the temporary files."""
        if self._spilt is not None:
            self._spilt.close()

    @property
    def divided(self) -> bool:
        """Whether entries are divided by their keys."""
        return self._spilt is not None

    def add(self, file: int, packed: bytes | bytearray) -> None:
        """Entries of the file with this number, in the order of its rows."""
        if packed:
            self._held.append((file, bytes(packed)))
            self._size += len(packed)
        if self._size > self._limit:
            self.divide()

    def parts(self) -> Iterator[Bucket]:
        """All entries, in parts of which no two hold the same key."""
        if self._spilt is None:
            yield self._held
            return
        self.divide()
        for file in self._spilt.parts():
            yield list(_chunks(file))

    def divide(self) -> None:
        """Move what is held to files."""
        if self._spilt is None:
            self._spilt = Divided()
        for number, group in groupby(self._held, key=lambda each: each[0]):
            rows = _rows(b"".join(packed for _, packed in group))
            self._spilt.deal(rows, rows[:, 0] % PARTS, partial(_CHUNK.pack, number))
        self._held, self._size = [], 0


def entries(part: Bucket) -> Iterator[Entry]:
    """Every entry of a part."""
    for file, packed in part:
        for each in LAYOUT.iter_unpack(packed):
            yield Entry._make((*each, file))


def repeated(part: Bucket) -> Iterator[Entry]:
    """The entries of a part whose key stands in it more than once, and in a large one hardly any
    others."""
    if _count_entries(part) <= FEW:
        return entries(part)
    starts = _starts(part)
    starts.sort()
    return _starting(part, starts[1:][starts[1:] == starts[:-1]])


def with_keys(part: Bucket, keys: set[bytes]) -> Iterator[Entry]:
    """The entries of a part whose key is one of ``keys``, and in a large one hardly any others."""
    import numpy as np

    if _count_entries(part) <= FEW:
        return entries(part)
    return _starting(part, np.frombuffer(b"".join(key[:8] for key in keys), "<u8"))


def in_both(part: Bucket, other: Bucket) -> tuple[Iterator[Entry], Iterator[Entry]]:
    """The entries of two parts whose key stands in both; of small parts, all."""
    if _count_entries(part) + _count_entries(other) <= FEW:
        return entries(part), entries(other)
    import numpy as np

    both = np.intersect1d(_starts(part), _starts(other))
    return _starting(part, both), _starting(other, both)


def _starting(part: Bucket, wanted: "np.ndarray") -> Iterator[Entry]:
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


def _starts(part: Bucket) -> "np.ndarray":
    """The first eight bytes of each key, as numbers."""
    rows = _rows(b"".join(packed for _, packed in part))
    return rows[:, :8].copy().view("<u8")[:, 0]


def _rows(packed: bytes) -> "np.ndarray":
    """Packed entries as a table of bytes."""
    import numpy as np

    return np.frombuffer(packed, np.uint8).reshape(-1, LAYOUT.size)


def _count_entries(part: Bucket) -> int:
    return sum(len(packed) for _, packed in part) // LAYOUT.size


def _chunks(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    while head := file.read(_CHUNK.size):
        number, length = _CHUNK.unpack(head)
        yield number, file.read(length)


# Finds repeats of records over whole runs, exactly and in flat memory.
#
# Every row with an id leaves an entry of fixed size: a digest of its kind and id, a digest of its
# content, its place, and whether it was accepted. The same entries tell which of some ids are
# there, and which stand in two sets.

_seed = secrets.randbits(64)


class Repeat(NamedTuple):
    """A row whose id was there before. ``rule`` says whether its content was, too."""

    file: int
    line: int
    offset: int
    rule: str
    accepted: bool


def content_of(kind: str, row: dict[str, object]) -> bytes:
    """What a row says, equal for two rows exactly when they say the same: the order of members,
    blanks and the spelling of numbers do not matter, and neither does the format of the file.

    These are the bytes of ``canonical.record_form`` with the kind moved to the front, which is how
    the fast path writes a record anew. A statement counts as the request that it stands for; only
    in JSON Lines, where looking for them takes time, null members and those of the server count.
    """
    if kind == STATEMENT:
        return record_form(normal(row))
    rest = record_form({name: value for name, value in row.items() if name != "record"})
    return b'{"record":"%s",%s' % (kind.encode(), rest[1:])


def entry(
    kind: str, name: str, at: tuple[int, int], content: bytes | bytearray, *, accepted: bool
) -> bytes:
    """The entry of a row with the id ``name``; ``at`` is its line and its offset, ``content`` what
    :func:`content_of` gives."""
    digest = xxh3_128_digest(content, _seed)
    return LAYOUT.pack(key_of(kind, name), digest, at[0], max(at[1], 0), accepted)


def entries_of(
    kind: str, names: Iterable[str], at: "tuple[np.ndarray, np.ndarray]", contents: Iterable[bytes]
) -> bytes:
    """What :func:`entry` gives for many rows that were accepted; ``at`` are their lines and their
    offsets."""
    import numpy as np

    lines, offsets = at
    rows = np.empty((len(lines), LAYOUT.size), np.uint8)
    keys = b"".join([key_of(kind, name) for name in names])
    digests = b"".join([xxh3_128_digest(content, _seed) for content in contents])
    for start, column in ((0, keys), (16, digests)):
        rows[:, start : start + 16] = np.frombuffer(column, np.uint8).reshape(-1, 16)
    for start, numbers in ((32, lines), (40, offsets)):
        rows[:, start : start + 8] = numbers.astype("<u8").view(np.uint8).reshape(-1, 8)
    rows[:, 48] = 1
    return rows.tobytes()


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
        return {each.key for part in parts for each in with_keys(part, keys)} & keys

    def changed_since(self, earlier: "Identities") -> Iterator[Repeat]:
        """The first row of each id that has other content in an earlier set, in the order of the
        files and their rows. ``rule`` is HS238 in each."""
        ours, theirs = self._entries, earlier._entries
        if ours.divided != theirs.divided:
            ours.divide()
            theirs.divide()
        pairs = zip(ours.parts(), theirs.parts(), strict=True)
        return in_order(change for pair in pairs for change in _changes(*in_both(*pair)))


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


# The same case under two services, exactly and in flat memory.
#
# A case is told by the platform's own reference or the hash of its content, together with its
# times and its category. Records that have none of the two leave nothing. What is left is a pair
# of numbers; Python's own hash is used, which starts elsewhere in every run, so the numbers mean
# nothing outside of it. Processes that are forked share it; new ones do not, and take digests.

PAIRS_IN_MEMORY = 500_000
"""Pairs that are kept in memory before they go to a file (16 bytes each)."""


def digest_number(value: object) -> int:
    """A number of 64 bits for texts, the same in all processes that agreed on a seed."""
    number = xxh3_64_intdigest(repr(value).encode("utf-8", "surrogatepass"), _seed)
    return number - 2**64 if number >= 2**63 else number


number_of: Callable[[object], int] = hash if FORKS else digest_number
"""The number that stands for texts in all processes of a run on this machine."""


def add_case(pairs: "array[int]", kind: str, record: Fields) -> None:
    """Add the pair of an accepted record, a number for the case and one for the service."""
    # Not ``cast``: it is called, and this runs for every record.
    seen: Any = record
    if kind == STATEMENT:
        case, service = _statement(seen), seen.platform_name
    else:
        case, service = _incident(seen), seen.service
    if case is not None and service:
        pairs.extend((case, number_of(service)))


def case_of_statement(
    puid: str, content_date: object, application_date: object, category: object
) -> int:
    """The number of the case of a statement."""
    return number_of((puid, content_date, application_date, category))


def _incident(record: Incident) -> int | None:
    source, content = record.source or NOTHING, record.content or NOTHING
    if source.reference is not None:
        mark = source.reference
    elif content.hashes is not None:
        mark = content.hashes[0].value
    else:
        return None
    decision = record.decisions[0] if record.decisions else NOTHING
    decided = decision.decided_at or decision.applied_at
    harm = record.harm.primary if record.harm is not None else None
    return number_of((mark, content.created_at, decided, harm))


def _statement(record: Statement) -> int | None:
    if not record.puid:
        return None
    days = (record.content_date, record.application_date)
    return case_of_statement(record.puid, *days, record.category)


class CasesOfServices:
    """All pairs of a run. Use as a context manager."""

    def __init__(self, in_memory: int = PAIRS_IN_MEMORY) -> None:
        self._limit = 2 * in_memory
        self._held: array[int] = array("q")
        self._spilt: Divided | None = None
        self._services: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._spilt is not None:
            self._spilt.close()

    def add(self, pairs: "array[int]") -> None:
        """Add the pairs of some records."""
        if len(self._services) < 2:
            self._services.update(pairs[1::2])
        self._held.extend(pairs)
        if len(self._held) > self._limit:
            self._divide()

    def count(self) -> int:
        """How many cases stand under more than one service."""
        if len(self._services) < 2:
            return 0
        if self._spilt is None:
            return _count_cases(self._held)
        self._divide()
        return sum(_count_cases(array("q", file.read())) for file in self._spilt.parts())

    def _divide(self) -> None:
        """Move what is held to files, so that no two of them hold the same case."""
        import numpy as np

        if self._spilt is None:
            self._spilt = Divided()
        pairs = np.frombuffer(self._held, np.int64).reshape(-1, 2)
        self._spilt.deal(pairs, pairs[:, 0] % PARTS)
        self._held = array("q")


def _count_cases(pairs: "array[int]") -> int:
    first: dict[int, int] = {}
    shared = set()
    for case, service in zip(pairs[::2], pairs[1::2], strict=True):
        if first.setdefault(case, service) != service:
            shared.add(case)
    return len(shared)
