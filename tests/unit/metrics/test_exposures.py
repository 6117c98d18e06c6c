"""Metrics from samples."""

from collections import Counter

from harmscope.metrics.exposures import EXPOSURES
from harmscope.metrics.metric import Sampled
from harmscope.taxonomy import codelist


def test_every_unit_belongs_to_one_metric_at_most() -> None:
    units = Counter(
        unit for one in EXPOSURES if isinstance(one.how, Sampled) for unit in one.how.units
    )
    assert max(units.values()) == 1
    assert set(units) <= set(codelist("exposure-unit").codes)


def test_estimates_are_never_pooled_and_fewer_is_better() -> None:
    assert {(one.pooling, one.direction) for one in EXPOSURES} == {("never", "down")}


def test_ad_adjacency_is_kept_apart() -> None:
    apart = next(one for one in EXPOSURES if one.id == "ads.adjacency_share")
    assert isinstance(apart.how, Sampled)
    assert apart.how.units == ("ad_adjacency",)
    assert "nothing of enforcement" in apart.definition
