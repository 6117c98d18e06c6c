"""Doubles, contradictions and superseded records."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harmscope.aggregation.doubles import open_tables
from harmscope.aggregation.normalise import Intake
from harmscope.engine.duckdb_ import DuckDb
from harmscope.metrics.tables import table

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def left(
    tmp_path: Path, intake: Callable[..., Intake], engine: DuckDb, header: Make
) -> Callable[..., tuple[dict[str, int], int]]:
    """What was taken out, by reason, and how many decisions are left."""

    def run(*records: dict[str, Any]) -> tuple[dict[str, int], int]:
        intake(header(), *records)
        dropped = open_tables(engine, tmp_path)
        rows = table("decision")
        return dict(dropped), engine.rows(rows.agg(n=rows.count()))[0]["n"]

    return run


def test_nothing_is_taken_out_of_distinct_records(left: Any, incident: Make) -> None:
    assert left(incident("a"), incident("b")) == ({}, 2)


def test_the_same_record_twice_counts_once(left: Any, incident: Make) -> None:
    assert left(incident("a"), incident("a"), incident("a")) == ({"HS202": 2}, 1)


def test_contradicting_records_do_not_count(left: Any, incident: Make) -> None:
    other = incident("a", subject_kind="ad")
    assert left(incident("a"), incident("a"), other, incident("b")) == ({"HS201": 3}, 1)


def test_a_superseded_record_does_not_count(left: Any, incident: Make) -> None:
    assert left(incident("a"), incident("b", supersedes="a")) == ({"superseded": 1}, 1)


def test_the_same_id_in_another_service_or_kind_is_another_record(
    left: Any, incident: Make, notice: Make
) -> None:
    assert left(incident("a"), incident("a", service="Other"), notice("a")) == ({}, 2)
