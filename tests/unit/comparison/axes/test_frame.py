from collections.abc import Callable
from dataclasses import replace

import pytest

from harmscope.comparison.axes.frame import (
    category,
    contradiction,
    definition,
    geography,
    period,
    restatement,
    surface,
)
from harmscope.comparison.axes.outcome import Context
from harmscope.comparison.side import Category, Side

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
