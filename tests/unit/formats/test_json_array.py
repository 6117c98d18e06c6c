from collections.abc import Callable

import pytest

from harmscope.formats import Limits, Member, Row
from harmscope.formats.json_array import read

LISTS = frozenset({"statements"})


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_items_come_with_their_place(member: Callable[..., Member], size: int) -> None:
    data = b'[\n {"a":1},\n  {"b":"x]\\"},{"},\n 3, {"c":NaN},{"d":[1,{"e":2}]}\n]\n'
    found = [
        (one.line, one.offset, one.data if isinstance(one, Row) else one.code)
        for one in read(member(data, size))
    ]
    assert found == [
        (2, 3, {"a": 1}),
        (3, 14, {"b": 'x]"},{'}),
        (4, 32, "not_an_object"),
        (4, 35, "not_finite"),
        (4, 45, {"d": [1, {"e": 2}]}),
    ]


@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"[]", []),
        (b'[{"a":1},]', [{"a": 1}, "broken_json"]),
        (b'[{"a":1},{"b":', [{"a": 1}, "!broken_document"]),
        (b'[{"a":1}] x', [{"a": 1}, "!broken_document"]),
        (b'[{"a":1}][2]', [{"a": 1}, "!broken_document"]),
        (b'[{"a":"\\\\"},{"b":1}]', [{"a": "\\"}, {"b": 1}]),
        (b'{\n"a":1,\n"b":[{"c":1}]}', [{"a": 1, "b": [{"c": 1}]}]),
        (b'{\n"statements":[{"a":1},{"a":2}]}', [{"a": 1}, {"a": 2}]),
        (b'{\n"statements":[{"a":1}],"statements":[{"b":1}]}', [{"a": 1}, "!duplicate_key"]),
        (b'\xef\xbb\xbf[{"a":1}]', [{"a": 1}]),
    ],
)
def test_documents(member, outcome, data: bytes, expected: list[object], size: int) -> None:
    assert outcome(read(member(data, size), LISTS)) == expected


def test_members_beside_the_list_are_said(member: Callable[..., Member]) -> None:
    one = member(b'{"cursor":"x","statements":[{"a":1}]}')
    assert len(list(read(one, LISTS))) == 1
    assert one.notes == ["members beside the list of records were not read"]


def test_an_endless_item_is_stopped(member: Callable[..., Member], outcome) -> None:
    one = member(b'[{"a":"' + b"x" * 1000, 10, Limits(line=100))
    assert outcome(read(one)) == ["!row_too_large"]
