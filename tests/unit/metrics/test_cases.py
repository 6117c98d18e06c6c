"""Metrics on cases: which rows they count."""

from collections import Counter
from typing import Any

import ibis
import pytest

from harmscope.aggregation.categories import _BEST_FIRST, STATED, UNALLOCATED
from harmscope.metrics.cases import COMPLETENESS, EXPOSURES, MAPPED
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import TABLES
from harmscope.metrics.metric import Sampled
from harmscope.taxonomy import codelist


def counts(metric: str, **members: Any) -> bool:
    table = METRICS[metric].table
    row = dict.fromkeys(TABLES[table]) | {"seq": 1} | members
    rows = ibis.memtable([row], schema=TABLES[table])
    found = ibis.duckdb.connect().to_pyarrow(rows.filter(METRICS[metric].condition(rows)))
    return bool(found.num_rows)


@pytest.mark.parametrize(
    ("state", "metric"),
    [
        ("refused", "generation.requests_refused"),
        ("blocked", "generation.outputs_blocked"),
        ("passed", "generation.outputs_violating"),
        ("bypassed", "generation.outputs_violating"),
    ],
)
def test_generations_by_what_the_safeguard_did(state: str, metric: str) -> None:
    assert counts(metric, subject_kind="generation", safeguard_state=state)
    assert not counts(metric, subject_kind="content", safeguard_state=state)
    assert not counts(metric, subject_kind="generation", safeguard_state="none")


def test_an_item_found_proactively_is_an_item_acted_on() -> None:
    found = {"detection_source": "own_initiative", "subject_kind": "content", "acts": True}
    shown = dict.fromkeys(("on_visibility", "on_money"), False)
    assert counts("items.detected_proactively", **found, **(shown | {"on_visibility": True}))
    assert not counts("items.detected_proactively", **found, **shown)


@pytest.mark.parametrize(
    ("state", "present", "valid", "trusted"),
    [
        ("none", False, False, False),
        ("invalid", True, False, False),
        ("valid", True, True, False),
        ("trusted", True, True, True),
    ],
)
def test_marks_of_origin(state: str, present: bool, valid: bool, trusted: bool) -> None:
    found = [
        counts(f"provenance.{one}", c2pa_state=state) for one in ("present", "valid", "trusted")
    ]
    assert found == [present, valid, trusted]


def test_a_missing_label_matters_only_on_made_content() -> None:
    assert counts("provenance.label_missing", ai_involvement="generated", visible_label="no")
    assert not counts("provenance.label_missing", ai_involvement="none", visible_label="no")
    assert not counts("provenance.label_missing", ai_involvement="generated")


def test_an_expired_restriction_is_no_restoration() -> None:
    assert counts("items.restored", reversal_cause="appeal", subject_kind="content")
    assert not counts("items.restored", reversal_cause="expiry", subject_kind="content")


def test_every_unit_belongs_to_one_metric_at_most() -> None:
    units = Counter(
        (unit, one.how.counts)
        for one in EXPOSURES
        if isinstance(one.how, Sampled)
        for unit in one.how.units
    )
    assert max(units.values()) == 1
    assert {unit for unit, _ in units} <= set(codelist("exposure-unit").codes)


def test_estimates_are_never_pooled_and_fewer_is_better() -> None:
    assert {one.pooling for one in EXPOSURES} == {"never"}
    # More refusals are neither better nor worse.
    undirected = {one.id for one in EXPOSURES if one.direction != "down"}
    assert undirected == {"generation.refused_share"}


def test_ad_adjacency_is_kept_apart() -> None:
    apart = next(one for one in EXPOSURES if one.id == "ads.adjacency_share")
    assert isinstance(apart.how, Sampled)
    assert apart.how.units == ("ad_adjacency",)
    assert "not about enforcement" in apart.definition


def test_every_way_of_mapping_has_its_metric() -> None:
    assert set(MAPPED) == {*_BEST_FIRST, STATED, UNALLOCATED}
    assert all(f"quality.mapped_{rule}" in METRICS for rule in MAPPED)


def test_completeness_is_asked_of_columns_that_there_are() -> None:
    assert set(COMPLETENESS) <= set(TABLES["decision"])
