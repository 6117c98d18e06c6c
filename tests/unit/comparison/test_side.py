from collections.abc import Callable

from harmscope.comparison.side import TOTAL, Side


def test_a_side_knows_whether_it_has_a_number(side: Callable[..., Side]) -> None:
    assert side().has_number
    assert not side(value=None, interval=None, status="not_reported").has_number
    assert side().metric == "views.violative_share"


def test_the_total_needs_no_crosswalk() -> None:
    assert (TOTAL.code, TOTAL.rule) == ("", "same")
