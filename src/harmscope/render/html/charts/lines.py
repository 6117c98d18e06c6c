"""A series over time as a line with gaps at its breaks; two points make a slope."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from harmscope.render.html.charts.svg import decoration, element

HEIGHT = 72
EDGE = 7


@dataclass(frozen=True, slots=True)
class Point:
    """One period: limits and value, None where there is no number. ``broken`` says that the
    series is not of one kind with the point before."""

    low: float | None
    center: float | None
    high: float | None
    broken: bool = False


def line(points: Sequence[Point]) -> Markup:
    """The drawing, hidden from screen readers: the numbers stand beside it as text."""
    top = max((p.high or p.center or 0 for p in points), default=0)
    places = _places(len(points))
    marks = []
    for (x1, a), (x2, b) in pairwise(zip(places, points, strict=True)):
        if b.broken:
            at = f"{(x1 + x2) / 2:.2f}%"
            marks.append(element("line", x1=at, x2=at, y1=0, y2=HEIGHT, class_="break"))
        elif _middle(a) is not None and _middle(b) is not None:
            marks.append(
                element(
                    "line",
                    x1=f"{x1:.2f}%",
                    x2=f"{x2:.2f}%",
                    y1=_height(_middle(a), top),
                    y2=_height(_middle(b), top),
                    class_="run",
                )
            )
    for x, point in zip(places, points, strict=True):
        marks += _point(x, point, top)
    return decoration(*marks, width="100%", height=HEIGHT, class_="line")


def _places(count: int) -> list[float]:
    return [3 + 94 * at / max(count - 1, 1) for at in range(count)]


def _middle(point: Point) -> float | None:
    if point.center is not None:
        return point.center
    if point.low is not None and point.high is not None:
        return (point.low + point.high) / 2
    return point.high


def _height(value: float | None, top: float) -> float:
    part = (value or 0) / top if top else 0
    return round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * part, 2)


def _point(x: float, point: Point, top: float) -> list[Markup]:
    middle = _middle(point)
    if middle is None:
        return []
    at = f"{x:.2f}%"
    marks = []
    if point.low is not None and point.high is not None and point.low != point.high:
        ends = {"y1": _height(point.low, top), "y2": _height(point.high, top)}
        marks.append(element("line", x1=at, x2=at, **ends, class_="whisker"))
    marks.append(element("circle", cx=at, cy=_height(middle, top), r=3.5, class_="fill"))
    return marks
