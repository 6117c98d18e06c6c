"""Writes the filled EU template: ``dsa/`` with eleven CSV files, and one workbook."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import xlsxwriter

from harmscope.formats.write import whole
from harmscope.model.dsa_template import dsa_template
from harmscope.model.report import Report
from harmscope.render.csv_ import safe
from harmscope.render.dsa.grid import Grid, Value, grid

FOLDER: Final = "dsa"
WORKBOOK: Final = "dsa-report.xlsx"

_STARTED: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""The date written into the workbook's properties, so that equal reports give equal bytes."""


def write_template(report: Report, folder: Path) -> list[Path]:
    """Write all files of the template into ``folder``; gives their paths, the workbook first."""
    sheets = dsa_template().sheets
    grids = {number: grid(report, number) for number in sheets}
    (folder / FOLDER).mkdir(exist_ok=True)
    paths = [folder / WORKBOOK]
    with whole(paths[0]) as file:
        file.write(_workbook(grids))
    for number, sheet in sheets.items():
        path = folder / FOLDER / f"{sheet.names['en']}.csv"
        with whole(path) as file:
            file.write(template_csv(grids[number]).encode("utf-8"))
        paths.append(path)
    return paths


def template_csv(cells: Grid) -> str:
    """One sheet as CSV after RFC 4180; no cell of text starts a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_text(value) for value in row] for row in cells)
    return out.getvalue()


def _text(value: Value) -> str:
    if isinstance(value, str):
        return safe(value)
    return "" if value is None else str(value)


def _workbook(grids: dict[int, Grid]) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": _STARTED})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for number, cells in grids.items():
        sheet = book.add_worksheet(dsa_template().sheets[number].names["en"])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(cells[0]) - 1, 22)
        for column, header in enumerate(cells[0]):
            sheet.write_string(0, column, str(header), bold)
        for line, row in enumerate(cells[1:], start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, column, value)
                elif value is not None:
                    sheet.write_number(line, column, value)
    book.close()
    return out.getvalue()
