from harmscope.render.html.charts.lines import Point, line


def test_two_points_make_a_slope() -> None:
    chart = line([Point(1, 1, 1), Point(3, 3, 3)])
    assert chart.count('class="run"') == 1
    assert chart.count("<circle") == 2


def test_a_break_cuts_the_line() -> None:
    chart = line([Point(1, 1, 1), Point(3, 3, 3, broken=True)])
    assert 'class="run"' not in chart
    assert chart.count('class="break"') == 1


def test_a_missing_number_leaves_a_gap() -> None:
    chart = line([Point(1, 1, 1), Point(None, None, None), Point(2, 2, 2)])
    assert 'class="run"' not in chart
    assert chart.count("<circle") == 2


def test_bounds_make_a_whisker() -> None:
    assert line([Point(1, None, 3), Point(2, 2, 2)]).count("whisker") == 1
