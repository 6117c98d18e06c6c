"""Metrics on the data itself."""

from harmscope.aggregation.mapping import _BEST_FIRST, STATED, UNALLOCATED
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.quality import COMPLETENESS, MAPPED
from harmscope.metrics.tables import TABLES


def test_every_way_of_mapping_has_its_metric() -> None:
    assert set(MAPPED) == {*_BEST_FIRST, STATED, UNALLOCATED}
    assert all(f"quality.mapped_{rule}" in METRICS for rule in MAPPED)


def test_completeness_is_asked_of_columns_that_there_are() -> None:
    assert set(COMPLETENESS) <= set(TABLES["decision"])
