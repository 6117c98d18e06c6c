"""Metrics on time are order statistics and say which."""

import pytest

from harmscope.metrics.metric import Metric, Spread
from harmscope.metrics.times import MEDIAN, NINE_TENTHS, TIMES


@pytest.mark.parametrize("metric", TIMES, ids=[metric.id for metric in TIMES])
def test_the_id_names_the_statistic(metric: Metric) -> None:
    assert isinstance(metric.how, Spread)
    wanted = {"median": MEDIAN, "p90": NINE_TENTHS}[metric.id.rpartition(".")[2]]
    assert metric.how.quantile == wanted


def test_they_are_never_added() -> None:
    assert {metric.pooling for metric in TIMES} == {"from_records"}
