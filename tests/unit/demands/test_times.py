from datetime import date

import pytest

from harmscope.demands.times import Moment, is_before, moment


def at(text: str) -> Moment:
    read = moment(text)
    assert read is not None
    return read


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-1-1", "", "x", "2026-01-01T10:00:00", "0000-01-01"]
)
def test_what_is_no_day_and_no_time(text: str) -> None:
    assert moment(text) is None


def test_a_day_has_no_instant() -> None:
    assert at("2026-01-02") == Moment(date(2026, 1, 2))
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
def test_before(left: str, right: str) -> None:
    assert is_before(at(left), at(right))
    assert not is_before(at(right), at(left))


def test_the_same_day_is_never_before() -> None:
    assert not is_before(at("2026-01-01T10:00:00Z"), at("2026-01-01"))
    assert not is_before(at("2026-01-01"), at("2026-01-01T10:00:00Z"))


def test_near_midnight_the_zone_of_a_day_is_unknown() -> None:
    # 23:30 in New York is the next day in UTC: the day alone proves nothing either way.
    assert not is_before(at("2026-01-01T23:30:00-05:00"), at("2026-01-02"))
