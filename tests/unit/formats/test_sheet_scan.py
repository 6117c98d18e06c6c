import io
from collections.abc import Callable

import pytest

from harmscope.formats import Limits, StreamFault
from harmscope.formats.sheet_scan import scan


def code(data: bytes, limits: Limits | None = None) -> str:
    try:
        scan(io.BytesIO(data), limits or Limits())
    except StreamFault as fault:
        return fault.code
    return ""


def test_a_plain_workbook_passes(xlsx: Callable, xlsx_row: Callable) -> None:
    rows = "".join(xlsx_row(number, "a", "b") for number in range(1, 2000))
    assert code(xlsx(rows)) == ""


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD500"])
def test_one_far_cell_is_too_far(xlsx: Callable, xlsx_row: Callable, cell: str) -> None:
    far = f'<row r="9"><c r="{cell}"><v>1</v></c></row>'
    expected = "sparse_spreadsheet" if cell != "A1048576" else ""
    assert code(xlsx(xlsx_row(1, "a") + far)) == expected


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/hostname">',
        "<!-- " + "x" * 300_000 + " --><!doctype x>",
    ],
)
def test_declarations_are_refused(xlsx: Callable, xlsx_row: Callable, before: str) -> None:
    assert code(xlsx(xlsx_row(1, "a"), before)) == "bad_spreadsheet"


def test_a_bomb_is_refused(xlsx: Callable, xlsx_row: Callable) -> None:
    book = xlsx(xlsx_row(1, "a" * 5_000_000))
    assert code(book, Limits(ratio=50, ratio_floor=1000)) == "bomb"
    assert code(book[:-30]) == "bad_zip"
