"""Workbooks (XLSX, ODS) as tables, read in a child process because the file is not trusted.

A look at the parts comes first: one value in a far corner makes a parser reserve room for the
whole sheet; declarations of entities are how XML becomes a bomb or reads other files. Both are
refused.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from harmscope.formats import archives, sandbox
from harmscope.formats.member import Member
from harmscope.formats.rows import Limits, Row, RowFault, StreamFault

# The look at the parts.

_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_REPEATED = re.compile(rb'table:number-(?:columns|rows)-repeated="([0-9]{1,20})"[^>/]*>')
_OVERLAP = 256
# A table may be half empty many times over; a sheet with one far cell is emptier than that.
_EMPTIEST = 200
_SMALL = 2_000_000
_FARTHEST_REPEAT = 1_100_000


def scan(file: BinaryIO, limits: Limits) -> bool:
    """Read every part of the workbook to its proven end. Raises StreamFault.

    True where a cell points to a shared text by what is no number: readers take the first text for
    it, so :func:`mended` has to go before them.
    """
    astray = False
    with archives.directory(file, limits) as archive:
        overlaps = archives.overlapping(archive)
        for entry in archives.files(archive):
            refused = archives.refusal(entry, overlaps)
            if refused is not None:
                raise refused
            astray |= _part(archives.content(file, entry, limits))
    file.seek(0)
    return astray


_NO_POINTER = re.compile(rb"<(?:\w+:)?c\s[^>]*?t=\"s\"[^>]*>\s*<(?:\w+:)?v>(?!\s*[0-9]{1,18}\s*</)")


def _part(chunks: Iterator[bytes]) -> bool:
    """Whether a cell of the part points to a text by what is no number. Raises StreamFault."""
    extent = _Extent()
    tail, astray = b"", False
    for chunk in chunks:
        text = tail + chunk
        wide = not tail and text.startswith(_WIDE)
        if wide or _DECLARATION.search(text):
            raise StreamFault("bad_spreadsheet")
        astray = astray or _NO_POINTER.search(text) is not None
        extent.see(text, len(tail))
        tail = text[-_OVERLAP:]
    if extent.is_sparse():
        raise StreamFault("sparse_spreadsheet")
    return astray


class _Extent:
    """How many cells a sheet has, and how far apart they lie."""

    def __init__(self) -> None:
        self._cells = self._column = self._row = self._repeat = 0

    def see(self, text: bytes, seen: int) -> None:
        """Take in a piece of a sheet's XML, of which ``seen`` bytes were there before."""
        for found in _CELL.finditer(text):
            if found.end() > seen:
                self._cells += 1
                self._column = max(self._column, _column(found[1]))
                self._row = max(self._row, int(found[2]))
        for found in _REPEATED.finditer(text):
            self._repeat = max(self._repeat, int(found[1]))

    def is_sparse(self) -> bool:
        """Whether the sheet's rectangle is far larger than what it holds."""
        room = self._column * self._row
        return self._repeat > _FARTHEST_REPEAT or room > max(_SMALL, _EMPTIEST * self._cells)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


# Texts that are not there.

LOST = "\ufdd0"
"""Stands in a cell that points to a text which the workbook does not hold."""

_TEXTS = "xl/sharedStrings.xml"
_ITEM = re.compile(rb"<(?:\w+:)?si[\s/>]")
_NUMBER = re.compile(rb"[0-9]{1,18}")
_POINTER = re.compile(
    rb"<((?:\w+:)?)c\b((?:[^>]*?\s)?)t=\"s\"([^>]*)>\s*<(?:\w+:)?v>\s*([^<]*?)\s*</(?:\w+:)?v>"
    rb"\s*</(?:\w+:)?c>"
)


def mended(file: BinaryIO, limits: Limits) -> BinaryIO | None:
    """The workbook with ``LOST`` in each cell that points outside the shared texts, or by what is
    no number; None where every text is there."""
    out, lost = io.BytesIO(), 0
    with archives.directory(file, limits) as archive, zipfile.ZipFile(out, "w") as copy:
        entries = archives.files(archive)
        parts = {each.filename: b"".join(archives.content(file, each, limits)) for each in entries}
        held = len(_ITEM.findall(parts.get(_TEXTS, b"")))

        def cell(found: re.Match[bytes]) -> bytes:
            nonlocal lost
            if _NUMBER.fullmatch(found[4]) and int(found[4]) < held:
                return found[0]
            lost += 1
            pre, text = found[1], LOST.encode()
            inner = b"<%sis><%st>%s</%st></%sis>" % (pre, pre, text, pre, pre)
            return b'<%sc%st="inlineStr"%s>%s</%sc>' % (pre, found[2], found[3], inner, pre)

        for name, data in parts.items():
            sheet = name.startswith("xl/worksheets/")
            copy.writestr(name, _POINTER.sub(cell, data) if sheet else data)
    out.seek(0)
    return out if lost else None


_CHILD = "harmscope.formats.spreadsheet_child"


def read(member: Member) -> Iterator[Row | RowFault]:
    """Rows of the first sheet that holds any, below its header; ``line`` is the sheet's row.

    Text stays text, whole numbers are integers, days and times text after ISO 8601. An empty cell
    is an absent member, an empty row no row. Sheets that were not read are said in
    ``member.notes``. Raises StreamFault: ``bad_spreadsheet``, ``sparse_spreadsheet``,
    ``empty_file``, ``nameless_column``, ``duplicate_columns``, ``too_many_columns``,
    ``reader_stopped``, and what archives raise.
    """
    return sandbox.read(member, _CHILD)


def sheets(member: Member) -> Iterator[tuple[str, list[list[str]]]]:
    """Every sheet of a workbook (XLS, too): its name and all rows as text cells, from the first.

    Days are written ``YYYY-MM-DD``, whole numbers without a decimal point. Raises StreamFault like
    :func:`read`, and ``too_large`` for a sheet with too many rows.
    """
    name: str | None = None
    rows: list[list[str]] = []
    for said, _ in sandbox.answers(member, _CHILD, "sheets"):
        if "sheet" in said:
            if name is not None:
                yield name, rows
            name, rows = said["sheet"], []
        rows += said.get("cells", ())
    if name is not None:
        yield name, rows
