from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from harmscope.importers.timestamps import (
    Ambiguous,
    BadTime,
    Clock,
    at_clock,
    from_datetime,
    from_iso,
    from_unix,
    has_hour,
    is_before,
    record_time,
)

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("2026-01-05T10:00:00.000Z", "2026-01-05T10:00:00Z"),
        ("2026-01-05T11:00:00.25+01:00", "2026-01-05T10:00:00.25Z"),
        ("2026-01-05 10:00:00 UTC", "2026-01-05T10:00:00Z"),
        ("2026-01-05 10:00:00.123456", "2026-01-05T10:00:00.123456Z"),
        ("2026-01-05", "2026-01-05"),
    ],
)
def test_iso_times_are_shown_in_utc(text, record):
    assert record_time(from_iso(text)) == record


def test_text_order_is_time_order():
    texts = ["2026-01-05", "2026-01-05T10:00:00Z", "2026-01-05T10:00:00.5Z", "2026-01-05T10:00:01Z"]
    inside = [from_iso(text) for text in texts]
    assert inside == sorted(inside)


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30", "2026-13-01T00:00:00Z"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(BadTime):
        from_iso(text)


def test_a_clock_reading_is_taken_in_its_zone():
    assert record_time(from_iso("2026-07-01 12:00:00", BERLIN)) == "2026-07-01T10:00:00Z"


@pytest.mark.parametrize("reading", [(2025, 10, 26, 2, 30), (2026, 3, 29, 2, 30)])
def test_the_hour_of_a_clock_change_names_no_moment(reading):
    with pytest.raises(BadTime):
        at_clock(datetime(*reading), BERLIN)


def test_seconds_since_1970():
    assert record_time(from_unix(1_767_607_200)) == "2026-01-05T10:00:00Z"


@pytest.mark.parametrize("seconds", [1e20, float("nan")])
def test_seconds_beyond_the_calendar_are_refused(seconds):
    with pytest.raises(BadTime):
        from_unix(seconds)


def test_a_naive_datetime_is_utc():
    assert from_datetime(datetime(2026, 1, 5)) == "2026-01-05T00:00:00.000000Z"


GERMAN = ("%d.%m.%Y %H:%M", "%d.%m.%Y")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("25.10.2025 20:00", "2025-10-25T18:00:00Z"),
        ("26.10.2025 12:00", "2025-10-26T11:00:00Z"),
        ("26.10.2025", "2025-10-26"),
        ("2025-10-26 12:00", "2025-10-26T11:00:00Z"),
        ("2025-10-26T12:00:00+00:00", "2025-10-26T12:00:00Z"),
    ],
)
def test_times_of_a_zone(text, utc):
    assert record_time(Clock(GERMAN, BERLIN).read(text)) == utc


@pytest.mark.parametrize(
    ("choice", "utc"), [("earlier", "2025-10-26T00:30:00Z"), ("later", "2025-10-26T01:30:00Z")]
)
def test_the_hour_that_the_clocks_repeat(choice, utc):
    assert record_time(Clock(GERMAN, BERLIN, choice).read("26.10.2025 02:30")) == utc


@pytest.mark.parametrize("text", ["26.10.2025 02:30", "2025-10-26 02:30"])
def test_it_is_refused_unless_it_is_said_which(text):
    with pytest.raises(Ambiguous):
        Clock(GERMAN, BERLIN).read(text)


@pytest.mark.parametrize("choice", ["refuse", "earlier", "later"])
def test_the_hour_that_the_clocks_skip_was_never_shown(choice):
    with pytest.raises(Ambiguous):
        Clock(GERMAN, BERLIN, choice).read("29.03.2026 02:30")


def test_clock_what_is_no_time_is_refused():
    with pytest.raises(BadTime):
        Clock(GERMAN, BERLIN).read("soon")


def test_forms_with_and_without_hour():
    assert has_hour("%d.%m.%Y %H:%M")
    assert not has_hour("%d.%m.%Y")


@pytest.mark.parametrize(
    ("at", "other", "before"),
    [
        ("2026-01-05", "2026-01-05T10:00:00Z", False),
        ("2026-01-04", "2026-01-05T10:00:00Z", True),
        ("2026-01-05T10:00:00Z", "2026-01-05T10:00:00.5Z", True),
        ("2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z", False),
    ],
)
def test_which_time_comes_first(at, other, before):
    assert is_before(at, other) is before
