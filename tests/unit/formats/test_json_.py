import pytest

from harmscope.formats.json_ import Refused, parse


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
