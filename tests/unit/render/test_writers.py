"""Every writer of tables, with the same table of risky cells."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from html.parser import HTMLParser
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from harmscope.render.safe_text import clean
from harmscope.render.table import Amount, Cell, Column, Missing, Table
from harmscope.render.writers import ENDINGS, written

RISKY = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x1b[31mred", "a\u202eb", "\x9b2J",
    "<script>alert(1)</script>", "a | b", "\ud800", "https://example.org", "{=1}",
)  # fmt: skip
COLUMNS = [
    Column("What"),
    Column("Count", "integer", "items"),
    Column("Share", "number", "share"),
    Column("Day", "day"),
]


def made(rows: Sequence[Sequence[Cell]], title: str = "") -> Table:
    return Table(COLUMNS, rows, title=title, section="All", notes=[])


GOLDEN = made(
    [
        ["a", 1234567, 0.05, date(2026, 3, 1)],
        ["=b", 0, Amount(0.5, "share", low=0.25, high=0.75), None],
        ["c", Missing.SUPPRESSED, Missing.NOT_RECORDED, None],
    ]
)


def test_there_is_a_writer_for_each_ending() -> None:
    assert set(ENDINGS) >= {"csv", "html", "md", "parquet", "xlsx"}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("risky", RISKY)
def test_nothing_runs_and_nothing_steers(ending: str, risky: str) -> None:
    table = Table([Column(risky)], [[risky]], title=risky, section=risky, notes=[risky])
    data = written(ending, [table])
    texts = list(_texts(ending, data))
    assert texts
    for text in texts:
        assert clean(text, lines=True) == text, f"{text!r} could steer a terminal"
        if ending == "csv":
            assert not text.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    if ending in ("html", "md"):
        assert b"<script>" not in data
    if ending == "xlsx":
        assert not re.search(rb"<f>|<hyperlink", _sheet(data))


@pytest.mark.parametrize("ending", ENDINGS)
def test_equal_tables_give_equal_bytes(ending: str) -> None:
    assert written(ending, [GOLDEN]) == written(ending, [GOLDEN])


@pytest.mark.parametrize("ending", ENDINGS)
@given(text=st.text())
def test_any_text_is_written(ending: str, text: str) -> None:
    assert written(ending, [made([[text, 1, 0.5, None]], title=text)])


def test_csv() -> None:
    assert written("csv", [GOLDEN]).decode() == (
        'What,Count,Share,"Share, low","Share, high",Day\r\n'
        "a,1234567,0.05,,,2026-03-01\r\n"
        "'=b,0,0.5,0.25,0.75,\r\n"
        "c,withheld,not recorded,,,\r\n"
    )


def test_markdown() -> None:
    assert written("md", [GOLDEN]).decode() == (
        "## All\n\n"
        "| What | Count | Share | Day |\n"
        "|---|---|---|---|\n"
        "| a | 1,234,567 | 5.0 % | 2026-03-01 |\n"
        "| =b | 0 | 50.0 % (25.0 % to 75.0 %) |  |\n"
        "| c | withheld | not recorded |  |\n"
    )


def test_parquet() -> None:
    found = pq.read_table(io.BytesIO(written("parquet", [GOLDEN])))
    assert [str(one.type) for one in found.schema] == [
        "string", "int64", "double", "double", "double", "date32[day]",
    ]  # fmt: skip
    assert found["Count"].to_pylist() == [1234567, 0, None]
    assert found["Share"].to_pylist() == [0.05, 0.5, None]
    assert found["Share, high"].to_pylist() == [None, 0.75, None]


def test_workbook_has_numbers_with_formats() -> None:
    data = written("xlsx", [GOLDEN])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("All").to_python()
    assert rows[1] == ["a", 1234567, 0.05, "", "", date(2026, 3, 1)]
    assert rows[2] == ["=b", 0, 0.5, 0.25, 0.75, ""]
    assert rows[3][1] == "withheld"
    styles = ZipFile(io.BytesIO(data)).read("xl/styles.xml").decode()
    assert 'formatCode="0.0%"' in styles
    assert 'formatCode="yyyy\\-mm\\-dd"' in styles or 'formatCode="yyyy-mm-dd"' in styles


def test_tables_of_one_section_share_a_sheet() -> None:
    tables = [made([["a", 1, 0.1, None]], title="One"), made([["b", 2, 0.2, None]], title="Two")]
    other = Table([Column("x")], [["y"]], section="all")
    book = CalamineWorkbook.from_filelike(io.BytesIO(written("xlsx", [*tables, other])))
    assert book.sheet_names == ["All", "all 2"]
    assert [row[0] for row in book.get_sheet_by_name("All").to_python()] == [
        "One", "What", "a", "", "Two", "What", "b",
    ]  # fmt: skip


def test_a_page_holds_every_row() -> None:
    page = written("html", [GOLDEN]).decode()
    assert "<script" not in page
    assert page.count("<tr>") == 4
    assert "50.0 % (25.0 % to 75.0 %)" in page


def _texts(ending: str, data: bytes) -> list[str]:
    if ending == "csv":
        return [cell for row in csv.reader(io.StringIO(data.decode(), newline="")) for cell in row]
    if ending == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = [
            row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()
        ]
        return [str(cell) for row in rows for cell in row] + book.sheet_names
    if ending == "parquet":
        found = pq.read_table(io.BytesIO(data))
        return [*found.column_names, *map(str, found.column(0).to_pylist())]
    if ending == "html":
        parser = _Texts()
        parser.feed(data.decode())
        return parser.found
    return [data.decode()]


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _sheet(data: bytes) -> bytes:
    return ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
