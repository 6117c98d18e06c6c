from collections.abc import Callable

import pytest

from harmscope.formats import Limits, Member, Row
from harmscope.formats.csv_ import BadCsv, columns, layout, named_rows, read, text_rows, told
from harmscope.formats.rows import INDEX


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_rows_are_text_and_know_where_they_start(member: Callable[..., Member], size: int) -> None:
    data = b'a,b,c\r\n00123,"x\ny",NA\r\n\r\n1,"q""q",=1+1\n'
    found = [one for one in read(member(data, size)) if isinstance(one, Row)]
    assert [(one.line, one.offset, one.data) for one in found] == [
        (2, 7, {"a": "00123", "b": "x\ny", "c": "NA"}),
        (5, 25, {"a": "1", "b": 'q"q', "c": "=1+1"}),
    ]
    assert found[0].raw == b'00123,"x\ny",NA'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"1\n2,3\n", ["ragged_row", "ok"]),
        (b"1,2,3\n2,3\n", ["ragged_row", "ok"]),
        (b'1,"2"3\n2,3\n', ["bad_quoting", "ok"]),
        (b'"1,2\n2,3\n4,5\n', ["bad_quoting", "ok", "ok"]),
        (b'1,"2\n2,3\n4,"5"\n6,7\n', ["bad_quoting", "ok", "ok", "ok"]),
        (b"1,\0\n2,3\n", ["nul_byte", "ok"]),
        (b"\xc3\xa9,1\n\xff,2\n2,3\n", ["ok", "bad_utf8", "ok"]),
        (b"1,a\rb\n2,3\n", ["bad_quoting", "ok"]),
        (b"1,2", ["ok"]),
    ],
)
def test_a_bad_row_spoils_no_other(member, outcome, body: bytes, expected: list[str]) -> None:
    found = outcome(read(member(b"a,b\n" + body)))
    assert [one if isinstance(one, str) else "ok" for one in found] == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "!empty_file"),
        (b"\n\n", "!empty_file"),
        (b"a,a\n1,2\n", "!duplicate_columns"),
        (b"a,\n1,2\n", "!nameless_column"),
        (b",a,\n1,2,3\n", "!nameless_column"),
        (b" \n1\n", "!nameless_column"),
        (b"a" + b",b" * 100 + b"\n", "!too_many_columns"),
        (b'"a\n', "!bad_quoting"),
    ],
)
def test_headers_that_are_none(member, outcome, data: bytes, expected: str) -> None:
    assert outcome(read(member(data, limits=Limits(columns=50)))) == [expected]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("ä,b\nü,2\n".encode(), ""),
        ("\ufeffä,b\nü,2\n".encode(), "byte order mark"),
        ("ä;b\nü;2\n".encode(), "semicolon"),
        ("ä\tb\nü\t2\n".encode("utf-16"), "UTF-16"),
        ("ä,b\nü,2\n".encode("cp1252"), "Windows-1252"),
    ],
)
def test_encoding_and_delimiter_are_told_and_said(member, data: bytes, said: str) -> None:
    one = member(data)
    (row,) = read(one)
    assert row.data == {"ä": "ü", "b": "2"}
    assert said in " ".join(one.notes)
    assert bool(said) == bool(one.notes)


def test_columns_can_be_asked_for_before_reading(member: Callable[..., Member]) -> None:
    one = member(b'a;"b c"\r\n1;2\r\n')
    assert columns(one) == ["a", "b c"]
    assert len(list(read(one))) == 1


def test_a_row_over_many_lines_is_stopped(member: Callable[..., Member], outcome) -> None:
    limits = Limits(row_lines=5)
    data = b'a\n"' + b"x\n" * 6 + b'y"\n'
    assert outcome(read(member(data, limits=limits)))[0] == "row_too_large"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_may_name_the_delimiter(member, outcome, delimiter: str, end: str) -> None:
    lines = (f"sep={delimiter}", "a,b", "1,2", "")
    one = member(end.join(line.replace(",", delimiter) for line in lines).encode())
    assert outcome(read(one)) == [{"a": "1", "b": "2"}]
    assert one.notes[0] == "the first line names the delimiter and is no row"
    again = member(end.join(line.replace(",", delimiter) for line in lines).encode())
    assert columns(again) == ["a", "b"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("size", [1, 1000])
def test_a_carriage_return_may_end_lines(member, outcome, encoding: str, size: int) -> None:
    one = member("a,b\rä,2\r3,4\r".encode(encoding), size)
    assert outcome(read(one)) == [{"a": "ä", "b": "2"}, {"a": "3", "b": "4"}]
    assert "a carriage return alone ends a line" in one.notes


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n\xe9,1\n\x81,2\n3,4\n",
        b"\xff\xfe"
        + "a,b\né,1\n".encode("utf-16-le")
        + b"\x00\xd8,\x00"
        + "2\n3,4\n".encode("utf-16-le"),
    ],
)
@pytest.mark.parametrize("size", [1, 1000])
def test_what_the_encoding_does_not_hold_spoils_its_row(
    member, outcome, data: bytes, size: int
) -> None:
    good = {"a": "é", "b": "1"}, {"a": "3", "b": "4"}
    assert outcome(read(member(data, size))) == [good[0], "bad_utf8", good[1]]


