"""Workbooks: a look at their parts, and all sheets as text."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from harmscope.formats import Limits, Member, Row, StreamFault, members
from harmscope.formats.rows import INDEX
from harmscope.formats.spreadsheet import read, scan, sheets


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


TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def ods(rows: str) -> bytes:
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:table="{TABLE}"'
        f' xmlns:text="{TEXT}"><office:body><office:spreadsheet><table:table table:name="s">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{MANIFEST}"/>')
    return out.getvalue()


def ods_row(*cells: str) -> str:
    return (
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in cells
        )
        + "</table:table-row>"
    )


def test_text_stays_text_and_numbers_are_numbers(of_file, xlsx: Callable, xlsx_row) -> None:
    rows = xlsx_row(1, "a", "b") + xlsx_row(2, "00123", 5) + xlsx_row(4, "=1+1", 1.5)
    expected = [{"a": "00123", "b": 5}, {"a": "=1+1", "b": 1.5}]
    assert of_file(xlsx(rows)) == {"f": expected}


def test_an_empty_cell_is_absent(of_file, xlsx: Callable, xlsx_row) -> None:
    assert of_file(xlsx(xlsx_row(1, "a", "b") + xlsx_row(2, None, "x"))) == {"f": [{"b": "x"}]}


def test_open_document_is_read_alike(of_file: Callable) -> None:
    assert of_file(ods(ods_row("a", "b") + ods_row("1", "x"))) == {"f": [{"a": "1", "b": "x"}]}


def sheets_of(path: Path) -> list[tuple[str, list[list[str]]]]:
    limits = Limits(columns=512)
    return list(sheets(Member(path.name, iter([path.read_bytes()]), limits)))


def test_every_sheet_comes_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("One")
        for column, cell in enumerate(["x", 12, 0.25]):
            sheet.write(0, column, cell)
        workbook.add_worksheet("Two")
    assert sheets_of(path) == [("One", [["x", "12", "0.25"]]), ("Two", [])]


def test_a_cell_far_outside_ends_in_a_fault_not_in_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("One").write(1_048_575, 16_383, "far")
    with pytest.raises(StreamFault, match="far outside"):
        sheets_of(path)


@pytest.mark.parametrize("data", [b"PK\x03\x04 this is no workbook", b"\xd0\xcf\x11\xe0 nor this"])
def test_what_is_no_workbook_is_a_fault(data: bytes) -> None:
    with pytest.raises(StreamFault):
        list(sheets(Member("a.xlsx", iter([data]))))


def test_an_index_without_a_name_is_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("One")
        for line, cells in enumerate([["", "a"], [0, "x"], [1, "y"]]):
            for column, one in enumerate(cells):
                sheet.write(line, column, one)
    (member,) = members(path)
    assert [row.data for row in read(member) if isinstance(row, Row)] == [{"a": "x"}, {"a": "y"}]
    assert INDEX in member.notes
