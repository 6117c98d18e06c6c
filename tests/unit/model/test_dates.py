import re

import pytest

from harmscope.model.dates import DATE, OFFSET, TIME


@pytest.mark.parametrize("text", ["2026-01-31", "2026-12-01"])
def test_days(text: str) -> None:
    assert re.fullmatch(DATE, text)


@pytest.mark.parametrize("text", ["2026-13-01", "2026-1-1", "2026-01-32", "26-01-01", "٢٠٢٦-01-01"])
def test_no_days(text: str) -> None:
    assert not re.fullmatch(DATE, text)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("10:00:00Z", True),
        ("23:59:59.123456789+14:00", True),
        ("24:00:00Z", False),
        ("10:00Z", False),
        ("10:00:00", False),
        ("10:00:00.1234567890Z", False),
        ("10:00:00+24:00", False),
    ],
)
def test_times_with_their_offset(text: str, fits: bool) -> None:
    assert bool(re.fullmatch(TIME + OFFSET, text)) is fits
