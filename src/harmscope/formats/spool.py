"""Records on their way into a file, kept packed in a nameless temporary file.

A header with counts is known only when the last record is; a columnar file needs every record's
shape before its first row. Both are written from here in a second pass, in flat memory.
"""

import io
import json
import tempfile
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Self

import zstandard


class Spool:
    """Keeps records in order, and one header. Use as a context manager."""

    def __init__(self) -> None:
        self.header: Mapping[str, object] | None = None
        self._ended = False
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._packed = zstandard.ZstdCompressor(level=1).stream_writer(self._file, closefd=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, record: Mapping[str, object]) -> None:
        """Add one record."""
        self._packed.write(self.line(record))

    def write_header(self, record: Mapping[str, object]) -> None:
        """Give the header."""
        self.header = record

    @staticmethod
    def line(record: Mapping[str, object]) -> bytes:
        """A record as one line of JSON, its members in their order."""
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode("utf-8") + b"\n"

    def body(self) -> BinaryIO:
        """All records as JSON Lines, from the first. No record can be added any more."""
        if not self._ended:
            self._packed.flush(zstandard.FLUSH_FRAME)
            self._ended = True
        self._file.seek(0)
        reader = zstandard.ZstdDecompressor().stream_reader(self._file, closefd=False)
        return io.BufferedReader(reader, 2**20)

    def again(self) -> Iterator[dict[str, object]]:
        """All records, from the first."""
        with self.body() as lines:
            for text in lines:
                yield json.loads(text)
