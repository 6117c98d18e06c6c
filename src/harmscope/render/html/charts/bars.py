"""Bars across: sorted bars, the funnel, and the 100 % bar. Each is a list that is readable
without seeing the bars.
"""

from collections.abc import Sequence

from markupsafe import Markup

from harmscope.render.html.charts.svg import ChartRow, decoration, element, join, share
from harmscope.render.table import percent

# Sorted bars: a list of label, bar and number, readable without seeing the bars.

MOST = 24
_BAR = 12


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
    more = element("p", f"{left} smaller ones are in the table.", class_="more")
    return join([chart, more])


def _item(row: ChartRow, largest: float) -> Markup:
    bar = element(
        "rect",
        width=share(row.value, largest),
        height=_BAR,
        rx=2,
        class_="fill quiet" if row.residual else "fill",
    )
    return element(
        "li",
        element("span", row.label, class_="label"),
        decoration(bar, width="100%", height=_BAR, class_="bar"),
        element("span", row.shown, class_="value"),
    )


# A funnel: steps of a way, each as a share of the first, centred under one another.

_STEP = 26


def funnel(rows: Sequence[ChartRow]) -> Markup:
    """The chart; every step says its share of the step before in words."""
    first = rows[0].value if rows else 0
    items = []
    for place, row in enumerate(rows):
        width = max(100 * row.value / first, 0.4) if first else 0.4
        bar = element(
            "rect",
            x=f"{(100 - min(width, 100)) / 2:.2f}%",
            width=f"{min(width, 100):.2f}%",
            height=_STEP,
            rx=2,
            class_=f"shade{min(place, 3) + 1}",
        )
        items.append(
            element(
                "li",
                element("span", row.label, class_="label"),
                element("span", row.shown, class_="value"),
                decoration(bar, width="100%", height=_STEP),
                element("span", _of(row, rows[place - 1]) if place else "", class_="part"),
            )
        )
    return element("ol", *items, class_="funnel", role="list")


def _of(row: ChartRow, before: ChartRow) -> str:
    if not before.value or row.value > before.value:
        return ""
    return f"{percent(row.value / before.value)} of the step above"


# A 100 % bar: parts of a whole side by side, with a legend that says each in words.

_STACK = 28
_GAP = 0.25
SHADES = 6


def stack(rows: Sequence[ChartRow]) -> Markup:
    """The chart; parts in the order given, what is not known in grey at the end."""
    whole = sum(row.value for row in rows)
    parts, before = [], 0.0
    for place, row in enumerate(rows):
        start, width = 100 * before / whole if whole else 0, 100 * row.value / whole if whole else 0
        before += row.value
        if width > 0:
            parts.append(
                element(
                    "rect",
                    x=f"{start:.2f}%",
                    width=f"{max(width - _GAP, 0.1):.2f}%",
                    height=_STACK,
                    class_=_shade(place, row),
                )
            )
    bar = decoration(*parts, width="100%", height=_STACK, class_="stack")
    return join([bar, _legend(rows, whole)])


def _legend(rows: Sequence[ChartRow], whole: float) -> Markup:
    items = [
        element(
            "li",
            decoration(
                element("rect", width=12, height=12, rx=2, class_=_shade(place, row)),
                width=12,
                height=12,
                class_="key",
            ),
            element("span", row.label, class_="label"),
            element("span", row.shown, class_="value"),
            element("span", percent(row.value / whole) if whole else "", class_="part"),
        )
        for place, row in enumerate(rows)
    ]
    return element("ul", *items, class_="legend", role="list")


def _shade(place: int, row: ChartRow) -> str:
    return "quiet" if row.residual else f"shade{place % SHADES + 1}"
