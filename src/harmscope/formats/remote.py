"""Files at an address (``s3a://…``, ``hdfs://…``) instead of a path.

Only a cluster can read them, through its own connectors. A command that opened one says so with
:func:`through`; everywhere else an address is refused.
"""

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from harmscope.errors import UserError
from harmscope.formats.door import shown

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file by its display name and its size; ``blocks`` reads it from its start. That raises
    UserError where it cannot be read or is not what it was."""

    name: str
    size: int
    blocks: Callable[[], Iterator[bytes]]

    def digest(self) -> tuple[str, int]:
        """SHA-256 (hexadecimal) and size in bytes."""
        found, size = hashlib.sha256(), 0
        for block in self.blocks():
            found.update(block)
            size += len(block)
        return found.hexdigest(), size


class Remote(Protocol):
    """What reads and writes at addresses. All of it raises UserError where that cannot be done."""

    def files(self, address: str) -> tuple[list[RemoteFile], int]:
        """The file there, or the files of the folder and its folders, sorted by their place; and
        how many files beside them hold no data, by their names."""
        ...

    def put(self, file: Path, address: str) -> None:
        """Copy a file of this machine to an address, in place of a file there."""
        ...


_REMOTE: ContextVar[Remote | None] = ContextVar("what reads addresses", default=None)


@contextmanager
def through(remote: Remote) -> Iterator[None]:
    """Within this block addresses are read and written by ``remote``."""
    before = _REMOTE.set(remote)
    try:
        yield
    finally:
        _REMOTE.reset(before)


def is_address(place: str | Path | None) -> bool:
    """Whether a place is an address and no path."""
    return isinstance(place, str) and _ADDRESS.match(place) is not None


def at(address: str) -> Remote:
    """What reads and writes there. Raises UserError where nothing does."""
    remote = _REMOTE.get()
    if remote is None:
        fix = "name a path; a cluster reads addresses (--engine spark --master URL)"
        raise UserError(shown(address), "it is an address and not a path", fix)
    return remote


@contextmanager
def written(address: str) -> Iterator[BinaryIO]:
    """A binary file that stands at an address when the block ends without an exception. Raises
    UserError where that cannot be done."""
    remote = at(address)
    with tempfile.TemporaryDirectory(prefix="harmscope-") as folder:
        path = Path(folder) / "file"
        with path.open("wb") as file:
            yield file
        remote.put(path, address)
