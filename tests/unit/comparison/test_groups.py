from collections.abc import Callable

from harmscope.comparison.groups import Group, groups
from harmscope.comparison.side import Side, Sizes

Make = Callable[..., Side]
LATER = "2026-01-01/2026-06-30"


def grouped(*sides: Side) -> list[Group]:
    return groups(sides, Sizes({}))


def test_two_services_with_one_metric_make_a_group(side: Make) -> None:
    found = grouped(side(), side("Beta"))
    assert [(g.title, len(g.pairs)) for g in found] == [
        ("How much violating content people saw", 1)
    ]


def test_the_period_that_both_have_is_chosen(side: Make) -> None:
    found = grouped(side(), side(period=LATER), side("Beta"))
    assert {s.figure.period for s in found[0].sides} == {"2025-07-01/2025-12-31"}


def test_services_that_share_no_cell_meet_in_their_closest_figures(side: Make) -> None:
    share = side("Beta", metric="items.removed_share_of_published")
    found = grouped(side(category="hate"), share)
    assert [(g.closest, len(g.pairs)) for g in found] == [(True, 1)]
    assert found[0].pairs[0].verdict == "not_comparable"


def test_totals_stand_before_categories(side: Make) -> None:
    found = grouped(side(category="hate"), side("Beta", category="hate"), side(), side("Beta"))
    assert [g.category for g in found] == ["", "hate"]


def test_one_service_makes_no_group(side: Make) -> None:
    assert grouped(side(), side(period=LATER)) == []
