import re

import pytest

from harmscope.render.html.charts.dots import Dot, Scale, brief, dots, scale_of, ticks


def test_a_row_is_readable_without_its_dot() -> None:
    chart = dots([Dot("Alpha", "5 %", 0.04, 0.05, 0.06, note="2025")])
    assert '<span class="label">Alpha</span>' in chart
    assert "5 %" in chart
    assert 'aria-hidden="true"' in chart


def test_limits_make_a_whisker_and_a_value_a_dot() -> None:
    chart = dots([Dot("Alpha", "x", 1, 2, 3)])
    assert chart.count("whisker") == 1
    assert chart.count("<circle") == 1


def test_a_row_that_is_not_comparable_has_no_dot() -> None:
    assert "<svg" not in dots([Dot("Alpha", "x", 1, 2, 3, drawn=False)])


def test_the_scale_starts_at_zero_or_is_said_to_be_logarithmic() -> None:
    assert scale_of([Dot("a", "x", 5, 5, 5), Dot("b", "y", 10, 10, 10)]) == Scale(0, 10, log=False)
    wide = [Dot("a", "x", 1, 1, 1), Dot("b", "y", 1000, 1000, 1000)]
    assert scale_of(wide).log
    assert "logarithmic scale" in dots(wide)


def test_places_stay_inside() -> None:
    scale = Scale(1, 1000, log=True)
    assert [round(scale.place(number)) for number in (1, 1000, 5000)] == [2, 98, 98]
    assert Scale(0, 0, log=False).place(0) == 50


def test_labels_are_escaped() -> None:
    assert "&lt;b&gt;" in dots([Dot("<b>", "x", drawn=False)])


def test_the_axis_has_round_numbers_and_its_unit() -> None:
    chart = dots([Dot("Alpha", "x", 0, 2, 13_670)], unit="per million views")
    assert re.findall(r"<text[^>]*>([^<]*)<", chart) == ["0", "5,000", "10,000"]
    assert "per million views" in chart
    assert brief(0.125, "share") == "12.5 %"


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (Scale(0, 1, log=False), [0, 0.5, 1]),
        (Scale(0, 0.64, log=False), [0, 0.2, 0.4, 0.6]),
        (Scale(0, 1547, log=False), [0, 500, 1000, 1500]),
        (Scale(0, 0.3, log=False), [0, 0.1, 0.2, 0.3]),
        (Scale(0, 20, log=False), [0, 10, 20]),
        (Scale(0, 30_000, log=False), [0, 10_000, 20_000, 30_000]),
        (Scale(3, 700, log=True), [10, 100]),
        (Scale(1, 1e7, log=True), [1, 100, 10_000, 1_000_000]),
        (Scale(0.02, 90, log=True), [0.1, 1, 10]),
    ],
)
def test_marks_are_round_numbers_on_the_scale(scale: Scale, expected: list[float]) -> None:
    assert ticks(scale) == pytest.approx(expected)


def test_charts_share_a_scale_where_one_is_given() -> None:
    alone = dots([Dot("Alpha", "x", 2, 2, 2)])
    shared = dots([Dot("Alpha", "x", 2, 2, 2)], Scale(0, 20, log=False))
    assert 'cx="98.00%"' in alone
    assert 'cx="11.60%"' in shared
