"""What the child process writes of cells."""

from datetime import date, datetime

import pytest

from harmscope.formats.spreadsheet_child import as_text


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
