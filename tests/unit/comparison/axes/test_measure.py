from collections.abc import Callable

import pytest

from harmscope.comparison.axes.measure import denominator, estimand, numerator, unit
from harmscope.comparison.axes.outcome import Context
from harmscope.comparison.side import Side

NONE = Context()
Make = Callable[..., Side]
HOURS = {"unit": "hours", "interval": None, "denominator_name": None, "rounding": None}


def test_a_sample_is_no_census(side: Make) -> None:
    assert estimand(side(), side("Beta"), NONE).state == "same"
    found = estimand(side(), side("Beta", estimand="census_of_caught"), NONE)
    assert found.state == "fails"
    assert found.reason == "Sampled exposure against Census of what was caught"
    assert estimand(side(), side("Beta", estimand=None), NONE).state == "unknown"


def test_shares_of_different_wholes_fail(side: Make) -> None:
    uploads = side("Beta", denominator_name="videos published")
    assert denominator(side(), uploads, NONE).state == "fails"
    assert denominator(side(), side("Beta", unit="items"), NONE).state == "fails"


def test_raw_counts_of_two_services_need_care(side: Make) -> None:
    counts = side(unit="items", interval=None), side("Beta", unit="items", interval=None)
    assert denominator(*counts, NONE).state == "care"
    assert "recipient" in denominator(*counts, Context("monthly recipients")).reason
    assert denominator(counts[0], counts[0], NONE).state == "not_applicable"


def test_other_metrics_count_other_things(side: Make) -> None:
    assert numerator(side(), side("Beta", metric="items.removed"), NONE).state == "fails"


def test_spam_in_against_spam_out_fails_and_unknown_is_unknown(side: Make) -> None:
    assert numerator(side(), side("Beta", scope={"spam": "in"}), NONE).state == "fails"
    assert numerator(side(), side("Beta", scope={"spam": None}), NONE).state == "unknown"
    assert numerator(side(), side("Beta"), NONE).state == "same"


def test_policies_do_not_matter_for_recipients(side: Make) -> None:
    people = {"metric": "recipients.monthly_active", "unit": "people", "estimand": "declared"}
    assert numerator(side(**people), side("Beta", **people, scope={"spam": None}), NONE).state == (
        "same"
    )


def test_official_counts_of_two_providers_are_at_best_with_care(side: Make) -> None:
    caught = {"estimand": "census_of_caught"}
    assert numerator(side(**caught), side("Beta", **caught), NONE).state == "care"
    computed = {**caught, "assurance": "computed"}
    assert numerator(side(**computed), side("Beta", **computed), NONE).state == "same"


def test_units_must_be_one(side: Make) -> None:
    assert unit(side(), side("Beta", unit="items"), NONE).state == "fails"
    assert unit(side(), side("Beta"), NONE).state == "same"


@pytest.mark.parametrize("factor", [24, 60, 1440, 3600])
def test_a_likely_slip_of_the_unit_fails(side: Make, factor: int) -> None:
    slow, quick = side(**HOURS, value=1), side("Beta", **HOURS, value=1 / factor)
    assert unit(slow, quick, NONE).state == "fails"


def test_a_median_longer_than_the_period_fails(side: Make) -> None:
    found = unit(side(**HOURS, value=30_000), side("Beta", **HOURS, value=20), NONE)
    assert found.state == "fails"
    assert "longer than the period" in found.reason
