"""What the readers give: lines, rows, plain values and two kinds of fault; and the limits within
which they read.

A fault names a place and a code out of :data:`harmscope.formats.faults.FAULTS`. It never holds
anything out of the data.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from harmscope.formats.faults import FAULTS

# Limits: against bombs and mistakes, not against big files.

MEBI = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of reading. Sizes are bytes.

    ``ratio`` bounds unpacked to packed size of one layer once ``ratio_floor`` bytes are unpacked.
    ``depth`` counts archives and compressions inside each other.
    """

    total: int = 2**40
    ratio: int = 500
    ratio_floor: int = 4 * MEBI
    depth: int = 4
    members: int = 10_000
    directory: int = 8 * MEBI
    line: int = 16 * MEBI
    columns: int = 4096
    row_lines: int = 1000
    nesting: int = 64
    child_memory: int = 512 * MEBI
    child_patience: float = 20.0


DEFAULT = Limits()


INDEX = "the first column has no name, as an index that pandas writes: left out"
"""Note on a table whose first column has no name."""


# Lines, rows and faults.


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, as bytes without its line feed.

    ``number`` counts from 1, ``offset`` is where the line starts in the decompressed member.
    ``ended`` is false for a last line without a line feed. ``too_long`` marks a line over the
    limit; its ``data`` is then empty.
    """

    number: int
    offset: int
    data: bytes
    ended: bool = True
    too_long: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One record or table row.

    ``line`` is the line it starts on (for Parquet the row, counted from 1; for spreadsheets the
    row of the sheet). ``raw`` is the row as it stands in the file, where it is text.
    """

    line: int
    offset: int
    data: dict[str, object]
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that cannot be read as a record; the rows beside it are not touched by it."""

    line: int
    offset: int
    code: str
    message: str
    fix: str


def row_fault(code: str, line: int, offset: int) -> RowFault:
    """The fault ``code`` of the catalogue, at a place."""
    fault = FAULTS[code]
    return RowFault(line, offset, code, fault.clause, fault.fix)


class StreamFault(Exception):  # noqa: N818
    """A file or archive member that is damaged, cut off or refused.

    It is raised after everything that could be read before the fault was delivered. ``file`` is
    the display name of the member, ``code`` a code of the catalogue, ``detail`` names the column
    that it is about.
    """

    def __init__(self, code: str, file: str = "", detail: str = "") -> None:
        self.code = code
        self.file = file
        self.message, self.fix = FAULTS[code].clause, FAULTS[code].fix
        if detail:
            self.message += f" ({detail})"
        super().__init__(f"{file}: {self.message}; {self.fix}")

    def at(self, file: str) -> "StreamFault":
        """The same fault with its place, where none is known yet."""
        if not self.file:
            self.file = file
            self.args = (f"{file}: {self.message}; {self.fix}",)
        return self


# Chunks of bytes to lines, with number and offset.


def split(
    chunks: Iterable[bytes], longest: int, number: int = 1, offset: int = 0
) -> Iterator[Line]:
    """Lines ended by a line feed; a carriage return before it stays in the data.

    ``number`` and ``offset`` are those of the first one.

    A line of more than ``longest`` bytes comes as a marked line without data, so that memory stays
    bounded. A fault of ``chunks`` passes through; the unfinished line before it is not delivered.
    """
    parts: list[bytes] = []
    held = length = 0
    for chunk in chunks:
        *whole, rest = chunk.split(b"\n")
        for piece in whole:
            length += len(piece)
            data = b"".join((*parts, piece)) if parts else piece
            yield _line(number, offset, data, length > longest, ended=True)
            parts = []
            number, offset = number + 1, offset + length + 1
            held = length = 0
        length += len(rest)
        if rest and held <= longest:
            parts.append(rest)
            held += len(rest)
    if length:
        yield _line(number, offset, b"".join(parts), length > longest, ended=False)


def _line(number: int, offset: int, data: bytes, too_long: bool, *, ended: bool) -> Line:
    return Line(number, offset, b"" if too_long else data, ended, too_long)


# Values of typed tables (Parquet, spreadsheets) as JSON has them.

_LARGEST = 2**53 - 1


class BadCell(ValueError):  # noqa: N818
    """A value that JSON has no form for; the argument is the fault's code."""


def plain(value: object) -> object:
    """The value with text, numbers, truth values, lists and objects only; null members left out.

    Dates and times become ISO 8601 text, decimals their digits. Raises BadCell: ``not_finite``,
    ``big_integer``, ``bad_cell``.
    """
    if isinstance(value, dict):
        return {str(key): plain(member) for key, member in value.items() if member is not None}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value if item is not None]
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if not -_LARGEST <= value <= _LARGEST:
            raise BadCell("big_integer")
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise BadCell("not_finite")
        return value
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            raise BadCell("bad_cell") from None
    if isinstance(value, timedelta):
        return f"PT{value.total_seconds():g}S"
    raise BadCell("bad_cell")
