"""Canonical JSON: the bytes of each form, and what counts as the same record."""

import json
import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope import canonical

NUMBERS = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
RECORDS = st.dictionaries(st.text(), VALUES, max_size=6)


def test_members_are_sorted_without_spaces() -> None:
    value = {"b": [1, 2.5], "a": "é"}
    assert canonical.canonical_text(value) == '{"a":"é","b":[1,2.5]}'
    assert canonical.canonical(value) == '{"a":"é","b":[1,2.5]}'.encode()
    assert canonical.ascii_form(value) == b'{"a":"\\u00e9","b":[1,2.5]}'


def test_half_a_surrogate_pair_has_bytes() -> None:
    assert canonical.canonical({"a": "\ud800"}) == b'{"a":"\xed\xa0\x80"}'
    assert canonical.record_digest({"a": "\ud800"}) != canonical.record_digest({"a": "\ud801"})


@given(VALUES | st.floats())
def test_the_bytes_are_those_of_the_text(value: object) -> None:
    text = canonical.canonical_text(value)
    assert canonical.canonical(value) == text.encode("utf-8", "surrogatepass")


def test_the_form_of_rfc_8785() -> None:
    pytest.importorskip("rfc8785")
    assert canonical.rfc8785_form({"b": 1.0, "a": 1e21}) == b'{"a":1e+21,"b":1}'
    with pytest.raises(ValueError, match="UTF-8"):
        canonical.rfc8785_form({"a": "\ud800"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"a": 1, "b": 2}', '{"b":2,"a":1}'),
        ('{"a": 1}', '{"a": 1.0}'),
        ('{"a": 100}', '{"a": 1e2}'),
        ('{"a": 0}', '{"a": -0.0}'),
        ('{"a": 10000000000000000000000}', '{"a": 1e22}'),
        ('{"a": [{"c": 1, "b": 2.50}]}', '{"a": [{"b": 2.5, "c": 1e0}]}'),
        ('{"a": "\\u00e9"}', '{"a": "é"}'),
    ],
)
def test_spelling_does_not_matter(one: str, other: str) -> None:
    first, second = json.loads(one), json.loads(other)
    assert canonical.record_form(first) == canonical.record_form(second)
    assert canonical.record_digest(first) == canonical.record_digest(second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1}, {"a": "1"}),
        ({"a": 1}, {"a": True}),
        ({"a": None}, {}),
        ({"a": None}, {"a": float("nan")}),
        ({"a": float("inf")}, {"a": float("-inf")}),
        ({"a": 2**64}, {"a": 2**64 + 1}),
        ({"a": 2**53}, {"a": 2**53 + 1}),
        ({"a": [1, 2]}, {"a": [2, 1]}),
        ({"a": "1.0"}, {"a": "1"}),
        ({"a": "é"}, {"a": "e\u0301"}),
    ],
)
def test_other_content_has_another_digest(one: dict[str, object], other: dict[str, object]) -> None:
    assert canonical.record_digest(one) != canonical.record_digest(other)


@given(RECORDS, st.randoms())
def test_order_and_a_way_through_json_change_nothing(
    record: dict[str, object], random: random.Random
) -> None:
    members = list(record.items())
    random.shuffle(members)
    again = json.loads(json.dumps(dict(members), indent=3))
    assert canonical.record_form(again) == canonical.record_form(record)


@given(RECORDS, RECORDS)
def test_equal_forms_mean_equal_content(one: dict[str, object], other: dict[str, object]) -> None:
    if canonical.record_form(one) == canonical.record_form(other):
        assert one == other


@given(st.dictionaries(st.text(), st.text() | st.integers(-(2**60), 2**60) | st.booleans()))
def test_the_form_is_what_msgspec_writes_in_order(record: dict[str, object]) -> None:
    written = msgspec.json.Encoder(order="sorted").encode(record)
    assert canonical.record_form(record) == written
    assert canonical.digest_of_form(written) == canonical.record_digest(record)
