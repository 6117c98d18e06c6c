import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope.formats.json_ import Refused, parse
from harmscope.validation.accept.decode import decoded

texts = st.text(st.sampled_from(list('a,: "\\/\u00e9\u2028\x7f\x1f')), max_size=6)
values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(texts, st.integers(-(2**60), 2**60), st.booleans(), st.none(), st.just(1.5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=8,
)


@given(record=st.dictionaries(texts, values), spaced=st.booleans(), plain=st.booleans())
def test_what_is_decoded_is_what_the_strict_reader_reads(
    record: dict[str, Any], spaced: bool, plain: bool
) -> None:
    separators = (", ", ": ") if spaced else (",", ":")
    line = json.dumps(record, separators=separators, ensure_ascii=plain).encode()
    found = decoded(line)
    assert found is None or found == record


@given(
    record=st.dictionaries(texts, values, min_size=1),
    spaced=st.booleans(),
    again=values,
    data=st.data(),
)
def test_a_repeated_name_is_always_seen(
    record: dict[str, Any], spaced: bool, again: Any, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(record)))
    separators = (", ", ": ") if spaced else (",", ":")
    line = json.dumps(record, separators=separators, ensure_ascii=False)
    extra = json.dumps({name: again}, separators=separators, ensure_ascii=False)[1:]
    doubled = (line[:-1] + separators[0] + extra).encode()
    with pytest.raises(Refused):
        parse(doubled)
    assert decoded(doubled) is None


@pytest.mark.parametrize(
    "line",
    [b"", b"[]", b"5", b'{"a": NaN}', b'{"a":1}x', b'{"a":"\xff"}', b'{"a":1.0}', b"{" * 2000],
)
def test_what_is_left_to_the_strict_reader(line: bytes) -> None:
    assert decoded(line) is None
