"""The step curve of time."""

from harmscope.render.html.charts.curves import Point, Step, curve, line


def test_it_says_when_half_and_nine_of_ten_were_done() -> None:
    steps = [Step(2, "2 hours", 5), Step(48, "48 hours", 4), Step(720, "30 days", 1)]
    made = curve(steps)
    assert 'aria-label="Half within 2 hours; Nine of ten within 48 hours, of 10 cases"' in made
    assert made.count('class="dot') == 4
    assert "7 days" in made


def test_ticks_keep_apart_and_inside() -> None:
    made = curve([Step(50, "50 hours", 1)])
    assert "1 day<" in made
    assert "2 days<" not in made
    assert "7 days" not in made


def test_one_case_within_the_first_hour_is_a_curve_too() -> None:
    assert "Half within 1 hour;" in curve([Step(1, "1 hour", 1)])


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
