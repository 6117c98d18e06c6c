from datetime import date

from harmscope.demands.base import NO_CONTEXT, Context


def test_without_a_clock_there_is_none() -> None:
    assert NO_CONTEXT.clock is None
    assert Context(date(2026, 1, 1)).clock == date(2026, 1, 1)
