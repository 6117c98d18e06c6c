"""Metrics on the data itself."""

from harmscope.aggregation.categories import _BEST_FIRST, STATED, UNALLOCATED
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import TABLES
from harmscope.metrics.quality import COMPLETENESS, MAPPED


def test_every_way_of_mapping_has_its_metric() -> None:
    assert set(MAPPED) == {*_BEST_FIRST, STATED, UNALLOCATED}
    assert all(f"quality.mapped_{rule}" in METRICS for rule in MAPPED)


def test_completeness_is_asked_of_columns_that_there_are() -> None:
    assert set(COMPLETENESS) <= set(TABLES["decision"])
