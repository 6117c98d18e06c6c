from collections.abc import Callable

from harmscope.comparison.side import Side
from harmscope.comparison.trends import breaks_between, known_breaks, trends

CHILDREN = ("Child Endangerment: Sexual Exploitation",)
BEFORE, AFTER = "2021-01-01/2021-03-31", "2021-04-01/2021-06-30"


def test_a_break_lies_between_two_periods_in_either_order() -> None:
    for one, two in ((BEFORE, AFTER), (AFTER, BEFORE)):
        assert breaks_between("Facebook", "items.actioned", CHILDREN, one, two)
    assert breaks_between("Facebook", "items.actioned", CHILDREN, AFTER, AFTER) is None


def test_another_service_or_category_has_none() -> None:
    assert breaks_between("Beta", "items.actioned", CHILDREN, BEFORE, AFTER) is None
    assert breaks_between("Facebook", "items.actioned", ("Spam",), BEFORE, AFTER) is None


def test_every_break_says_why() -> None:
    assert all(each["reason"] and each["from"] for each in known_breaks())


FIRST, SECOND, THIRD = (
    "2025-01-01/2025-03-31",
    "2025-04-01/2025-06-30",
    "2025-07-01/2025-09-30",
)


def test_points_stand_in_the_order_of_time(side: Callable[..., Side]) -> None:
    trend = trends([side(period=SECOND), side(period=FIRST)])[0]
    assert [point.figure.period for point in trend.points] == [FIRST, SECOND]
    assert trend.breaks == ()


def test_another_denominator_or_edition_breaks_the_series(side: Callable[..., Side]) -> None:
    sides = [
        side(period=FIRST),
        side(period=SECOND, denominator_name="uploads"),
        side(period=THIRD, denominator_name="uploads", edition="2"),
    ]
    trend = trends(sides)[0]
    assert [(b.position, b.reason) for b in trend.breaks] == [
        (1, "another denominator"),
        (2, "edition 1, then 2"),
    ]


def test_the_newest_edition_of_a_period_counts(side: Callable[..., Side]) -> None:
    sides = [side(period=FIRST), side(period=SECOND), side(period=FIRST, value=0.5, edition="2")]
    assert trends(sides)[0].points[0].figure.value == 0.5


def test_one_number_is_no_trend(side: Callable[..., Side]) -> None:
    empty = side(period=SECOND, value=None, interval=None, status="not_reported")
    assert trends([side(period=FIRST), empty]) == []


def test_each_surface_is_a_series_of_its_own(side: Callable[..., Side]) -> None:
    sides = [
        side(period=period, scope={"surface": surface})
        for surface in ("feed", "stories")
        for period in (FIRST, SECOND)
    ]
    assert len(trends(sides)) == 2
