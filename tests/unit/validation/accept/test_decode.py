import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.formats.json_ import Refused, parse
from harmscope.validation.accept.decode import lossless

TEXTS = st.text(st.sampled_from(list('a,: "\\/\u00e9\u2028\x7f\x1f')), max_size=6)


class Inner(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    a: str | None = None
    b: int | None = None


class Record(Inner, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    texts: tuple[str, ...] | None = None
    inner: tuple[Inner, ...] | None = None


DECODER, ENCODER = msgspec.json.Decoder(Record), msgspec.json.Encoder()
INNER = st.fixed_dictionaries({}, optional={"a": TEXTS, "b": st.integers(-(2**53), 2**53)})
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "a": TEXTS,
        "b": st.integers(-(2**53), 2**53),
        "texts": st.lists(TEXTS, max_size=3),
        "inner": st.lists(INNER, max_size=3),
    },
)
SEPARATORS = st.sampled_from([(", ", ": "), (",", ":"), (" , ", "  :")])


def passes(line: bytes) -> bool:
    return lossless(line, bytearray(ENCODER.encode(DECODER.decode(line))))


@given(record=RECORDS, separators=SEPARATORS, plain=st.booleans())
def test_a_record_written_in_any_way_loses_nothing(
    record: dict[str, Any], separators: tuple[str, str], plain: bool
) -> None:
    assert passes(json.dumps(record, separators=separators, ensure_ascii=plain).encode())


@given(record=RECORDS, separators=SEPARATORS, plain=st.booleans(), data=st.data())
def test_a_repeated_name_is_always_seen(
    record: dict[str, Any], separators: tuple[str, str], plain: bool, data: st.DataObject
) -> None:
    line = json.dumps(record, separators=separators, ensure_ascii=plain)
    places = [at for at, sign in enumerate(line) if sign == "{"]
    place = data.draw(st.sampled_from(places)) + 1
    more = data.draw(st.sampled_from(['"a":"","a":"\\u0022\\\\",', '"b":1,"b":22,']))
    doubled = (line[:place] + more + line[place:]).replace(",}", "}").encode()
    try:
        parse(doubled)
    except Refused as refused:
        if refused.code == "duplicate_key":
            assert not passes(doubled)


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        (rb'{"a":"\u0022"}', True),
        (rb'{"a":"\u0022\u0022","a":"\u0022\u0022"}', False),
        (rb'{"a":"\\","b":1}', True),
        (rb'{"b":1,"a":"\\\"","b":1}', False),
        (rb'{"\u0061":"x"}', True),
        (b'{"b":-0}', True),
        (b' {"b":1} ', True),
    ],
)
def test_escapes_and_blanks(line: bytes, whole: bool) -> None:
    assert passes(line) is whole
