from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.readers.workbook import read_workbook

Write = Callable[[str, dict[str, list[list[object]]]], Path]


def test_reads_cells_as_text(write_xlsx: Write) -> None:
    path = write_xlsx("a.xlsx", {"One": [["x", 12, 0.25]], "Two": [[]]})
    sheets = read_workbook("a.xlsx", path.read_bytes())
    assert sheets == [("One", [["x", "12", "0.25"]]), ("Two", [])]


def test_a_cell_far_outside_ends_in_an_error_not_in_a_crash(write_xlsx: Write) -> None:
    import xlsxwriter

    path = write_xlsx("a.xlsx", {"One": [["x"]]})
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("One").write(1_048_575, 16_383, "far")
    with pytest.raises(UserError, match="within the limits"):
        read_workbook("a.xlsx", path.read_bytes())


def test_what_is_no_workbook_is_said() -> None:
    with pytest.raises(UserError, match="no workbook"):
        read_workbook("a.xlsx", b"PK\x03\x04 this is no workbook")
