"""The catalogue as a whole: every metric is well described and can be counted."""

import pytest

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import TABLES, table
from harmscope.metrics.metric import Measure, Metric, Share, Spread
from harmscope.taxonomy import codelist

EACH = pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))


@EACH
def test_it_is_described(metric: Metric) -> None:
    assert metric.definition.endswith(".")
    assert metric.title[0].isupper()
    assert metric.unit in codelist("unit").codes
    assert metric.estimand in codelist("estimand").codes


@EACH
def test_what_it_needs_is_in_the_code_lists(metric: Metric) -> None:
    assert set(metric.needs) <= set(codelist("record-part").codes)
    assert set(metric.offers) <= set(codelist("capability").codes)


@EACH
def test_its_columns_are_in_its_table(metric: Metric) -> None:
    columns = TABLES[metric.table]
    assert columns[metric.day] == "date"
    assert metric.condition(table(metric.table)).type().is_boolean()
    if isinstance(metric.how, Spread):
        assert columns[metric.how.column] == "int64"
    if isinstance(metric.how, Measure) and metric.how.weight:
        assert columns[metric.how.weight] == "int64"


@EACH
def test_a_share_divides_counts_of_the_same_rows(metric: Metric) -> None:
    if not isinstance(metric.how, Share):
        return
    parts = METRICS[metric.how.numerator], METRICS[metric.how.denominator]
    assert metric.unit == "share"
    assert {(part.table, part.day) for part in parts} == {(metric.table, metric.day)}
    assert all(isinstance(part.how, Measure) for part in parts)


@EACH
def test_only_counts_may_be_added(metric: Metric) -> None:
    assert isinstance(metric.how, Measure) or metric.pooling != "sum"
