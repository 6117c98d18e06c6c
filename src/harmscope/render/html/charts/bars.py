"""Sorted bars: a list of label, bar and number, readable without seeing the bars."""

from collections.abc import Sequence

from markupsafe import Markup

from harmscope.render.html.charts.svg import decoration, element, join, share
from harmscope.render.html.rows import ChartRow

MOST = 24
_HEIGHT = 12


def bars(rows: Sequence[ChartRow], largest: float | None = None) -> Markup:
    """The chart; ``largest`` is the value of a full bar, by default the largest one drawn.

    Rows beyond the first two dozen are named by their number, and stand in the table.
    """
    largest = max((row.value for row in rows), default=0) if largest is None else largest
    items = [_item(row, largest) for row in rows[:MOST]]
    chart = element("ul", *items, class_="bars", role="list")
    left = len(rows) - MOST
    if left <= 0:
        return chart
    more = element("p", f"{left} smaller ones stand in the table.", class_="more")
    return join([chart, more])


def _item(row: ChartRow, largest: float) -> Markup:
    bar = element(
        "rect",
        width=share(row.value, largest),
        height=_HEIGHT,
        rx=2,
        class_="fill quiet" if row.residual else "fill",
    )
    return element(
        "li",
        element("span", row.label, class_="label"),
        decoration(bar, width="100%", height=_HEIGHT, class_="bar"),
        element("span", row.shown, class_="value"),
    )
