from collections.abc import Callable

from harmscope.comparison.axes.outcome import Context
from harmscope.comparison.axes.practice import appeals, automation, cuts, notice
from harmscope.comparison.side import Side

NONE = Context()
Make = Callable[..., Side]


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
