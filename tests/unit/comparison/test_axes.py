from collections.abc import Callable
from dataclasses import replace

import pytest

from harmscope.comparison.axes import (
    Context,
    appeals,
    assurance,
    automation,
    care,
    category,
    contradiction,
    cuts,
    definition,
    denominator,
    estimand,
    fails,
    geography,
    interval,
    missing,
    notice,
    numerator,
    period,
    restatement,
    reviewers,
    rounding,
    same,
    stated,
    surface,
    unit,
    unknown,
)
from harmscope.comparison.side import Category, Side


def test_what_is_not_stated_is_unknown_and_never_the_same() -> None:
    assert stated("the thing", None, None).state == "unknown"
    assert stated("the thing", "a", None).state == "unknown"
    assert stated("the thing", "a", "a").state == "same"
    assert stated("the thing", "a", "b").reason == "a against b"


def test_each_state_has_its_maker() -> None:
    assert [same("x").state, care("x").state, unknown("x").state, fails("x").state] == [
        "same",
        "care",
        "unknown",
        "fails",
    ]


NONE = Context()
Make = Callable[..., Side]


@pytest.mark.parametrize(
    ("service", "other", "state"),
    [
        ("Beta", "2025-07-01/2025-12-31", "same"),
        ("Beta", "2025-07-05/2025-12-31", "care"),
        ("Beta", "2025-01-01/2025-12-31", "fails"),
        ("Beta", None, "unknown"),
        ("Alpha", "2025-01-01/2025-06-30", "same"),
        ("Alpha", "2025-01-01/2025-03-31", "fails"),
    ],
)
def test_periods(side: Make, service: str, other: str | None, state: str) -> None:
    assert period(side(), side(service, period=other), NONE).state == state


def test_places_and_surfaces_are_unknown_where_nobody_states_them(side: Make) -> None:
    assert geography(side(), side("Beta", scope={"geography": "EU"}), NONE).state == "fails"
    assert geography(side(), side("Beta", scope={"geography": None}), NONE).state == "unknown"
    assert surface(side(), side("Beta", scope={"surface": "ads"}), NONE).state == "fails"
    assert surface(side(), side(), NONE).state == "same"


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        ("same", "same"),
        ("equal", "same"),
        ("approx", "care"),
        ("rollup", "care"),
        ("none", "fails"),
    ],
)
def test_categories_are_as_good_as_their_count_rule(side: Make, rule: str, state: str) -> None:
    mapped = replace(side("Beta"), category=Category("hate", "Hate", rule))
    assert category(side(category="hate"), mapped, NONE).state == state


def test_one_native_category_needs_no_crosswalk(side: Make) -> None:
    lost = Category("x", "X", "none", ("x",))
    one, two = replace(side(), category=lost), replace(side("Beta"), category=lost)
    assert category(one, two, NONE).state == "same"
    other = replace(side("Beta", scheme="other@1"), category=lost)
    assert category(one, other, NONE).state == "fails"


def test_other_categories_fail(side: Make) -> None:
    assert category(side(category="hate"), side("Beta", category="spam"), NONE).state == "fails"
    assert category(side(), side("Beta"), NONE).state == "same"


def test_a_known_break_between_two_periods_fails(side: Make) -> None:
    name = "Child Endangerment: Sexual Exploitation"
    one = side("Facebook", category=name, period="2021-01-01/2021-03-31")
    two = side("Facebook", category=name, period="2021-04-01/2021-06-30")
    assert definition(one, two, NONE).state == "fails"
    assert definition(two, two, NONE).state == "same"


def test_definitions_are_compared_as_stated(side: Make) -> None:
    assert definition(side(), side("Beta", basis={"definition": "2.0"}), NONE).state == "fails"
    assert definition(side(), side("Beta", basis=None), NONE).state == "unknown"
    computed = {"basis": None, "assurance": "computed"}
    assert definition(side(**computed), side("Beta", **computed), NONE).state == "same"


def test_an_unnamed_edition_is_unknown(side: Make) -> None:
    assert restatement(side(), side("Beta", edition=None), NONE).state == "unknown"
    assert restatement(side(), side("Beta", edition="2"), NONE).state == "same"
    assert restatement(side(), side(edition="2"), NONE).state == "care"


def test_a_contested_figure_asks_for_care(side: Make) -> None:
    assert contradiction(side(), side("Beta", status="contested"), NONE).state == "care"
    assert contradiction(side(), side("Beta"), NONE).state == "not_applicable"


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


def test_found_first_and_decided_by_a_machine_are_two_things(side: Make) -> None:
    one = side(basis={"automation": "found before anyone reported it"})
    two = side("Beta", basis={"automation": "decided by a machine"})
    assert automation(one, two, NONE).state == "fails"
    assert automation(side(), side("Beta"), NONE).state == "not_applicable"


def test_the_window_of_appeals_is_asked_for_appeals_only(side: Make) -> None:
    metric = {"metric": "complaints.received"}
    assert appeals(side(**metric), side("Beta", **metric), NONE).state == "unknown"
    assert appeals(side(), side("Beta"), NONE).state == "not_applicable"


def test_overlapping_cuts_matter_for_categories(side: Make) -> None:
    assert cuts(side(category="hate"), side("Beta", category="hate"), NONE).state == "same"
    other = side("Beta", category="hate", basis={"cuts": "a case may count in several"})
    assert cuts(side(category="hate"), other, NONE).state == "fails"
    assert cuts(side(), side("Beta"), NONE).state == "not_applicable"


def test_what_counts_as_a_notice(side: Make) -> None:
    metric = {"metric": "notices.received"}
    one = side(**metric, basis={"notice": "Article 16 DSA"})
    assert notice(one, side("Beta", **metric), NONE).state == "unknown"
    assert notice(side(), side("Beta"), NONE).state == "not_applicable"


FAR = {"value": 0.01, "interval": {"method": "x", "level": 0.95, "low": 0.009, "high": 0.011}}


def test_rounding_that_is_not_known_is_unknown(side: Make) -> None:
    assert rounding(side(), side("Beta", rounding=None), NONE).state == "unknown"
    assert rounding(side(), side("Beta", **FAR), NONE).state == "same"
    assert rounding(
        side(interval=None), side("Beta", interval=None, value=0.00104), NONE
    ).state == ("care")


def test_an_estimate_without_an_interval_needs_care(side: Make) -> None:
    assert interval(side(), side("Beta", interval=None), NONE).state == "care"
    assert interval(side(), side("Beta"), NONE).reason == "the intervals overlap"
    assert interval(side(), side("Beta", **FAR), NONE).state == "same"
    census = {"estimand": "census_of_caught"}
    assert interval(side(**census), side("Beta", **census), NONE).state == "not_applicable"


def test_reviewers_matter_for_samples(side: Make) -> None:
    assert reviewers(side(), side("Beta"), NONE).state == "same"
    assert reviewers(side(), side("Beta", basis=None), NONE).state == "unknown"


def test_missing_is_not_zero(side: Make) -> None:
    empty = side("Beta", value=None, interval=None, status="not_reported")
    assert missing(side(), empty, NONE).reason == "Beta: not reported, which is not zero"
    assert missing(side(value=0, interval=None), side("Beta"), NONE).state == "same"


def test_assurance_that_differs_needs_care(side: Make) -> None:
    assert assurance(side(), side("Beta", assurance="self_reported"), NONE).state == "care"
    assert assurance(side(), side("Beta", assurance=None), NONE).state == "unknown"
