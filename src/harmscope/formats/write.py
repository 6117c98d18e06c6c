"""Records to a file: whole or not at all, and the same bytes for the same records."""

import gzip
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

import zstandard

from harmscope.errors import UserError
from harmscope.formats.door import shown
from harmscope.formats.proof import Prove
from harmscope.formats.spool import Spool
from harmscope.machine import WINDOWS, portable, settle

STDOUT = "-"


class Writer(Protocol):
    """Takes records one by one."""

    def write(self, record: Mapping[str, object]) -> None:
        """Add one record."""

    def write_line(self, line: bytes) -> None:
        """Add one record that is a line of JSON already, its line feed with it."""

    def write_header(self, record: Mapping[str, object]) -> None:
        """Give the header, once. It may come last and stands first in the file."""


@contextmanager
def records(path: str | Path, prove: Prove | None = None) -> Iterator[Writer]:
    """A writer for ``.jsonl``, ``.jsonl.gz``, ``.jsonl.zst``, ``.parquet``, or ``-`` (JSON Lines).

    What ``prove`` says of the records stands in the file where its format has a place for it.
    The file appears under its name when the block ends without an exception, and not before.
    Raises UserError for another ending or a place that cannot be written.
    """
    form = _form(str(path))
    with _target(path) as file, Spool() as spool:
        yield spool
        form(file, spool, prove)


class Keeper:
    """Takes the records of one data set, as lines of JSON and with whether each is its header.

    Raises UserError at a second header, and where records of a file without a header would come
    under the header of another one."""

    def __init__(self, place: str, writer: Writer) -> None:
        self._place, self._writer = place, writer
        self._found = self._own = self._bare = False

    def opened(self, name: str) -> None:
        """Begin a file: a header before it is not its own."""
        self._own = False

    def __call__(self, is_header: bool, line: bytes) -> None:
        """Take a record, or the header."""
        if is_header and self._found:
            raise UserError(
                self._place, "these are several data sets", "keep each of them by itself"
            )
        self._bare |= not is_header and not self._own
        self._found |= is_header
        if self._bare and self._found:
            fault = "records without a header would come under the header of another file"
            raise UserError(self._place, fault, "keep each of them by itself")
        if is_header:
            self._own = True
            self._writer.write_header(json.loads(line))
        else:
            self._writer.write_line(line)


@contextmanager
def keeping(path: Path, prove: Prove) -> Iterator[Keeper]:
    """Takes the records of one data set into a Parquet file with a proof. Raises UserError for
    another ending."""
    if path.suffix != ".parquet":
        raise UserError(shown(path.name), "records are kept as Parquet", "end the name in .parquet")
    with records(path, prove) as writer:
        yield Keeper(shown(path.name), writer)


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A binary file that replaces ``path`` when the block ends without an exception.

    The bytes are on disk before the name is. Raises UserError where that cannot be done.
    """
    place = shown(str(path))
    if path.exists() and not path.is_file():
        raise UserError(place, "it is not a regular file", "name a file to write")
    if WINDOWS and portable(path.name) != path.name:
        raise UserError(place, "Windows takes no file of that name", "give another name")
    try:
        number, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError:
        fault = "no file can be written there"
        raise UserError(place, fault, "name a folder that exists and may be written") from None
    try:
        with os.fdopen(number, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_umask())
        _put(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    settle(path.parent)


def _put(name: str, path: Path) -> None:
    try:
        os.replace(name, path)
    except PermissionError:
        # Windows replaces no file that a program has open, and none that may not be written.
        fix = "close it in other programs, or give another name"
        raise UserError(shown(str(path)), "the file there cannot be replaced", fix) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _target(path: str | Path) -> Iterator[BinaryIO]:
    if str(path) == STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with whole(Path(path)) as file:
        yield file


def _plain(file: BinaryIO, spool: Spool, prove: Prove | None = None) -> None:
    header = spool.header
    if header is not None:
        file.write(spool.line(header))
    with spool.body() as body:
        shutil.copyfileobj(body, file, 2**20)


def _gzip(file: BinaryIO, spool: Spool, prove: Prove | None = None) -> None:
    with gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
        _plain(packed, spool)  # type: ignore[arg-type]


def _zstd(file: BinaryIO, spool: Spool, prove: Prove | None = None) -> None:
    engine = zstandard.ZstdCompressor(level=3, write_checksum=True)
    with engine.stream_writer(file, closefd=False) as packed:
        _plain(packed, spool)


def _parquet(file: BinaryIO, spool: Spool, prove: Prove | None = None) -> None:
    from harmscope.formats.parquet_write import write

    write(file, spool, prove)


_FORMS: dict[str, Callable[[BinaryIO, Spool, Prove | None], None]] = {
    ".jsonl": _plain,
    ".jsonl.gz": _gzip,
    ".jsonl.zst": _zstd,
    ".parquet": _parquet,
}


def _form(path: str) -> Callable[[BinaryIO, Spool, Prove | None], None]:
    if path == STDOUT:
        return _plain
    for ending, form in _FORMS.items():
        if path.endswith(ending):
            return form
    fix = "end the name in " + ", ".join(_FORMS)
    raise UserError(shown(path), "the ending names no format to write", fix)
