""""""

from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from harmscope.formats.rows import DEFAULT, BadCell, StreamFault, plain, row_fault, split


def test_every_limit_lets_something_through() -> None:
    assert all(getattr(DEFAULT, field.name) > 0 for field in fields(DEFAULT))


def test_a_line_and_a_spool_fit_into_the_promised_memory() -> None:
    assert DEFAULT.line * 8 <= 512 * 2**20


def test_a_row_fault_says_what_and_how_to_mend() -> None:
    fault = row_fault("duplicate_key", 3, 40)
    assert (fault.line, fault.offset, fault.code) == (3, 40, "duplicate_key")
    assert fault.message
    assert fault.fix


def test_a_stream_fault_gets_its_place_once() -> None:
    fault = StreamFault("truncated").at("a.gz").at("b.zip")
    assert fault.file == "a.gz"
    assert str(fault).startswith("a.gz: ")


def chunks(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_lines_have_number_offset_and_end(size: int) -> None:
    found = list(split(chunks(b"a\r\n\nbc\nd", size), 10))
    assert [(line.number, line.offset, line.data, line.ended) for line in found] == [
        (1, 0, b"a\r", True),
        (2, 3, b"", True),
        (3, 4, b"bc", True),
        (4, 7, b"d", False),
    ]


@pytest.mark.parametrize("size", [1, 4, 100])
def test_a_line_over_the_limit_is_marked_and_empty(size: int) -> None:
    found = list(split(chunks(b"123456\n12345\n1234567", size), 5))
    assert [(line.too_long, line.data) for line in found] == [
        (True, b""),
        (False, b"12345"),
        (True, b""),
    ]
    assert [line.offset for line in found] == [0, 7, 13]


def test_nothing_has_no_line() -> None:
    assert not list(split([], 5))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": None, "b": [1, None, {"c": None}]}, {"b": [1, {}]}),
        (True, True),
        (2**53 - 1, 2**53 - 1),
        (1.5, 1.5),
        (datetime(2025, 7, 1, 1, 2, 3, tzinfo=UTC), "2025-07-01T01:02:03+00:00"),
        (datetime(2025, 7, 1), "2025-07-01T00:00:00"),
        (date(2025, 7, 1), "2025-07-01"),
        (time(1, 2), "01:02:00"),
        (timedelta(minutes=1), "PT60S"),
        (Decimal("1.50"), "1.50"),
        ("ä".encode(), "ä"),
    ],
)
def test_values_become_what_json_has(value: object, expected: object) -> None:
    assert plain(value) == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (float("nan"), "not_finite"),
        ({"a": [float("inf")]}, "not_finite"),
        (2**53, "big_integer"),
        (b"\xff", "bad_cell"),
        (object(), "bad_cell"),
    ],
)
def test_values_without_a_form_are_refused(value: object, code: str) -> None:
    with pytest.raises(BadCell, match=code):
        plain(value)
