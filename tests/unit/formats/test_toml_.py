from collections.abc import Callable

import pytest

from harmscope.formats import Limits, Member
from harmscope.formats.records import rows


@pytest.mark.parametrize("size", [1, 1000])
def test_a_document_is_one_row(member: Callable[..., Member], outcome, size: int) -> None:
    data = (
        b'\xef\xbb\xbf# What we state\r\nprofile = "core"\n\n[provider]\npublished = 2026-02-15\n'
    )
    expected = {"profile": "core", "provider": {"published": "2026-02-15"}}
    assert outcome(rows(member(data, size))) == [expected]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a = 1\na = 2\n", "!broken_toml"),
        (b'a = "\xff"\n', "!broken_toml"),
        (b"a = " + b"[" * 5000, "!broken_toml"),
        (b"[a]\nb = nan\n", "not_finite"),
        (b"a = 9007199254740993\n", "big_integer"),
        (b"a = '" + b"x" * 200 + b"'", "!row_too_large"),
    ],
)
def test_what_is_no_record_is_a_fault(member, outcome, data: bytes, expected: str) -> None:
    limits = Limits(line=100 if b"xxx" in data else 2**20)
    assert outcome(rows(member(data, limits=limits))) == [expected]
