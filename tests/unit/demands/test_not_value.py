from datetime import date

from harmscope.demands.base import Context
from harmscope.demands.not_value import NotAfterClock, NotSentinel, NotValue

CLOCK = Context(date(2026, 6, 1))


def test_values() -> None:
    assert list(NotValue(("a",), ("x",)).faults({"a": "x"})) == ["/a"]


def test_sentinels_with_and_without_time() -> None:
    demand = NotSentinel(("a.*",), ("1970-01-01",))
    assert list(demand.faults({"a": ["1970-01-01T00:00:00Z", "1970-01-02"]})) == ["/a/0"]


def test_the_future_needs_a_clock() -> None:
    demand = NotAfterClock(("a.*",))
    record = {"a": ["2026-06-01T23:59:59Z", "2026-06-02"]}
    assert list(demand.faults(record, CLOCK)) == ["/a/1"]
    assert not list(demand.faults(record))
