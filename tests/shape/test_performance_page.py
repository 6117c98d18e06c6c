"""The page on speed says what was measured."""

from benchmarks.performance_page import CHART, PAGE, SCALE, chart, page, with_sizes
from benchmarks.profile import read_profiles
from benchmarks.results import Measured, read


def test_the_page_and_its_chart_are_those_of_the_figures() -> None:
    entries = read()
    figures = sorted(
        (one for entry in entries.values() for one in entry.figures),
        key=lambda one: (one.what, one.against, one.rows),
    )
    assert figures
    assert PAGE.read_text(encoding="utf-8") == page(entries, read_profiles())
    scale = SCALE.read_text(encoding="utf-8")
    assert scale == with_sizes(scale, entries)
    assert CHART.read_text(encoding="utf-8") == chart(figures)


def test_an_aim_is_reached_from_its_own_side() -> None:
    fast = Measured("a", "b", 1, 2.0, "times as fast", 2.0)
    slow = Measured("a", "b", 1, 2.1, "times as long", 2.0, at_least=False)
    assert (fast.reached, slow.reached) == (True, False)
    assert Measured("a", "b", 1, 2.0, "MB").reached is None
