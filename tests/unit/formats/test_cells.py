from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from harmscope.formats.cells import BadCell, plain


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
