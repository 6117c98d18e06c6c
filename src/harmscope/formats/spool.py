"""Records on their way into a file, kept packed in a nameless temporary file.

A header with counts is known only when the last record is; a columnar file needs every record's
shape before its first row. Both are written from here in a second pass, in flat memory.
"""

import io
import json
import tempfile
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Self

import orjson
import zstandard

from harmscope.canonical import FLOAT
from harmscope.formats.member import Member
from harmscope.formats.rows import MEBI

_HELD = 2**16
"""Bytes that are packed together."""
_PLAIN = (
    orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATETIME
)


class Spool:
    """Keeps records in order, and one header. Use as a context manager."""

    def __init__(self) -> None:
        self.header: Mapping[str, object] | None = None
        self._ended = False
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._lines: list[bytes] = []
        self._held = 0
        self._packed = zstandard.ZstdCompressor(level=1).stream_writer(self._file, closefd=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, record: Mapping[str, object]) -> None:
        """Add one record."""
        self.write_line(self.line(record))

    def write_line(self, line: bytes) -> None:
        """Add one record as :meth:`line` gives it."""
        self._lines.append(line)
        self._held += len(line)
        if self._held >= _HELD:
            self._pack()

    def _pack(self) -> None:
        self._packed.write(b"".join(self._lines))
        self._lines.clear()
        self._held = 0

    def write_header(self, record: Mapping[str, object]) -> None:
        """Give the header."""
        self.header = record

    @staticmethod
    def line(record: Mapping[str, object]) -> bytes:
        """A record as one line of JSON, its members in their order."""
        try:
            written = orjson.dumps(record, option=_PLAIN)
        except TypeError:  # what only the other one writes, or refuses in its own words
            written = b""
        if written and FLOAT.search(written) is None:
            return written
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode("utf-8") + b"\n"

    def body(self) -> BinaryIO:
        """All records as JSON Lines, from the first. No record can be added any more."""
        if not self._ended:
            self._pack()
            self._packed.flush(zstandard.FLUSH_FRAME)
            self._ended = True
        self._file.seek(0)
        reader = zstandard.ZstdDecompressor().stream_reader(self._file, closefd=False)
        return io.BufferedReader(reader, 2**20)

    def member(self) -> Member:
        """The header and all records, as a member that is read once. No record can be added any
        more."""
        return Member("records", self._blocks())

    def _blocks(self) -> Iterator[bytes]:
        if self.header is not None:
            yield self.line(self.header)
        with self.body() as body:
            while block := body.read(MEBI):
                yield block

    def again(self) -> Iterator[dict[str, object]]:
        """All records, from the first."""
        with self.body() as lines:
            for text in lines:
                yield json.loads(text)
