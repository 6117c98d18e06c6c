""""""

from datetime import date

import pytest

from harmscope.validation.delays import DELAYS, delay, utc_day


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-01-02", "2026-01-01", "before"),
        ("2026-01-01", "2026-01-01", "same_day"),
        ("2026-01-01", "2026-01-01T23:00:00Z", "same_day"),
        ("2026-01-01T10:00:00Z", "2026-01-01T10:59:59Z", "hour"),
        ("2026-01-01T10:00:00Z", "2026-01-01T12:00:00+01:00", "day"),
        ("2026-01-01T10:00:00Z", "2026-01-01T11:00:00+01:00", "hour"),
        ("2026-01-01T10:00:00Z", "2026-01-01T09:59:59Z", "before"),
        ("2026-01-01", "2026-01-02", "two_days"),
        ("2026-01-01", "2026-01-03", "week"),
        ("2026-01-01", "2026-01-08", "month"),
        ("2026-01-01", "2026-01-31", "quarter"),
        ("2026-01-01", "2026-04-01", "year"),
        ("2025-01-01", "2026-01-01", "longer"),
        ("2025-13-01", "2026-01-01", None),
        ("2025-01-01T10:00:00", "2026-01-01T10:00:00Z", None),
        ("soon", "2026-01-01", None),
    ],
)
def test_delays_fall_into_classes(start: str, end: str, expected: str | None) -> None:
    assert delay(start, end) == expected
    assert expected is None or expected in dict(DELAYS)


def test_a_day_is_that_of_utc() -> None:
    assert utc_day("2026-01-01T00:30:00+02:00") == date(2025, 12, 31)
    assert utc_day("2026-01-01") == date(2026, 1, 1)
    assert utc_day("0001-01-01T00:30:00+02:00") is None
    assert utc_day("yesterday") is None
