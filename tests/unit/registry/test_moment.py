from datetime import datetime

from harmscope.registry.moment import written


def test_times_end_at_the_second() -> None:
    assert written(datetime(2026, 4, 20, 10, 0, 0, 999)) == "2026-04-20T10:00:00Z"
