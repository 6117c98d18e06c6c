"""Days and times: what is one, which comes first, and what they look like."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope import times
from harmscope.errors import UserError
from harmscope.times import DATE, OFFSET, TIME


@pytest.mark.parametrize(
    "text", ["", "2025", "20250701", "2025-W27-2", "2025-02-30", "2025-07-01T00:00Z", "2025-7-1"]
)
def test_what_is_no_day(text: str) -> None:
    assert times.day_or_none(text) is None
    with pytest.raises(ValueError, match="day"):
        times.day_of(text)


def test_a_day_is_a_day() -> None:
    assert times.day_of("2025-07-01") == times.day_or_none("2025-07-01") == date(2025, 7, 1)


@pytest.mark.parametrize("text", ["", "2025-07-01T10:00:00", "20250701T100000Z", "noon", "10:00Z"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text of the standard library differs
        times.time_of(text)
    assert times.moment(text) is None


def test_a_time_keeps_its_offset() -> None:
    read = times.time_of("2025-07-01T23:30:00-05:00")
    assert (read.date(), read.utcoffset()) == (date(2025, 7, 1), timedelta(hours=-5))


def test_iso_times_may_lack_an_offset() -> None:
    assert times.iso_time("2025-07-01T10:00") == datetime(2025, 7, 1, 10)
    assert times.iso_time("2025-07-01") == datetime(2025, 7, 1)


def test_a_moment_knows_its_day_as_written_and_in_utc() -> None:
    found = times.moment("2025-07-01T23:30:00-05:00")
    assert found == times.Moment(date(2025, 7, 1), datetime(2025, 7, 2, 4, 30, tzinfo=UTC))
    assert found.utc_day == date(2025, 7, 2)
    assert times.moment("2025-07-01") == times.Moment(date(2025, 7, 1))


def test_a_time_beyond_the_calendar_is_no_moment() -> None:
    assert times.moment("9999-12-31T23:59:59-05:00") is None
    assert times.moment("2025-13-01") is None


@pytest.mark.parametrize(
    ("left", "right", "before"),
    [
        ("2025-07-01T10:00:00Z", "2025-07-01T12:30:00+02:00", True),
        ("2025-07-01T10:00:00Z", "2025-07-01T11:30:00+02:00", False),
        ("2025-07-01", "2025-07-02", True),
        ("2025-07-01", "2025-07-01T23:00:00Z", False),
        ("2025-07-01", "2025-07-01T23:00:00-05:00", False),
        ("2025-07-01", "2025-07-02T23:00:00-05:00", True),
        ("2025-07-01T23:00:00-05:00", "2025-07-02", False),
    ],
)
def test_before_only_where_it_is_sure(left: str, right: str, *, before: bool) -> None:
    first, second = times.moment(left), times.moment(right)
    assert first is not None
    assert second is not None
    assert times.is_before(first, second) == before


@given(st.dates())
def test_days_are_counted_from_1970(day: date) -> None:
    assert times.numbered_day(times.day_number(day)) == day
    assert times.day_number(date(1970, 1, 2)) == 1


@given(st.datetimes(timezones=st.just(UTC)))
def test_seconds_are_counted_from_1970(at: datetime) -> None:
    start = datetime(1970, 1, 1, tzinfo=UTC)
    passed = at - start
    assert times.second_number(at) == passed.days * 86_400 + passed.seconds


def test_seconds_do_not_depend_on_the_offset() -> None:
    at = datetime(1, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    assert times.second_number(at) == times.second_number(at.replace(tzinfo=UTC)) - 7200


def test_a_time_is_written_to_the_second() -> None:
    assert times.utc_text(datetime(2026, 4, 20, 10, 0, 0, 999)) == "2026-04-20T10:00:00Z"


def test_a_day_that_a_user_gave() -> None:
    assert times.day_asked("2026-01-15") == date(2026, 1, 15)
    assert times.day_asked(None) == times.today() == datetime.now(UTC).date()
    with pytest.raises(UserError, match="--due: it is no day; write YYYY-MM-DD"):
        times.day_asked("soon", "--due")


def test_a_time_that_a_user_gave() -> None:
    assert times.time_asked("2026-01-15") == datetime(2026, 1, 15)
    assert times.time_asked("2026-01-15T10:00:00+02:00") == datetime(2026, 1, 15, 8)
    now = times.time_asked(None)
    assert abs(now - datetime.now(UTC).replace(tzinfo=None)) < timedelta(minutes=1)
    with pytest.raises(UserError, match="--clock: it is no day or time"):
        times.time_asked("soon")


def at(text: str) -> times.Moment:
    read = times.moment(text)
    assert read is not None
    return read


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-1-1", "", "x", "2026-01-01T10:00:00", "0000-01-01"]
)
def test_what_is_no_moment(text: str) -> None:
    assert times.moment(text) is None


def test_a_day_has_no_instant() -> None:
    assert at("2026-01-02") == times.Moment(date(2026, 1, 2))
    assert at("2026-01-02T00:30:00+02:00").utc_day == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("2026-01-01T10:00:00Z", "2026-01-01T10:00:01Z"),
        ("2026-01-01T10:00:00+02:00", "2026-01-01T09:00:00Z"),
        ("2026-01-01", "2026-01-02"),
        ("2026-01-01T23:00:00Z", "2026-01-02"),
    ],
)
def test_before_in_both_ways(left: str, right: str) -> None:
    assert times.is_before(at(left), at(right))
    assert not times.is_before(at(right), at(left))


def test_the_same_day_is_never_before() -> None:
    assert not times.is_before(at("2026-01-01T10:00:00Z"), at("2026-01-01"))
    assert not times.is_before(at("2026-01-01"), at("2026-01-01T10:00:00Z"))


def test_near_midnight_the_zone_of_a_day_is_unknown() -> None:
    # 23:30 in New York is the next day in UTC: the day alone proves nothing either way.
    assert not times.is_before(at("2026-01-01T23:30:00-05:00"), at("2026-01-02"))


def test_the_start_of_a_day_is_in_utc() -> None:
    assert times.start_of_day(date(2026, 4, 20)) == datetime(2026, 4, 20, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-01-31", "2026-12-01"])
def test_the_pattern_takes_days(text: str) -> None:
    assert re.fullmatch(DATE, text)


@pytest.mark.parametrize("text", ["2026-13-01", "2026-1-1", "2026-01-32", "26-01-01", "٢٠٢٦-01-01"])
def test_the_pattern_takes_no_other_text(text: str) -> None:
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
def test_the_pattern_takes_times_with_their_offset(text: str, fits: bool) -> None:
    assert bool(re.fullmatch(TIME + OFFSET, text)) is fits


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 6, 30), 2, date(2026, 8, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 1, 31), 12, date(2028, 1, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_after_a_day(day: date, months: int, later: date) -> None:
    assert times.months_after(day, months) == later
