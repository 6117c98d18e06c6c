"""Figures from exposure records."""

from typing import Any

from harmscope.aggregation.estimates import estimates
from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.metric import Sampled
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period

JULY = {"start": "2025-07-01", "end": "2025-07-31"}


def record(**members: Any) -> dict[str, Any]:
    sample = {"design": "simple", "size": 1000, "violating": 2}
    made = {"exposure_id": "e", "unit": "views", "period": JULY, "sample": sample}
    return made | members


def made(*records: dict[str, Any], period: str = "2025-H2") -> list[Figure]:
    metric = METRICS["views.violative_share"]
    assert isinstance(metric.how, Sampled)
    return estimates(metric, metric.how, records, parse_period(period))


def test_a_simple_sample() -> None:
    figure = made(record())[0]
    assert (figure.value, figure.numerator, figure.denominator) == (0.002, 2, 1000)
    assert figure.interval is not None
    assert figure.interval.method == "Clopper-Pearson"
    assert (figure.status, figure.estimand) == ("estimate", "sampled_exposure")


def test_units_are_never_mixed_and_samples_lie_inside_the_period() -> None:
    assert not made(record(unit="ad_adjacency"))
    assert not made(record(), period="2025-08")
    assert not made({key: value for key, value in record().items() if key != "sample"})


def test_strata_by_population() -> None:
    strata = [
        {"id": "a", "population": 900, "size": 100, "violating": 0},
        {"id": "b", "population": 100, "size": 100, "violating": 10},
    ]
    figure = made(record(sample=record()["sample"] | {"strata": strata}))[0]
    assert figure.value == 0.01
    assert figure.interval is not None
    assert "Korn" in figure.interval.method


def test_an_empty_sample_gives_no_number() -> None:
    sample = {"design": "simple", "size": 0, "violating": 0}
    figure = made(record(sample=sample))[0]
    assert (figure.value, figure.status) == (None, "not_reported")


def test_reviewers_are_shown_and_corrected_for_only_where_that_exists() -> None:
    def notes(specificity: float) -> str:
        reviewers = {"sensitivity": 0.9, "specificity": specificity}
        return str(made(record(sample=record()["sample"] | {"reviewers": reviewers}))[0].notes)

    assert "No correction" in notes(0.99)
    assert "Rogan" in notes(0.9999)
    assert "not known" in str(made(record())[0].notes)
