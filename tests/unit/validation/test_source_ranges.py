""""""

import pytest

from harmscope.formats import Member
from harmscope.validation.repairs import Change
from harmscope.validation.source_ranges import can_be_rewritten, ends_lines, record_ranges

FILES = {
    "jsonl": b'\xef\xbb\xbf{"a":"X"}\r\nbroken\n\n{"a":"Y"}',
    "json": b'[{"a":"X"} , broken,\n{"a":"Y"}\n]',
    "csv": b'a;b\r\nX;"1\n2"\r\nragged\r\n"Y";\r\n',
}
STAND = {
    "jsonl": [(1, b'{"a":"X"}'), (4, b'{"a":"Y"}')],
    "json": [(1, b'{"a":"X"}'), (2, b'{"a":"Y"}')],
    "csv": [(2, b'X;"1\n2"'), (5, b'"Y";')],
}


def member(data: bytes) -> Member:
    return Member("m", iter([data]))


CHANGE = [Change("HS005", "/a", "letter case changed")]


@pytest.mark.parametrize("kind", FILES)
def test_passages_are_where_their_records_stand(kind: str) -> None:
    data = FILES[kind]
    found = [(one.line, data[one.start : one.end]) for one in record_ranges(member(data))]
    assert found == STAND[kind]


@pytest.mark.parametrize("kind", FILES)
def test_a_record_is_written_as_the_file_has_it(kind: str) -> None:
    first = next(iter(record_ranges(member(FILES[kind]))))
    expected = b'x;"1\n2"' if kind == "csv" else b'{"a":"x"}'
    mended = {**first.record, "a": "x"}
    assert first.anew(mended, CHANGE) == expected


def test_what_no_cell_holds_is_not_written() -> None:
    first = next(iter(record_ranges(member(FILES["csv"]))))
    elsewhere = [Change("HS005", "/a/0", "letter case changed")]
    assert first.anew({"a": ["x"]}, elsewhere) is None


def test_only_an_item_that_follows_another_can_be_dropped() -> None:
    data = b'[{"a":1},{"a":2},broken,{"a":3}]'
    cuts = [one.cut for one in record_ranges(member(data))]
    assert cuts == [None, data.index(b',{"a":2'), None]


@pytest.mark.parametrize(
    ("data", "good", "lines"),
    [
        (FILES["jsonl"], True, True),
        (FILES["json"], True, False),
        (FILES["csv"], True, True),
        ("a,b\n1,2\n".encode("utf-16"), False, True),
        (b"a,b\r1,2\r", False, True),
        (b"PAR1", False, True),
    ],
)
def test_files_in_which_records_can_be_mended(data: bytes, good: bool, lines: bool) -> None:
    assert can_be_rewritten(member(data)) is good
    assert ends_lines(member(data)) is lines
