"""Lines: the step curve of how long cases took, and a series over time with gaps at its breaks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from harmscope.render.html.charts.svg import decoration, element, join

# A step curve of how many cases were done within which time, with median and ninth decile.

HEIGHT, HEAD, FOOT = 190, 8, 24
_WIDE = 1000
_MARKS = ((0.5, "Half", "dot"), (0.9, "Nine of ten", "dot full"))
_TICKS = (
    (1, "1 h"), (6, "6 h"), (24, "1 day"), (48, "2 days"), (168, "7 days"), (720, "30 days"),
    (2160, "90 days"),
)  # fmt: skip
_APART = 20
"""Least distance of two ticks, in per cent of the width."""


@dataclass(frozen=True, slots=True)
class Step:
    """``cases`` that took up to ``hours`` and longer than the step before, in words ``label``."""

    hours: int
    label: str
    cases: int


def curve(steps: Sequence[Step]) -> Markup:
    """The curve over a logarithmic axis of time; ``steps`` rise in hours, one of them at least."""
    total, longest = sum(step.cases for step in steps), max(2, steps[-1].hours)
    reached = [(name, _reached(steps, part * total), class_) for part, name, class_ in _MARKS]
    spoken = "; ".join(f"{name} within {step.label}" for name, step, _ in reached)
    dots = [
        element(
            "circle",
            cx=f"{_place(step.hours, longest):.2f}%",
            cy=f"{_level(_running(steps, step) / total):.1f}",
            r=5,
            class_=class_,
        )
        for _, step, class_ in reached
    ]
    drawing = element(
        "svg",
        *_lines(),
        _stairs(steps, total, longest),
        *dots,
        *_ticks(longest),
        width="100%",
        height=HEAD + HEIGHT + FOOT,
        class_="curve",
        role="img",
        aria_label=f"{spoken}, of {total:,} cases",
    )
    marks = [
        element(
            "li",
            decoration(element("circle", cx=6, cy=6, r=5, class_=class_), width=12, height=12),
            element("span", f"{name} within {step.label}", class_="label"),
        )
        for name, step, class_ in reached
    ]
    return join([drawing, element("ul", *marks, class_="marks", role="list")])


def _reached(steps: Sequence[Step], cases: float) -> Step:
    """The first step by which at least ``cases`` were done."""
    return next(step for step in steps if _running(steps, step) >= cases - 1e-9)


def _running(steps: Sequence[Step], upto: Step) -> int:
    return sum(step.cases for step in steps if step.hours <= upto.hours)


def _place(hours: int, longest: int) -> float:
    return 100 * math.log(hours) / math.log(longest)


def _level(share: float) -> float:
    return HEAD + HEIGHT * (1 - share)


def _lines() -> list[Markup]:
    """Lines at nothing, half, nine of ten and all, the middle ones with their shares."""
    found = []
    for share in (0, 0.5, 0.9, 1):
        y = f"{_level(share):.1f}"
        found.append(element("line", x1=0, x2="100%", y1=y, y2=y, class_="axis"))
        if share in (0.5, 0.9):
            place = f"{_level(share) + 14:.1f}"
            found.append(element("text", f"{share:.0%}", x=0, y=place, class_="tick"))
    return found


def _stairs(steps: Sequence[Step], total: int, longest: int) -> Markup:
    path, done = f"M0 {HEIGHT}", 0
    for step in steps:
        done += step.cases
        x = _WIDE * _place(step.hours, longest) / 100
        path += f"H{x:.1f}V{HEIGHT * (1 - done / total):.1f}"
    inner = element("path", d=path, class_="stairs", vector_effect="non-scaling-stroke")
    return element(
        "svg",
        inner,
        x=0,
        y=HEAD,
        width="100%",
        height=HEIGHT,
        viewBox=f"0 0 {_WIDE} {HEIGHT}",
        preserveAspectRatio="none",
    )


def _ticks(longest: int) -> list[Markup]:
    found, last = [], -float(_APART)
    for hours, label in _TICKS:
        x = _place(hours, longest)
        if hours > longest or x - last < _APART:
            continue
        last = x
        anchor = "start" if x < _APART / 2 else "end" if x > 100 - _APART / 2 else "middle"
        found.append(
            element(
                "text",
                label,
                x=f"{x:.2f}%",
                y=HEAD + HEIGHT + FOOT - 6,
                text_anchor=anchor,
                class_="tick",
            )
        )
    return found


# A series over time as a line with gaps at its breaks; two points make a slope.

LINE_HEIGHT = 72
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
            marks.append(element("line", x1=at, x2=at, y1=0, y2=LINE_HEIGHT, class_="break"))
        elif _middle(a) is not None and _middle(b) is not None:
            marks.append(
                element(
                    "line",
                    x1=f"{x1:.2f}%",
                    x2=f"{x2:.2f}%",
                    y1=_up(_middle(a), top),
                    y2=_up(_middle(b), top),
                    class_="run",
                )
            )
    for x, point in zip(places, points, strict=True):
        marks += _point(x, point, top)
    return decoration(*marks, width="100%", height=LINE_HEIGHT, class_="line")


def _places(count: int) -> list[float]:
    return [3 + 94 * at / max(count - 1, 1) for at in range(count)]


def _middle(point: Point) -> float | None:
    if point.center is not None:
        return point.center
    if point.low is not None and point.high is not None:
        return (point.low + point.high) / 2
    return point.high


def _up(value: float | None, top: float) -> float:
    part = (value or 0) / top if top else 0
    return round(LINE_HEIGHT - EDGE - (LINE_HEIGHT - 2 * EDGE) * part, 2)


def _point(x: float, point: Point, top: float) -> list[Markup]:
    middle = _middle(point)
    if middle is None:
        return []
    at = f"{x:.2f}%"
    marks = []
    if point.low is not None and point.high is not None and point.low != point.high:
        ends = {"y1": _up(point.low, top), "y2": _up(point.high, top)}
        marks.append(element("line", x1=at, x2=at, **ends, class_="whisker"))
    marks.append(element("circle", cx=at, cy=_up(middle, top), r=3.5, class_="fill"))
    return marks
