"""Figures from exposure records."""

from pathlib import Path
from typing import Any

import pytest

from harmscope.aggregation.samples import estimates, plan
from harmscope.errors import UserError
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
    assert "cleared 99.99 % of the rest" in notes(0.9999)
    assert "not known" in str(made(record())[0].notes)


GOOD = "stratum,weight,rate\na,0.8,0.0005\nb,0.2,0.02\n"


@pytest.fixture
def table(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "strata.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_plan_adds_up_and_beats_the_proportional_one(table) -> None:
    found = plan(table(GOOD), 1000)
    assert sum(one.size for one in found.strata) == 1000
    assert found.deviation < found.proportional
    assert found.expected == pytest.approx(0.8 * 0.0005 + 0.2 * 0.02)
    assert found.as_dict()["size"] == 1000


def test_populations_become_weights(table) -> None:
    found = plan(table("stratum,population,rate\na,800,0.1\nb,200,0.1\n"), 100)
    assert [one.weight for one in found.strata] == [0.8, 0.2]
    assert [one.size for one in found.strata] == [80, 20]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no strata"),
        ("a,b\n1,2\n", "column is missing"),
        (GOOD.replace("0.02", "2"), "no shares"),
        (GOOD.replace("0.2,", "0.3,"), "no shares"),
        (GOOD.replace("0.02", "much"), "line 3 has no number"),
        (GOOD.replace("0.02", "nan"), "line 3 has no number"),
    ],
)
def test_what_is_wrong_with_a_table(table, text: str, fault: str) -> None:
    with pytest.raises(UserError, match=fault):
        plan(table(text), 100)


def test_a_size_must_do(table, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--size"):
        plan(table(GOOD), 3)
    with pytest.raises(UserError, match="there is no such file"):
        plan(tmp_path / "none.csv", 100)
