""""""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmscope.formats import Limits, Row
from harmscope.formats.csv_ import Layout
from harmscope.formats.csv_columns import CsvColumns, columns_of, is_plain
from harmscope.formats.split import Stretch, StretchRows

LAYOUT = Layout(("a", "b", "c"), ",", 2, 7)
LIMITS = Limits(row_lines=3)
PIECES = ["x", "yz", " ", "é", ",", "\n", "\r\n", '"', '""', '"a,b"', '"x\ny"', "\r", "1,2,3\n"]


def found(data: bytes, layout: Layout = LAYOUT) -> CsvColumns | None:
    return columns_of(data, (2, 7), layout, LIMITS, set())


def rows_of(table: CsvColumns) -> list[Row]:
    return [
        Row(int(line), int(offset), dict(zip("abc", cells, strict=True)))
        for number, (line, offset) in enumerate(zip(table.lines, table.offsets, strict=True))
        for cells in [[column.at(number) for column in table.columns]]
    ]


def carefully(data: bytes, *, last: bool = True, layout: Layout = LAYOUT) -> tuple[list, bool]:
    rows = StretchRows(Stretch(2, 7, len(data), last, data), layout, LIMITS)
    each = [Row(row.line, row.offset, row.data) if isinstance(row, Row) else row for row in rows]
    return each, rows.whole


@settings(max_examples=400)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=24), last=st.booleans())
def test_what_is_read_as_columns_is_what_the_careful_reader_finds(
    pieces: list[str], last: bool
) -> None:
    data = "".join(pieces).encode()
    if not last and not data.endswith(b"\n"):
        # A stretch that others follow ends with a line.
        data += b"\n"
    table = found(data)
    if table is not None:
        assert (rows_of(table), True) == carefully(data, last=last)


CELLS = st.text(st.sampled_from('xé ,"\n;'), max_size=6)


@settings(max_examples=200)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8),
    ends=st.sampled_from(["\n", "\r\n"]),
    delimiter=st.sampled_from(",;\t|"),
)
def test_what_a_writer_writes_is_read(
    rows: list[tuple[str, str, str]], ends: str, delimiter: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=ends).writerows(rows)
    data, layout = text.getvalue().encode(), Layout(("a", "b", "c"), delimiter, 2, 7)
    expected = carefully(data, layout=layout)
    table = found(data, layout)
    if all(isinstance(row, Row) for row in expected[0]) and "\n" not in "".join(sum(rows, ())):
        assert table is not None
    if table is not None:
        assert (rows_of(table), True) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"1,2\n",
        b"1,2,3,4\n",
        b'1,2,"3\n',
        b'1,"2"x,3\n',
        b'1,x"2",3\n',
        b'1, "2",3\n',
        b'1,x""y,3\n',
        b'1,"x""y"z,3\n',
        b'1,""x,3\n',
        b'1,"x"" y" ,3\n',
        b"1,2\r,3\n",
        b"1,2\0,3\n",
        b"1,2\xff,3\n",
        b"\xef\xbb\xbf1,2,3\n",
        b'1,2,"x\n4,5,6\n7,8,9"\n',
        b'1,2,"' + b"\n" * 4 + b'"\n',
        b"1,2,3\n" + b"x" * Limits().line,
    ],
)
def test_what_is_irregular_is_left_to_the_careful_reader(data: bytes) -> None:
    good = b"1,2,3\n"
    assert found(good) is not None
    assert found(data) is None
    if not data.startswith(b"\xef"):
        assert found(good + data + good) is None


def test_a_table_of_one_column_is_left_to_the_careful_reader() -> None:
    assert found(b"1\n\n2\n", Layout(("a",), ",", 2, 7)) is None


def test_a_text_of_two_lines_is_one_cell() -> None:
    table = found(b'1,2,"x\ny"\n\n4,5,6\n')
    assert table is not None
    assert (table.lines.tolist(), table.offsets.tolist()) == ([2, 5], [7, 18])
    assert [column.at(0) for column in table.columns] == ["1", "2", "x\ny"]


def test_equal_cells_come_once_and_a_column_of_others_is_remembered() -> None:
    differing: set[str] = set()
    data = b"".join(b"same,%d,x\n" % number for number in range(1000))
    for _ in range(2):
        table = columns_of(data, (2, 7), LAYOUT, LIMITS, differing)
        assert table is not None
        assert differing == {"b"}
        assert [column.at(999) for column in table.columns] == ["same", "999", "x"]
    assert [column.codes is None for column in table.columns] == [False, True, False]
    assert list(table.columns[0].values) == ["same"]


def test_plain_bytes_hold_nothing_that_a_line_is_refused_for() -> None:
    assert is_plain("é".encode(), LIMITS)
    for data in (b"\0", b"\xe9", b"x" * (LIMITS.line + 1)):
        assert not is_plain(data, LIMITS)


def test_a_quote_is_found_wherever_pieces_of_the_bytes_end(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b'1,"a ""b"", c",""\n"4","x\ny","""6"""\n'
    whole = found(data)
    assert whole is not None
    assert [column.at(0) for column in whole.columns] == ["1", 'a "b", c', ""]
    assert [column.at(1) for column in whole.columns] == ["4", "x\ny", '"6"']
    for size in range(1, len(data) + 1):
        monkeypatch.setattr("harmscope.formats.csv_columns._PIECE", size)
        cut = found(data)
        assert cut is not None
        assert rows_of(cut) == rows_of(whole)
        assert found(data + b'7,x"",9\n') is None
