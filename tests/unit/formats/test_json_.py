""""""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.formats import Limits, Member, Row, RowFault
from harmscope.formats.json_ import (
    Refused,
    or_salvaged,
    parse,
    quotes,
    read_document,
    read_lines,
    salvaged,
    strict,
)


def code(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        parse(data)
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"a":1,"a":2}', "duplicate_key"),
        (b'{"a":[{"b":1,"b":1}]}', "duplicate_key"),
        (b'{"a":1,"\\u0061":2}', "duplicate_key"),
        (b'{"a":NaN}', "not_finite"),
        (b'{"a":-Infinity}', "not_finite"),
        (b'{"a":1e999}', "not_finite"),
        (b'{"a":9007199254740992}', "big_integer"),
        (b'{"a":-9007199254740992}', "big_integer"),
        (b'{"a":' + b"9" * 10_000 + b"}", "big_integer"),
        (b'{"a":"\\ud800"}', "lone_surrogate"),
        (b'{"\\uDC00":1}', "lone_surrogate"),
        (b'{"a":"\xff"}', "bad_utf8"),
        (b'{"a":"\xed\xa0\x80"}', "bad_utf8"),
        (b'{"a":"\0"}', "nul_byte"),
        (b"[" * 65 + b"]" * 65, "too_deep"),
        (b"[" * 100_000, "too_deep"),
        (b'{"a":' * 70 + b"1" + b"}" * 70, "too_deep"),
        (b"{'a':1}", "broken_json"),
        (b'{"a":1,}', "broken_json"),
        (b'{"a":01}', "broken_json"),
        (b'{"a":+1}', "broken_json"),
        (b'{"a":.5}', "broken_json"),
        (b'{"a":"\t"}', "broken_json"),
        (b'{"a":1} x', "broken_json"),
        (b'{"a":"\\x"}', "broken_json"),
        ('{"a":\u0661}'.encode(), "broken_json"),
        (b"", "broken_json"),
    ],
)
def test_what_parsers_let_through_is_refused(data: bytes, expected: str) -> None:
    assert code(data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"a":9007199254740991}', {"a": 2**53 - 1}),
        (b'{"a":"\\ud83d\\ude00"}', {"a": "\U0001f600"}),
        (b'{"a":1.0,"b":1e2}', {"a": 1.0, "b": 100.0}),
        (b'{"a":"\\u0000"}', {"a": "\0"}),
        (b"[" * 64 + b"]" * 64, None),
        (b'{"a":"' + b"[" * 100 + b'"}', {"a": "[" * 100}),
        (b' {"a":null} ', {"a": None}),
    ],
)
def test_what_the_standard_allows_is_read(data: bytes, expected: object) -> None:
    value = parse(data)
    assert expected is None or value == expected


@pytest.mark.parametrize("depth", [1, 63, 64, 65, 66, 300])
def test_a_large_document_is_refused_only_where_it_is_deep(depth: int) -> None:
    many = b"[]," * 100
    for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
        inner = opening * (depth - 1) + b"[1]" + closing * (depth - 1)
        data = b"[" + many + b'"[[[[",' + inner + b"]"
        assert outcome(parse, data) == outcome(strict, data)
        assert (outcome(parse, data) == "!too_deep") == (depth + 1 > 64)


PIECES = [
    *(b'"', b"\\", b'\\"', b"\\\\", b",", b":", b"{", b"}", b"[", b"]", b"1", b"-", b".", b"e"),
    *(b"0", b"NaN", b"null", b"\0", b"\x0b", b"\xa0", b"\xff", b"\xed\xa0\x80", b"\\ud800"),
    *(b"\\u0061", b" ", b"\t", b"\r", b"9" * 17, b"1e999", b'"a":1,', b"\xef\xbb\xbf", b"[" * 33),
]
TEXTS = [
    b'{"a":1.5,"b":[1e5,-0,-0.0,1E+2,9007199254740991,{"a": "x", "c" : null}]}',
    '{"\u00e4":"\u2028\u00e9\U0001f600\\ud83d\\ude00\\u0000\\/\\"\\\\","b\\\\\\"":true}'.encode(),
    b'[1,"a\\\\\\"",{"a":{"a":1},"b":{"a":1}},"[[[{"]',
]


def outcome(read: Callable[[bytes], object], data: bytes) -> str:
    """The value, told apart from what merely equals it, or the code of the refusal."""
    try:
        return repr(read(data))
    except Refused as refused:
        return f"!{refused.code}"


def agree(text: bytes, changes: list[tuple[float, int, bytes]]) -> None:
    for where, length, piece in changes:
        at = int(where * len(text))
        text = text[:at] + piece + text[at + length :]
    assert outcome(parse, text) == outcome(strict, text)


changed = given(
    text=st.sampled_from(TEXTS),
    changes=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 9), st.sampled_from([b"", *PIECES])), max_size=4
    ),
)


@changed
def test_quick_and_strict_reading_agree(
    text: bytes, changes: list[tuple[float, int, bytes]]
) -> None:
    agree(text, changes)


@pytest.mark.fuzz
@changed
def test_quick_and_strict_reading_agree_at_length(
    text: bytes, changes: list[tuple[float, int, bytes]]
) -> None:
    agree(text, changes)


