from collections.abc import Callable

import pytest

from harmscope.formats import Limits, Member, Row, RowFault
from harmscope.formats.jsonl import read


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_good_rows_beside_bad_ones_are_kept(member: Callable[..., Member], size: int) -> None:
    data = b'{"a":1}\n\n{"a":\r\n{"a":2}\r\n[1]\n{"b":1,"b":1}\n{"a":3}\n{"a":'
    found = list(read(member(data, size)))
    assert [(one.line, one.offset) for one in found] == [
        (1, 0), (3, 9), (4, 16), (5, 25), (6, 29), (7, 43), (8, 51),
    ]  # fmt: skip
    assert [one.data if isinstance(one, Row) else one.code for one in found] == [
        {"a": 1}, "broken_json", {"a": 2}, "not_an_object", "duplicate_key", {"a": 3},
        "cut_off_line",
    ]  # fmt: skip


def test_a_byte_order_mark_is_taken_off_and_said(member: Callable[..., Member]) -> None:
    one = member(b'\xef\xbb\xbf{"a":1}\n\xef\xbb\xbf{"a":2}\n')
    found = list(read(one))
    assert isinstance(found[0], Row)
    assert isinstance(found[1], RowFault)
    assert len(one.notes) == 1


def test_raw_is_the_line_without_its_end(member: Callable[..., Member]) -> None:
    (row,) = read(member(b'{"a":1}\r\n'))
    assert isinstance(row, Row)
    assert row.raw == b'{"a":1}'


def test_a_line_over_the_limit_is_one_fault(member: Callable[..., Member], outcome) -> None:
    one = member(b'{"a":"' + b"x" * 100 + b'"}\n{"a":1}\n', limits=Limits(line=50))
    assert outcome(read(one)) == ["line_too_long", {"a": 1}]


def test_utf16_is_refused_as_a_whole(member: Callable[..., Member], outcome) -> None:
    assert outcome(read(member('{"a":1}\n'.encode("utf-16")))) == ["!wrong_encoding"]
