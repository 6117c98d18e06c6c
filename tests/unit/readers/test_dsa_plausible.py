from collections.abc import Callable

from harmscope.model.figure import Figure
from harmscope.readers.dsa_plausible import implausible
from harmscope.readers.result import figure
from harmscope.readers.tables import Table


def made(metric: str, value: int, unit: str = "notices", **dimensions: str) -> Figure:
    source = {"sha256": "0" * 64, "sheet": "4_notices", "cell": "F2"}
    return figure(
        metric=metric, unit=unit, value=value, status="exact", dimensions=dimensions,
        period="2025-07-01/2025-12-31", source=source,
    )  # fmt: skip


def test_a_part_above_its_whole(table: Callable[..., Table]) -> None:
    whole = made("notices.received", 5)
    part = made("notices.received", 6, notifier="trusted_flagger")
    assert [f.rule for f in implausible([whole, part], [table([])])] == ["RD052"]
    assert (
        implausible([whole, made("notices.received", 5, notifier="trusted_flagger")], [table([])])
        == []
    )


def test_a_median_longer_than_the_period(table: Callable[..., Table]) -> None:
    hours = 184 * 24
    slow = made("notices.action_median", hours + 1, "hours")
    assert [f.rule for f in implausible([slow], [table([])])] == ["RD055"]
    assert implausible([made("notices.action_median", hours, "hours")], [table([])]) == []


def test_more_outcomes_than_cases(table: Callable[..., Table]) -> None:
    figures = [
        made("complaints.received", 5), made("complaints.upheld", 4), made("complaints.omitted", 2),
    ]  # fmt: skip
    assert [f.rule for f in implausible(figures, [table([])])] == ["RD053"]
