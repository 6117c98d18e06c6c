"""Dots with intervals on one scale: a list of label, dot and number, readable without the dots."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from harmscope.render.html.charts.svg import decoration, element, join

HEIGHT = 18
RADIUS = 5
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


def dots(rows: Sequence[Dot]) -> Markup:
    """The chart: one list item a row. A whisker spans the limits, a dot stands at the value."""
    scale = scale_of(rows)
    chart = element("ul", *[_item(row, scale) for row in rows], class_="dots", role="list")
    if not scale.log:
        return chart
    return join([chart, element("p", "Logarithmic scale.", class_="more")])


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
