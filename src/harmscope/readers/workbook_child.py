"""The child process that opens a workbook: ``python -m harmscope.readers.workbook_child``.

Arguments: path of the workbook, memory limit in bytes. Writes ``[[sheet, [[cell, …], …]], …]``
as JSON to standard output.
"""

import json
import resource
import sys
from datetime import date, datetime

COLUMNS, ROWS = 512, 200_000
NO_WORKBOOK = 5
"""Exit code where the file is no workbook at all, or a damaged one."""


def main(path: str, memory: int) -> None:
    """Open the workbook under limits on memory, rows and columns, and print its cells."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    try:
        workbook = CalamineWorkbook.from_path(path)
    except CalamineError:
        sys.exit(NO_WORKBOOK)
    sheets = []
    for sheet in workbook.sheets_metadata:
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        cells = workbook.get_sheet_by_name(sheet.name)
        if cells.total_height > ROWS or cells.total_width > COLUMNS:
            sys.exit(4)
        rows = cells.to_python(skip_empty_area=False)
        sheets.append([sheet.name, [[as_text(cell) for cell in row] for row in rows]])
    json.dump(sheets, sys.stdout)


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


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
