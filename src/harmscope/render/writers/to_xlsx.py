"""Tables as a workbook: a sheet for each section, numbers as numbers, nothing that runs."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any, BinaryIO, Final

import xlsxwriter

from harmscope.render.safe_text import clean
from harmscope.render.table import Amount, Cell, Column, Missing, Table, shown

_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The date in the workbook's properties, so that equal tables give equal bytes."""

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_LONGEST_NAME: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_NARROWEST, _WIDEST = 10, 60
_EXACT: Final = 10**15
"""From here on a spreadsheet does not keep every digit of a whole number."""


def write(tables: Sequence[Table], file: BinaryIO) -> None:
    """Write all tables; those of one section that follow one another share a sheet."""
    with xlsxwriter.Workbook(file, _OPTIONS) as made:
        made.set_properties({"created": _MADE})
        book = _Book(made)
        for section, members in groupby(tables, key=lambda one: one.section):
            book.sheet(section or "Table", [one.flat() for one in members])


class _Book:
    """A workbook as it grows, with the formats that its cells share."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._format = cache(lambda **members: book.add_format(members))

    def sheet(self, name: str, tables: Sequence[Table]) -> None:
        """A sheet of tables under one another; a single one without a title stays in sight."""
        sheet = self._book.add_worksheet(self._name(name))
        for place, width in enumerate(_widths(tables)):
            sheet.set_column(place, place, width)
        if len(tables) == 1 and not tables[0].title:
            sheet.freeze_panes(1, 0)
        line = 0
        for table in tables:
            line = self._table(sheet, line, table) + 1

    def _table(self, sheet: Any, line: int, table: Table) -> int:
        """Write one table from ``line`` on; gives the line after it."""
        if table.title:
            sheet.write_string(line, 0, clean(table.title), self._format(bold=True, font_size=13))
            line += 1
        for place, name in enumerate(table.head):
            sheet.write_string(line, place, clean(name), self._format(bold=True, bottom=1))
        for row in table.rows:
            line += 1
            for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                self._cell(sheet, (line, place), cell, column)
        for note in table.notes:
            line += 1
            sheet.write_string(line, 0, clean(note))
        return line + 1

    def _cell(self, sheet: Any, at: tuple[int, int], cell: Cell, column: Column) -> None:
        if cell is None:
            return
        if isinstance(cell, (str, Missing)):
            sheet.write_string(*at, clean(shown(cell)))
        elif isinstance(cell, date):
            moment = datetime.combine(cell, datetime.min.time())
            sheet.write_datetime(*at, moment, self._format(num_format="yyyy-mm-dd"))
        else:
            amount = cell if isinstance(cell, Amount) else Amount(_bare(cell), column.unit)
            if isinstance(amount.value, int) and abs(amount.value) >= _EXACT:
                sheet.write_string(*at, shown(cell, column.unit))
            else:
                code = number_format(amount)
                style = self._format(num_format=code) if code else None
                sheet.write_number(*at, amount.value, style)

    def _name(self, wanted: str) -> str:
        """A name that workbooks allow and that no other sheet of this one has."""
        taken = {sheet.get_name().casefold() for sheet in self._book.worksheets()}
        plain = _FORBIDDEN.sub(" ", clean(wanted)).strip("'") or "Table"
        name, number = plain[:_LONGEST_NAME], 2
        while name.casefold() in taken or name.casefold() == "history":
            name = f"{plain[: _LONGEST_NAME - 4]} {number}"
            number += 1
        return name


def number_format(amount: Amount) -> str:
    """The number format of a cell; empty for a number without a unit, which is shown as it is."""
    if not amount.unit:
        return ""
    if amount.unit == "share":
        digits = "0.00##%" if 0 < amount.value < 0.01 else "0.0%"
    else:
        digits = "#,##0" if float(amount.value).is_integer() else "#,##0.0###"
    if amount.unit in ("days", "hours"):
        digits += f' "{amount.unit.removesuffix("s") if amount.value == 1 else amount.unit}"'
    return f'"{amount.qualifier} "{digits}' if amount.qualifier else digits


def _bare(cell: int | float | Decimal) -> int | float:
    return float(cell) if isinstance(cell, Decimal) else cell


def _widths(tables: Sequence[Table]) -> list[int]:
    """For each place the width of its longest text, within limits."""
    widths: dict[int, int] = {}
    for table in tables:
        for row in (table.head, *table.shown()):
            for place, text in enumerate(row):
                widths[place] = max(widths.get(place, _NARROWEST), len(text) + 2)
    return [min(widths[place], _WIDEST) for place in sorted(widths)]
