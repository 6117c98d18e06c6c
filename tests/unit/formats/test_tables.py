from collections.abc import Callable

import pytest

from harmscope.formats import Member, StreamFault
from harmscope.formats.tables import rows

LISTS = frozenset({"statements"})


@pytest.mark.parametrize(
    "data",
    [b'{"a":"1"}\n', b'[{"a":"1"}]', b"a\n1\n", b'{"statements":[{"a":"1"}]}\n'],
)
def test_every_form_gives_the_same_row(member: Callable[..., Member], outcome, data: bytes) -> None:
    assert outcome(rows(member(data), LISTS)) == [{"a": "1"}]


def test_wrapped_rows_that_are_none_are_faults(member: Callable[..., Member], outcome) -> None:
    data = b'{"statements":[{"a":1},2]}\n{"statements":3}\n{"b":1}\n'
    expected = [{"a": 1}, "not_an_object", {"statements": 3}, {"b": 1}]
    assert outcome(rows(member(data), LISTS)) == expected


@pytest.mark.parametrize(("data", "code"), [(b"", "empty_file"), (bytes(500), "unknown_kind")])
def test_what_holds_no_rows_is_refused(member, data: bytes, code: str) -> None:
    with pytest.raises(StreamFault) as caught:
        list(rows(member(data)))
    assert caught.value.code == code
