"""The child process of :mod:`harmscope.formats.spreadsheet`. Run as a module, never imported."""

import sys
from collections.abc import Sequence

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

from harmscope.formats.rows import DEFAULT, BadCell, StreamFault, plain
from harmscope.formats.sandbox import ChildFault, answer, serve
from harmscope.formats.spreadsheet import scan

_BATCH = 500


def main() -> None:
    """Read the file on standard input."""
    serve(_read, "bad_spreadsheet")


def _read(columns: int, nesting: int) -> None:
    del nesting
    file = sys.stdin.buffer
    try:
        scan(file, DEFAULT)
    except StreamFault as fault:
        raise ChildFault(fault.code) from None
    book = CalamineWorkbook.from_filelike(file)
    names = [one.name for one in book.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet]
    for place, name in enumerate(names):
        sheet = book.get_sheet_by_name(name)
        if sheet.start is not None:
            if len(names) > place + 1:
                answer(notes=[f"{len(names) - place - 1} further sheets were not read"])
            _sheet(sheet, columns)
            return
    raise ChildFault("empty_file")


def _sheet(sheet: CalamineSheet, columns: int) -> None:
    top = (sheet.start or (0, 0))[0] + 1
    rows = iter(sheet.to_python(skip_empty_area=True))
    header = _header(next(rows), columns)
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
    if "" in names:
        raise ChildFault("nameless_column")
    if len(set(names)) < len(names):
        raise ChildFault("duplicate_columns")
    return names


def _row(header: Sequence[str], cells: Sequence[object]) -> object:
    try:
        pairs = zip(header, cells, strict=True)
        return {name: plain(_whole(cell)) for name, cell in pairs if cell != ""}
    except BadCell as bad:
        return str(bad)


def _whole(cell: object) -> object:
    """Workbooks keep every number as a float; a whole one is meant as an integer."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


if __name__ == "__main__":
    main()
