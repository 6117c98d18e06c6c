"""What the child process writes of cells."""

import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from harmscope.formats import Limits, Row, members
from harmscope.formats.records import rows
from harmscope.formats.spreadsheet import mended
from harmscope.formats.spreadsheet_child import as_text
from harmscope.readers.result import read_tables


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12.0, "12"),
        (0.7108000308899785, "0.7108000308899785"),
        (datetime(2022, 9, 30), "2022-09-30"),
        (datetime(2022, 9, 30, 12, 5), "2022-09-30 12:05:00"),
        (date(2022, 9, 30), "2022-09-30"),
        (True, "TRUE"),
        ("text", "text"),
    ],
)
def test_writes_cells_as_text(cell: object, text: str) -> None:
    assert as_text(cell) == text


def lossy(path: Path, pointer: bytes = b"999") -> Path:
    """A workbook of which one cell points to a text that is not there."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("One")
        for line, row in enumerate((["a", "b"], ["x", "y"], ["z", "w"])):
            sheet.write_row(line, 0, row)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = re.sub(rb'(r="B2"[^>]*><v>)\d+', rb"\g<1>" + pointer, parts[name])
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_a_text_that_is_not_there_costs_its_row(tmp_path: Path) -> None:
    path = lossy(tmp_path / "a.xlsx")
    (member,) = members(path)
    found = [row.data if isinstance(row, Row) else row.code for row in rows(member)]
    assert found == ["lost_text", {"a": "z", "b": "w"}]


@pytest.mark.parametrize("pointer", [b"-1", b"x", b"1e0", b"0.0", b"1 1", b""])
def test_a_pointer_that_is_no_number_costs_its_row(tmp_path: Path, pointer: bytes) -> None:
    (member,) = members(lossy(tmp_path / "a.xlsx", pointer))
    found = [row.data if isinstance(row, Row) else row.code for row in rows(member)]
    assert found == ["lost_text", {"a": "z", "b": "w"}]


def test_a_text_that_is_not_there_is_said_in_a_report(tmp_path: Path) -> None:
    (table,), _ = read_tables(lossy(tmp_path / "a.xlsx"))
    assert table.rows == [["a", "b"], ["", ""], ["z", "w"]]
    assert [(f.rule, f.pointer) for f in table.findings] == [("RD025", "row 2")]


def test_a_whole_workbook_needs_no_mending(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet().write_row(0, 0, ["a"])
    with path.open("rb") as file:
        assert mended(file, Limits()) is None
