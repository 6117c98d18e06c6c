"""What became of the records, and how fully they are described."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from harmscope.aggregation.normalise import Intake
from harmscope.aggregation.quality import completeness_of, quality_of
from harmscope.engine.duckdb_ import DuckDb
from harmscope.model.period import parse_period

Make = Callable[..., dict[str, Any]]
JULY = parse_period("2025-07")


def test_read_is_counted_plus_excluded(counted: Callable[..., DuckDb]) -> None:
    intake = Intake(read=10, taken=7, other_services=1, excluded=Counter({"HS101": 2}))
    found = quality_of(intake, Counter({"HS202": 3}), counted())
    excluded = sum(one.records for one in found.excluded or ())
    assert found.counted == 4
    assert found.read == found.counted + found.other_services + excluded


def test_decisions_without_a_day_are_said(counted: Callable[..., DuckDb], incident: Make) -> None:
    engine = counted(incident(decisions=[{"id": "d1"}]))
    assert quality_of(Intake(read=1, taken=1), Counter(), engine).undated == {"decisions": 1}


def test_completeness_is_a_share_of_the_decisions(
    counted: Callable[..., DuckDb], incident: Make
) -> None:
    engine = counted(incident("a", harm={"primary": "hate"}), incident("b"))
    found = {str(one.dimensions): one for one in completeness_of(engine, JULY)}
    harm = found["{'field': 'harm'}"]
    assert (harm.value, harm.numerator, harm.denominator) == (0.5, 1, 2)


def test_no_decision_gives_no_completeness(counted: Callable[..., DuckDb]) -> None:
    assert {one.status for one in completeness_of(counted(), JULY)} == {"not_reported"}
