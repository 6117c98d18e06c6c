from datetime import date

from harmscope.demands.base import Context
from harmscope.demands.times import (
    DayRange,
    InSequence,
    NotAfterClock,
    NotLonger,
    NotSentinel,
    Ordered,
    RealDate,
)


def test_the_later_one_is_named() -> None:
    record = {"a": "2026-01-02", "b": ["2026-01-01", "2026-01-03"]}
    assert list(Ordered("a", "b.*").faults(record)) == ["/b/0"]


def test_missing_and_unreadable_times_say_nothing() -> None:
    assert not list(Ordered("a", "b").faults({"a": "2026-01-02"}))
    assert not list(Ordered("a", "b").faults({"a": 5, "b": "2026-01-01"}))


def test_a_sequence_goes_back_once() -> None:
    times = ["2026-01-02", "2026-01-01", "2026-01-02"]
    assert list(InSequence("t.*").faults({"t": times})) == ["/t/1"]


def test_not_longer() -> None:
    demand = NotLonger("a", "b", 10)
    assert not list(demand.faults({"a": "2026-01-01", "b": "2026-01-11"}))
    assert list(demand.faults({"a": "2026-01-01", "b": "2026-01-12"})) == ["/b"]


def test_both_ends_are_inside() -> None:
    demand = DayRange(("d.*",), "2000-01-01", "2038-01-01")
    days = ["1999-12-31", "2000-01-01", "2038-01-01", "2038-01-02", "x"]
    assert list(demand.faults({"d": days})) == ["/d/0", "/d/3"]


DEMAND = RealDate(("a", "b.*"))


def test_days_that_do_not_exist() -> None:
    record = {"a": "2026-02-30T10:00:00Z", "b": ["2026-02-28", "2025-02-29"]}
    assert list(DEMAND.faults(record)) == ["/a", "/b/1"]


def test_another_form_is_not_its_business() -> None:
    assert not list(DEMAND.faults({"a": "30.02.2026", "b": [5, "٢٠٢٦-٠٢-٣٠"]}))


def test_a_day_that_the_schema_refuses_is_one_fault_and_not_two() -> None:
    assert not list(DEMAND.faults({"a": "2026-07-32", "b": ["2026-13-01"]}))


CLOCK = Context(date(2026, 6, 1))


def test_sentinels_with_and_without_time() -> None:
    demand = NotSentinel(("a.*",), ("1970-01-01",))
    assert list(demand.faults({"a": ["1970-01-01T00:00:00Z", "1970-01-02"]})) == ["/a/0"]


def test_the_future_needs_a_clock() -> None:
    demand = NotAfterClock(("a.*",))
    record = {"a": ["2026-06-01T23:59:59Z", "2026-06-02"]}
    assert list(demand.faults(record, CLOCK)) == ["/a/1"]
    assert not list(demand.faults(record))
