"""Dots with intervals on one scale: a list of label, dot and number, readable without the dots."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from harmscope.render.html.charts.svg import decoration, element, join

HEIGHT = 18
FOOT = 24
EDGE = 6
"""Nearer to an end than this, in percent, the number at a mark keeps inside the chart."""
MARKS = 4
RADIUS = 5
SHARE = "share"
THOUSAND = 1000
WIDE = 200
"""From this ratio of largest to smallest on, the scale is logarithmic."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One row. ``low`` and ``high`` are the limits of ``center``; where ``drawn`` is false the row
    stands without a dot, because it does not belong on the scale of the others."""

    label: str
    shown: str
    low: float | None = None
    center: float | None = None
    high: float | None = None
    drawn: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Places between 2 and 98 percent. ``log`` scales have no zero."""

    low: float
    high: float
    log: bool

    def place(self, number: float) -> float:
        """Where a number stands, in percent of the width."""
        if self.high <= self.low:
            return 50.0
        low, high = self.low, self.high
        clipped = min(max(number, low), high)
        if self.log:
            part = math.log(clipped / low) / math.log(high / low)
        else:
            part = (clipped - low) / (high - low)
        return 2 + 96 * part


def scale_of(dots: Sequence[Dot]) -> Scale:
    """A scale that holds every limit drawn; from zero unless the numbers differ two-hundredfold."""
    numbers = [
        float(each)
        for dot in dots
        if dot.drawn
        for each in (dot.low, dot.center, dot.high)
        if each is not None
    ]
    if not numbers:
        return Scale(0, 0, log=False)
    smallest, largest = min(numbers), max(numbers)
    if smallest > 0 and largest / smallest >= WIDE:
        return Scale(smallest, largest, log=True)
    return Scale(0, largest, log=False)


def dots(rows: Sequence[Dot], scale: Scale | None = None, unit: str = "") -> Markup:
    """The chart: one list item a row, and below them the axis with its ends and its ``unit``. A
    whisker spans the limits, a dot stands at the value.

    ``scale`` is one that several charts share; without it, the chart has its own.
    """
    scale = scale or scale_of(rows)
    chart = element("ul", *[_item(row, scale) for row in rows], class_="dots", role="list")
    drawn = any(row.drawn and (row.center is not None or row.high is not None) for row in rows)
    return join([chart, _axis(scale, unit)]) if drawn and scale.high > scale.low else chart


def _axis(scale: Scale, unit: str) -> Markup:
    """The axis: a line with marks at round numbers, and what it is."""
    line = element("line", x1=_percent(2), x2=_percent(98), y1=1, y2=1, class_="axis")
    marks = [each for number in ticks(scale) for each in _tick(scale.place(number), number, unit)]
    words = ", ".join(each for each in (unit, "logarithmic scale" if scale.log else "") if each)
    parts = [
        decoration(line, *marks, width="100%", height=FOOT, class_="bar"),
        *([element("p", words, class_="more")] if words else []),
    ]
    return element("div", *parts, class_="axis-of-dots")


def _tick(place: float, number: float, unit: str) -> list[Markup]:
    anchor = "start" if place < EDGE else "end" if place > 100 - EDGE else "middle"
    at = _percent(place)
    return [
        element("line", x1=at, x2=at, y1=0, y2=5, class_="axis"),
        element("text", brief(number, unit), x=at, y=FOOT - 3, text_anchor=anchor, class_="tick"),
    ]


def _percent(place: float) -> str:
    return f"{place:.2f}%"


def ticks(scale: Scale) -> list[float]:
    """Round numbers along the scale: two to four from zero on, or powers of ten."""
    if scale.log:
        first, last = math.ceil(math.log10(scale.low)), math.floor(math.log10(scale.high))
        step = math.ceil((last - first + 1) / MARKS)
        return [10.0**power for power in range(first, last + 1, step)]
    power = 10.0 ** math.floor(math.log10(scale.high / MARKS))
    steps = [each * power for each in (1, 2, 2.5, 5, 10, 20)]
    wide = next(each for each in steps if each * MARKS > scale.high)
    return [wide * number for number in range(int(scale.high / wide * (1 + 1e-9)) + 1)]


def brief(number: float, unit: str) -> str:
    """A number at an axis, in few characters."""
    if unit == SHARE:
        return f"{number * 100:.3g} %"
    for step, sign in ((1e9, "bn"), (1e6, "m")):
        if number >= step:
            return f"{number / step:.3g}{sign}"
    return f"{number:,.0f}" if number >= THOUSAND else f"{number:.3g}"


def _item(row: Dot, scale: Scale) -> Markup:
    parts = [element("span", row.label, class_="label")]
    if row.drawn and (row.center is not None or row.high is not None):
        parts.append(decoration(*_marks(row, scale), width="100%", height=HEIGHT, class_="bar"))
    parts.append(element("span", row.shown, class_="value"))
    if row.note:
        parts.append(element("span", row.note, class_="note"))
    return element("li", *parts)


def _marks(row: Dot, scale: Scale) -> list[Markup]:
    middle = HEIGHT / 2
    marks = [element("line", x1="0%", x2="100%", y1=middle, y2=middle, class_="axis")]
    if row.low is not None and row.high is not None and row.low != row.high:
        ends = {"x1": f"{scale.place(row.low):.2f}%", "x2": f"{scale.place(row.high):.2f}%"}
        marks.append(element("line", **ends, y1=middle, y2=middle, class_="whisker"))
    if row.center is not None:
        at = f"{scale.place(row.center):.2f}%"
        marks.append(element("circle", cx=at, cy=middle, r=RADIUS, class_="fill"))
    return marks