def test_small_tables_come_as_cells_with_the_line_on_which_a_row_ends() -> None:
    assert list(text_rows('a;b\r\n"x\ny";1\n\n', ",;")) == [
        (1, ["a", "b"]),
        (3, ["x\ny", "1"]),
        (4, []),
    ]
    assert told("a\n;;;", ",;") == ","


def test_small_tables_come_by_the_names_of_their_header() -> None:
    assert list(named_rows("\ncode,count\n\nx\ny,2,3\n")) == [
        (4, {"code": "x", "count": ""}),
        (5, {"code": "y", "count": "2"}),
    ]


def test_quotes_count_where_the_reader_is_strict() -> None:
    assert list(text_rows('a"b\n"c" d\n'))[1] == (2, ["c d"])
    with pytest.raises(BadCsv) as caught:
        list(text_rows('a,b\n"c" d\n', strict=True))
    assert caught.value.line == 2


def test_an_index_without_a_name_is_left_out_and_said(member) -> None:
    source = member(b",a,b\n0,1,2\n1,3\n2,4,5\n")
    first, short, last = read(source)
    assert (first.data, last.data) == ({"a": "1", "b": "2"}, {"a": "4", "b": "5"})
    assert short.code == "ragged_row"
    assert INDEX in source.notes
    assert layout(member(b",a,b\n0,1,2\n")) is None


SWALLOWED = b'1,a,"b,c\n2,a,b,c\n3,a,b",c\n4,a,b,c\n'


@pytest.mark.parametrize("size", [1, 1000])
def test_a_stray_quote_swallows_no_row(member, outcome, size: int) -> None:
    found = outcome(read(member(b"k,l,m,n\n" + SWALLOWED, size)))
    assert [one if isinstance(one, str) else one["k"] for one in found] == [
        "swallowed_rows", "2", "3", "4",
    ]  # fmt: skip


def test_a_stray_quote_in_a_small_table_is_said_and_its_rows_are_kept() -> None:
    strays: list[int] = []
    text = "k,l,m,n\n" + SWALLOWED.decode()
    rows = [cells for _, cells in text_rows(text, strays=strays)]
    assert [cells[0] for cells in rows] == ["k", "1", "2", "3", "4"]
    assert rows[1] == ["1", "a", "b", "c"]
    assert strays == [2]
    with pytest.raises(BadCsv) as error:
        list(text_rows(text, strict=True))
    assert error.value.line == 2


def test_a_quote_that_never_ends_swallows_no_row_of_a_small_table() -> None:
    strays: list[int] = []
    rows = [cells for _, cells in text_rows('k,l\n1,"a\n2,b\n3,c, d\n', strays=strays)]
    assert [cells[0] for cells in rows] == ["k", "1", "2", "3"]
    assert strays == [2]


def test_a_text_of_many_lines_stays_one_cell() -> None:
    strays: list[int] = []
    text = 'k,l,m\n1,"a, b\nand more\n\nthe end",c\n2,x,y\n'
    assert len(list(text_rows(text, strays=strays))) == 3
    assert strays == []


def test_another_encoding_is_a_finding_and_utf_8_lines_stay(member, outcome) -> None:
    data = b"a,b\n\xe9,1\n" + b"x,1\n" * 40_000 + "é,2\n".encode()
    given = member(data, 4096)
    found = outcome(read(given))
    assert (found[0], found[-1]) == ({"a": "é", "b": "1"}, {"a": "é", "b": "2"})
    assert given.said == ["HS019"]
