"""Definitions of metrics, as a report prints them."""

from harmscope.aggregation.members import given
from harmscope.metrics.metric import Metric
from harmscope.model.report import Definition


def definition(metric: Metric) -> Definition:
    """The definition of one metric."""
    return given(
        Definition,
        metric=metric.id,
        title=metric.title,
        unit=metric.unit,
        definition=metric.definition,
        source=metric.source,
        regimes=list(metric.regimes),
        direction=metric.direction,
        pooling=metric.pooling,
    )
