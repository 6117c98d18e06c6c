"""A report as a workbook: one sheet a section, one for all figures, one for definitions."""

import io
import re
from datetime import UTC, datetime
from typing import Any, Final

import xlsxwriter

from harmscope.model.report import Report
from harmscope.render.csv_ import COLUMNS, figure_rows
from harmscope.render.tables import tables_of

_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The date in the workbook's properties, so that equal reports give equal bytes."""

_NUMBERS: Final = frozenset({"value", "numerator", "denominator", "low", "high", "rounding"})
_LONGEST_NAME: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")


def report_xlsx(report: Report) -> bytes:
    """The workbook; no cell of it is a formula."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": _MADE, "title": report.profile.title})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format({"bold": True, "bottom": 1}),
    }
    _sections(book, report, styles)
    _figures(book, report, styles)
    _definitions(book, report, styles)
    book.close()
    return out.getvalue()


def _sections(book: Any, report: Report, styles: dict[str, Any]) -> None:
    sheet, line, name = None, 0, ""
    for table in tables_of(report):
        if sheet is None or table.section != name:
            name, line = table.section, 0
            sheet = book.add_worksheet(_sheet_name(book, name))
            sheet.set_column(0, 0, 48)
            sheet.set_column(1, 6, 20)
        sheet.write_string(line, 0, table.title, styles["title"])
        for column, cell in enumerate(table.head):
            sheet.write_string(line + 1, column, cell, styles["head"])
        for offset, row in enumerate(table.rows, start=2):
            for column, cell in enumerate(row):
                _write(sheet, line + offset, column, cell)
        line += len(table.rows) + 2
        for note in table.notes:
            sheet.write_string(line, 0, note)
            line += 1
        line += 1


def _figures(book: Any, report: Report, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_sheet_name(book, "All figures"))
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, styles["head"])
    for line, row in enumerate(figure_rows(report), start=1):
        for column, (name, cell) in enumerate(zip(COLUMNS, row, strict=True)):
            if cell and name in _NUMBERS:
                sheet.write_number(line, column, float(cell))
            elif cell:
                sheet.write_string(line, column, cell)


def _definitions(book: Any, report: Report, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_sheet_name(book, "Definitions"))
    sheet.set_column(0, 1, 36)
    sheet.set_column(2, 2, 100)
    for column, name in enumerate(("metric", "title", "definition")):
        sheet.write_string(0, column, name, styles["head"])
    for line, one in enumerate(report.definitions, start=1):
        for column, cell in enumerate((one.metric, one.title, one.definition)):
            sheet.write_string(line, column, cell)


def _write(sheet: Any, line: int, column: int, cell: str) -> None:
    plain = cell.replace(",", "")
    if plain.isdigit() and len(plain) < 16:
        sheet.write_number(line, column, int(plain))
    else:
        sheet.write_string(line, column, cell)


def _sheet_name(book: Any, wanted: str) -> str:
    """A name that workbooks allow and that no other sheet of this one has."""
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    name = _FORBIDDEN.sub(" ", wanted)[:_LONGEST_NAME]
    number = 2
    while name.casefold() in taken:
        name = f"{_FORBIDDEN.sub(' ', wanted)[: _LONGEST_NAME - 4]} {number}"
        number += 1
    return name