@pytest.mark.parametrize(
    ("data", "count"),
    [(b'{"a":"b"}', 4), (rb'"\""', 2), (rb'"\\"', 2), (rb'"\\\""', 2), (rb'["\\","\"\\"]', 4)],
)
def test_quotes_within_texts_are_not_counted(data: bytes, count: int) -> None:
    assert quotes(data) == count


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_good_rows_beside_bad_ones_are_kept(member: Callable[..., Member], size: int) -> None:
    data = b'{"a":1}\n\n{"a":\r\n{"a":2}\r\n[1]\n{"b":1,"b":1}\n{"a":3}\n{"a":'
    found = list(read_lines(member(data, size)))
    assert [(one.line, one.offset) for one in found] == [
        (1, 0), (3, 9), (4, 16), (5, 25), (6, 29), (7, 43), (8, 51),
    ]  # fmt: skip
    assert [one.data if isinstance(one, Row) else one.code for one in found] == [
        {"a": 1}, "broken_json", {"a": 2}, "not_an_object", "duplicate_key", {"a": 3},
        "cut_off_line",
    ]  # fmt: skip


def test_a_byte_order_mark_is_taken_off_and_said(member: Callable[..., Member]) -> None:
    one = member(b'\xef\xbb\xbf{"a":1}\n\xef\xbb\xbf{"a":2}\n')
    found = list(read_lines(one))
    assert isinstance(found[0], Row)
    assert isinstance(found[1], RowFault)
    assert len(one.notes) == 1


def test_raw_is_the_line_without_its_end(member: Callable[..., Member]) -> None:
    (row,) = read_lines(member(b'{"a":1}\r\n'))
    assert isinstance(row, Row)
    assert row.raw == b'{"a":1}'


def test_a_line_over_the_limit_is_one_fault(member: Callable[..., Member], outcome) -> None:
    one = member(b'{"a":"' + b"x" * 100 + b'"}\n{"a":1}\n', limits=Limits(line=50))
    assert outcome(read_lines(one)) == ["line_too_long", {"a": 1}]


def test_utf16_is_refused_as_a_whole(member: Callable[..., Member], outcome) -> None:
    assert outcome(read_lines(member('{"a":1}\n'.encode("utf-16")))) == ["!wrong_encoding"]


LISTS = frozenset({"statements"})


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_items_come_with_their_place(member: Callable[..., Member], size: int) -> None:
    data = b'[\n {"a":1},\n  {"b":"x]\\"},{"},\n 3, {"c":NaN},{"d":[1,{"e":2}]}\n]\n'
    found = [
        (one.line, one.offset, one.data if isinstance(one, Row) else one.code)
        for one in read_document(member(data, size))
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
    assert outcome(read_document(member(data, size), LISTS)) == expected


def test_members_beside_the_list_are_said(member: Callable[..., Member]) -> None:
    one = member(b'{"cursor":"x","statements":[{"a":1}]}')
    assert len(list(read_document(one, LISTS))) == 1
    assert one.notes == ["members beside the list of records were not read"]


def test_an_endless_item_is_stopped(member: Callable[..., Member], outcome) -> None:
    one = member(b'[{"a":"' + b"x" * 1000, 10, Limits(line=100))
    assert outcome(read_document(one)) == ["!row_too_large"]


PAGE = b'{"cursor": "x",\n "events": [{"id": 1},\n {"id": 2, "id": 3},\n {"id": 4}], "more": [1]}'


def test_a_broken_row_costs_its_page_nothing():
    (fault, row) = salvaged(PAGE, (5, 100), 64, frozenset({"events"}))
    assert (fault.code, fault.line, fault.offset) == ("duplicate_key", 7, 140)
    assert row.data == {"cursor": "x", "events": [{"id": 1}, None, {"id": 4}], "more": [1]}
    assert (row.line, row.offset) == (5, 100)


def test_a_list_that_is_unwrapped_holds_no_place_for_a_broken_row():
    (_, row) = salvaged(PAGE, (1, 0), 64, frozenset(), frozenset({"events"}))
    assert row.data["events"] == [{"id": 1}, {"id": 4}]


@pytest.mark.parametrize(
    "data",
    [
        b'{"id": 1, "id": 2}',
        b'{"events": [{"id": 1}], "events": [{"id": 1, "id": 2}]}',
        b'{"events": [{"id": 1, "id": 2}]',
        b'[{"id": 1, "id": 2}]',
        b'{"events": {"id": 1, "id": 2}}',
    ],
)
def test_what_is_no_page_is_not_saved(data):
    assert salvaged(data, (1, 0), 64, frozenset({"events"})) == []


def test_lines_and_documents_save_the_good_rows_of_a_page(member):
    one_line = PAGE.replace(b"\n", b"")
    fault, row = read_lines(member(one_line), pages=frozenset({"events"}))
    assert (fault.code, len(row.data["events"])) == ("duplicate_key", 3)
    fault, row = read_document(member(PAGE), pages=frozenset({"events"}))
    assert (fault.line, len(row.data["events"])) == (3, 3)
    (alone,) = read_lines(member(one_line))
    assert alone.code == "duplicate_key"
    whole = next(read_lines(member(b'{"id": 1}')))
    assert list(or_salvaged(whole, b"", 64, frozenset())) == [whole]
