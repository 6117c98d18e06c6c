"""Days and times in the report's time zone."""

import pytest

from harmscope.aggregation.days import Moment, clock_of, days_between, minutes_between
from harmscope.errors import UserError


def test_a_day_stays_that_day_in_every_zone() -> None:
    assert clock_of("Asia/Tokyo")("2025-07-01") == clock_of("UTC")("2025-07-01")


@pytest.mark.parametrize(("zone", "day"), [("UTC", "2025-06-30"), ("Europe/Dublin", "2025-07-01")])
def test_a_time_falls_on_the_day_it_was_in_the_zone(zone: str, day: str) -> None:
    clock = clock_of(zone)
    assert clock("2025-06-30T23:30:00Z").day == clock(day).day


def test_only_a_time_has_a_second() -> None:
    clock = clock_of("UTC")
    assert clock("1970-01-02").second is None
    assert clock("1970-01-01T01:00:00+01:00") == Moment(0, 0)


def test_nanoseconds_are_read() -> None:
    assert clock_of("UTC")("1970-01-01T00:00:01.123456789Z") == Moment(0, 1)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+10:00", "9999-12-31T23:00:00-10:00"])
def test_at_the_ends_of_the_calendar_the_day_is_the_one_written(text: str) -> None:
    assert clock_of("UTC")(text).day == clock_of("UTC")(text[:10]).day


def test_an_unknown_zone_is_the_users_error() -> None:
    with pytest.raises(UserError, match="time zone"):
        clock_of("Mars/Olympus")


def test_differences_need_both_ends() -> None:
    early, late, day = Moment(10, 600), Moment(12, 900), Moment(12, None)
    assert days_between(early, day) == 2
    assert days_between(None, day) is None
    assert minutes_between(early, late) == 5
    assert minutes_between(early, day) is None
