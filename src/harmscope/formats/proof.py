"""A proof in the footer of a Parquet file: what its records were checked against, and a digest of
the whole file, by which any later change is noticed.

Between the records and the footer stands what was made of them, as an attachment. Other programs
pass over both: the footer names every place that they read. The digest guards against accidents.
Whoever can write the file can write the digest, so it is no proof against a forger.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import msgspec

from harmscope.formats.door import open_file
from harmscope.formats.rows import MEBI
from harmscope.formats.spool import Spool

KEY: Final = b"harmscope.proof"
"""File metadata under which the proof stands."""

_MAGIC = b"PAR1"
_TRAILER = 8
_MOST = 64 * MEBI
"""Bytes of a footer that is looked into."""
_OPEN = b"harmscope-proof-1:"
_DIGEST = re.compile(re.escape(_OPEN) + rb'\{"sha256":"([0-9a-f]{64})"[^\n]{0,65536}\}\n')
_UNKNOWN = "0" * 64

Said = dict[str, str]


class Proven(NamedTuple):
    """What records were checked against, and what was made of them: a file, read from its start."""

    said: Said
    attachment: BinaryIO


Prove = Callable[[Spool], Proven | None]
"""Checks records on their way into a file; None where nothing can be proved of them."""


class _Written(msgspec.Struct, frozen=True):
    sha256: str
    attached: int
    said: Said


# Writing.


def metadata(proven: Proven) -> dict[bytes, bytes]:
    """What goes into the footer; the digest is put in by :func:`attach`."""
    size = proven.attachment.seek(0, 2)
    written = msgspec.json.encode(_Written(_UNKNOWN, size, proven.said))
    return {KEY: _OPEN + written + b"\n"}


def attach(file: BinaryIO, proven: Proven) -> None:
    """Put the attachment before the footer of a Parquet file that is written to its end and can be
    read, and the digest of it all into its proof."""
    start, footer = _footer(file)
    file.seek(start)
    proven.attachment.seek(0)
    shutil.copyfileobj(proven.attachment, file, MEBI)
    behind = file.tell()
    file.write(footer + len(footer).to_bytes(4, "little") + _MAGIC)
    found = _last(footer)
    assert found is not None
    place = behind + found.start(1)
    digest = _digest(file, place)
    file.seek(place)
    file.write(digest.encode())
    file.seek(0, 2)


def _footer(file: BinaryIO) -> tuple[int, bytes]:
    """Where the footer starts, and its bytes; none where the file is no Parquet."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TRAILER))
    trailer = file.read(_TRAILER)
    length = int.from_bytes(trailer[:4], "little")
    if trailer[4:] != _MAGIC or not 0 < length <= min(_MOST, size - _TRAILER - len(_MAGIC)):
        return size, b""
    start = size - _TRAILER - length
    file.seek(start)
    return start, file.read(length)


def _last(footer: bytes) -> re.Match[bytes] | None:
    place = footer.rfind(_OPEN)
    return None if place < 0 else _DIGEST.match(footer, place)


def _digest(file: BinaryIO, place: int) -> str:
    """The digest of a file whose digest stands at ``place`` and is not known."""
    found = sha256()
    file.seek(0)
    left = place
    while left and (block := file.read(min(MEBI, left))):
        found.update(block)
        left -= len(block)
    file.seek(len(_UNKNOWN), 1)
    found.update(_UNKNOWN.encode())
    while block := file.read(MEBI):
        found.update(block)
    return found.hexdigest()


# Reading.


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof in a file, which is open: what is ``said``, and where the attachment stands."""

    said: Said
    file: BinaryIO
    start: int
    size: int
    _place: int
    _sha256: str

    def holds(self) -> bool:
        """Whether the file is as it was written."""
        return _digest(self.file, self._place) == self._sha256


def proof_of(path: Path) -> Proof | None:
    """The proof of a file; None where it has none, or one that cannot be read. Its file is then
    open. Raises UserError where the file is missing or cannot be read."""
    file = open_file(path)
    found = _read(file)
    if found is None:
        file.close()
    return found


def _read(file: BinaryIO) -> Proof | None:
    start, footer = _footer(file)
    match = _last(footer)
    if match is None:
        return None
    try:
        written = msgspec.json.decode(match[0].removeprefix(_OPEN), type=_Written)
    except (msgspec.DecodeError, ValueError):
        return None
    if not 0 <= written.attached <= start:
        return None
    first = start - written.attached
    place = start + match.start(1)
    return Proof(written.said, file, first, written.attached, place, written.sha256)
