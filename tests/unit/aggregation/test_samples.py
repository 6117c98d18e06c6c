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
    made = {"exposure_id": "e", "service": "Example", "unit": "views", "period": JULY}
    return made | {"sample": sample} | members


def made(*records: dict[str, Any], period: str = "2025-H2") -> list[Figure]:
    metric = METRICS["views.violative_share"]
    assert isinstance(metric.how, Sampled)
    found = estimates(metric, metric.how, records, parse_period(period))
    return [one.figure for one in found]


def test_a_simple_sample() -> None:
    figure = made(record())[0]
    assert (figure.value, figure.numerator, figure.denominator) == (0.002, 2, 1000)
    assert figure.interval is not None
    assert figure.interval.method == "Clopper-Pearson"
    assert (figure.status, figure.estimand) == ("estimate", "sampled_exposure")


def census(month: str, last: int, **members: Any) -> dict[str, Any]:
    sample = {"design": "census", "size": 400, "violating": 8, "stopped": 6}
    span = {"start": f"{month}-01", "end": f"{month}-{last}"}
    return record(exposure_id=month, unit="prompts", period=span, sample=sample | members)


def share(name: str, *records: dict[str, Any]) -> list[Figure]:
    metric = METRICS[name]
    assert isinstance(metric.how, Sampled)
    found = estimates(metric, metric.how, records, parse_period("2025-H2"))
    return [one.figure for one in found]


def test_where_every_unit_was_judged_a_share_is_exact() -> None:
    (violating,) = share("generation.prompts_violative_share", census("2025-07", 31))
    (stopped,) = share("generation.refused_share", census("2025-07", 31))
    assert (violating.value, violating.numerator, violating.status) == (0.02, 8, "exact")
    assert (stopped.value, stopped.numerator, stopped.status) == (0.015, 6, "exact")
    assert violating.interval is None
    assert (violating.estimand, violating.denominator_name) == (
        "census_of_received",
        "Units judged",
    )
    assert "reviewers erred" in str(violating.notes)
    assert stopped.notes is None


def test_nothing_is_said_of_stopping_where_the_record_does_not() -> None:
    silent = record(unit="prompts")
    assert share("generation.refused_share", silent) == []
    strata = [{"id": "a", "weight": 1.0, "size": 1000, "violating": 2}]
    sample = record()["sample"] | {"strata": strata, "stopped": 5}
    (figure,) = share("generation.refused_share", record(unit="prompts", sample=sample))
    assert (figure.value, figure.status) == (None, "not_reported")


def test_a_sample_of_unknown_design_has_no_interval() -> None:
    sample = {"design": "unknown", "size": 1000, "violating": 2}
    figure = made(record(sample=sample))[0]
    assert (figure.value, figure.status, figure.interval) == (0.002, "estimate", None)
    assert "not known: the share holds for the units judged alone" in str(figure.notes)


def test_figures_that_differ_in_their_days_alone_name_the_month() -> None:
    name = "generation.refused_share"
    alone = share(name, census("2025-07", 31))
    assert alone[0].dimensions is None
    two = share(name, census("2025-08", 31), census("2025-07", 31))
    assert [one.dimensions for one in two[1:]] == [{"month": "2025-07"}, {"month": "2025-08"}]


def test_months_that_follow_on_each_other_are_taken_together() -> None:
    june = census("2025-08", 31, size=100, violating=0, stopped=3)
    both, *months = share("generation.refused_share", june, census("2025-07", 31))
    assert (both.dimensions, both.period) == (None, "2025-07-01/2025-08-31")
    assert (both.value, both.numerator, both.denominator) == (0.018, 9, 500)
    assert (both.status, both.interval, len(months)) == ("exact", None, 2)
    assert both.notes == ["Taken together from 2 samples that follow on each other."]


def test_samples_are_weighted_by_what_they_were_drawn_from() -> None:
    def sampled(month: str, last: int, total: int, violating: int) -> dict[str, Any]:
        sample = {"design": "simple", "size": 100, "violating": violating}
        span = {"start": f"{month}-01", "end": f"{month}-{last}"}
        more = {"total": total} if total else {}
        return record(exposure_id=month, period=span, sample=sample, **more)

    both, *months = made(sampled("2025-07", 31, 9000, 0), sampled("2025-08", 31, 1000, 10))
    assert (both.value, both.status, len(months)) == (0.01, "estimate", 2)
    assert both.interval is not None
    assert "Korn" in both.interval.method
    assert both.interval.low < 0.01 < both.interval.high
    apart = made(sampled("2025-07", 31, 9000, 0), sampled("2025-08", 31, 0, 10))
    assert [one.dimensions for one in apart] == [{"month": "2025-07"}, {"month": "2025-08"}]


@pytest.mark.parametrize(
    "other",
    [
        census("2025-09", 30),
        census("2025-08", 31) | {"service": "Other"},
        census("2025-08", 31, policies="Others"),
        census("2025-08", 31) | {"assurance": "audited"},
        census("2025-08", 31) | {"safeguard": "gate@2"},
        census("2025-08", 31) | {"surface": "chat"},
        census("2025-08", 31, design="unknown"),
        census("2025-07", 31),
    ],
    ids=["gap", "service", "policies", "assurance", "safeguard", "surface", "design", "overlap"],
)
def test_what_differs_or_leaves_days_out_is_not_taken_together(other: dict[str, Any]) -> None:
    found = share("generation.refused_share", census("2025-07", 31), other)
    assert len(found) == 2
    assert not any("Taken together" in str(one.notes) for one in found)


def test_a_tier_and_a_safeguard_are_dimensions() -> None:
    adjacent = record(unit="ad_adjacency", suitability_tier="floor")
    assert share("ads.adjacency_share", adjacent)[0].dimensions == {"tier": "floor"}
    guarded = record(unit="outputs", safeguard="gate@1")
    (figure,) = share("generation.outputs_violative_share", guarded)
    assert figure.dimensions == {"safeguard": "gate@1"}


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
        (GOOD.replace("0.02", "2"), "not shares"),
        (GOOD.replace("0.2,", "0.3,"), "not shares"),
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
