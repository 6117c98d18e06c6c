from collections.abc import Callable
from dataclasses import replace

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


def test_only_like_stands_beside_like(side: Make) -> None:
    share = side("Beta", metric="items.removed_share_of_published")
    assert grouped(side(category="hate"), share) == []
    states = {"dimensions": {"territory": "DE"}}
    languages = {"dimensions": {"language": "de"}}
    one = replace(side(**states), splits=(("territory", "DE"),))
    two = replace(side("Beta", **languages), splits=(("language", "de"),))
    assert grouped(one, two) == []


def test_totals_stand_before_categories(side: Make) -> None:
    found = grouped(side(category="hate"), side("Beta", category="hate"), side(), side("Beta"))
    assert [g.category for g in found] == ["", "hate"]


def test_one_service_makes_no_group(side: Make) -> None:
    assert grouped(side(), side(period=LATER)) == []
