from harmscope.render.html.charts.dots import Dot, Scale, brief, dots, scale_of


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


def test_the_axis_has_its_ends_and_its_unit() -> None:
    chart = dots([Dot("Alpha", "x", 0, 2, 30_000)], unit="per million views")
    assert '<div class="ends"><span>0</span><span>15k</span><span>30k</span></div>' in chart
    assert "per million views" in chart
    assert brief(0.125, "share") == "12.5 %"


def test_charts_share_a_scale_where_one_is_given() -> None:
    alone = dots([Dot("Alpha", "x", 2, 2, 2)])
    shared = dots([Dot("Alpha", "x", 2, 2, 2)], Scale(0, 20, log=False))
    assert 'cx="98.00%"' in alone
    assert 'cx="11.60%"' in shared
