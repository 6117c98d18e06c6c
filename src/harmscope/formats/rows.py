"""What the readers give: lines, rows, and the two kinds of fault.

A fault names a place and a code out of :data:`harmscope.formats.faults.FAULTS`. It never holds
anything out of the data.
"""

from dataclasses import dataclass

from harmscope.formats.faults import FAULTS


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
    message, fix = FAULTS[code]
    return RowFault(line, offset, code, message, fix)


class StreamFault(Exception):  # noqa: N818
    """A file or archive member that is damaged, cut off or refused.

    It is raised after everything that could be read before the fault was delivered. ``file`` is
    the display name of the member, ``code`` a code of the catalogue.
    """

    def __init__(self, code: str, file: str = "") -> None:
        self.code = code
        self.file = file
        self.message, self.fix = FAULTS[code]
        super().__init__(f"{file}: {self.message}; {self.fix}")

    def at(self, file: str) -> "StreamFault":
        """The same fault with its place, where none is known yet."""
        if not self.file:
            self.file = file
            self.args = (f"{file}: {self.message}; {self.fix}",)
        return self
