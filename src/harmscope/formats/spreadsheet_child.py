"""The child process of :mod:`harmscope.formats.spreadsheet`. Run as a module, never imported."""

import sys
from collections.abc import Sequence
from datetime import date, datetime
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from harmscope.formats.rows import DEFAULT, INDEX, BadCell, StreamFault, plain
from harmscope.formats.sandbox import ChildFault, answer, serve
from harmscope.formats.spreadsheet import LOST, mended, scan

_BATCH = 500
_ROWS = 200_000
"""Rows that a sheet of a published report may have."""


def main() -> None:
    """Read the file on standard input: its first table, or with the word ``sheets`` all cells."""
    serve(_every_sheet if "sheets" in sys.argv[4:] else _read, "bad_spreadsheet")


class _Book:
    """A workbook; where a cell points to a text that is not there, the others are read all the
    same."""

    def __init__(self, file: BinaryIO, *, astray: bool = False) -> None:
        self._file = (mended(file, DEFAULT) if astray else None) or file
        self._book = CalamineWorkbook.from_filelike(self._file)
        self.sheets = self._book.sheets_metadata

    def sheet(self, name: str) -> CalamineSheet:
        """The sheet of this name."""
        try:
            return self._book.get_sheet_by_name(name)
        except CalamineError:
            self._file.seek(0)
            whole = mended(self._file, DEFAULT)
            if whole is None:
                raise
            self._file, self._book = whole, CalamineWorkbook.from_filelike(whole)
            return self._book.get_sheet_by_name(name)


def _read(columns: int, nesting: int) -> None:
    del nesting
    file = sys.stdin.buffer
    book = _Book(file, astray=_scanned(file))
    names = [one.name for one in book.sheets if one.typ is SheetTypeEnum.WorkSheet]
    for place, name in enumerate(names):
        sheet = book.sheet(name)
        if sheet.start is not None:
            if len(names) > place + 1:
                answer(notes=[f"{len(names) - place - 1} further sheets were not read"])
            _sheet(sheet, columns)
            return
    raise ChildFault("empty_file")


def _every_sheet(columns: int, nesting: int) -> None:
    del nesting
    file = sys.stdin.buffer
    # XLS is no archive; there the limits of this process have to do.
    packed = file.read(2) == b"PK"
    file.seek(0)
    book = _Book(file, astray=packed and _scanned(file))
    for one in book.sheets:
        if one.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.sheet(one.name)
        if sheet.total_width > columns:
            raise ChildFault("too_many_columns")
        if sheet.total_height > _ROWS:
            raise ChildFault("too_large")
        answer(sheet=one.name)
        rows = sheet.to_python(skip_empty_area=False)
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            answer(cells=[[as_text(cell) for cell in row] for row in batch])


def as_text(cell: object) -> str:
    """A cell as text: whole numbers without a point, midnight as a day, numbers exactly."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, datetime):
        midnight = cell.hour == cell.minute == cell.second == 0
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _scanned(file: BinaryIO) -> bool:
    try:
        return scan(file, DEFAULT)
    except StreamFault as fault:
        raise ChildFault(fault.code) from None


def _sheet(sheet: CalamineSheet, columns: int) -> None:
    top = (sheet.start or (0, 0))[0] + 1
    rows = iter(sheet.to_python(skip_empty_area=True))
    header = _header(next(rows), columns)
    if not header[0]:
        answer(notes=[INDEX])
    batch: list[list[object]] = []
    for number, cells in enumerate(rows, top + 1):
        if any(cell != "" for cell in cells):
            batch.append([number, _row(header, cells)])
        if len(batch) == _BATCH:
            answer(rows=batch)
            batch = []
    answer(rows=batch)


def _header(cells: Sequence[object], columns: int) -> list[str]:
    names = [str(cell).strip() for cell in cells]
    if len(names) > columns:
        raise ChildFault("too_many_columns")
    if "" in names[len(names) > 1 :]:
        raise ChildFault("nameless_column")
    if len(set(names)) < len(names):
        raise ChildFault("duplicate_columns")
    return names


def _row(header: Sequence[str], cells: Sequence[object]) -> object:
    if LOST in cells:
        return "lost_text"
    try:
        pairs = zip(header, cells, strict=True)
        return {name: plain(_whole(cell)) for name, cell in pairs if name and cell != ""}
    except BadCell as bad:
        return str(bad)


def _whole(cell: object) -> object:
    """Workbooks keep every number as a float; a whole one is meant as an integer."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


if __name__ == "__main__":
    main()
