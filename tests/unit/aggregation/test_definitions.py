"""Definitions as reports print them."""

from harmscope.aggregation.definitions import definition
from harmscope.metrics.catalogue import METRICS


def test_every_metric_of_the_catalogue_can_be_printed() -> None:
    for name, metric in METRICS.items():
        printed = definition(metric)
        assert (printed.metric, printed.definition) == (name, metric.definition)
