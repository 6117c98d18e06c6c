"""A funnel: steps of a way, each as a share of the first, centred under one another."""

from collections.abc import Sequence

from markupsafe import Markup

from harmscope.render.html.charts.svg import decoration, element
from harmscope.render.html.numbers import percent
from harmscope.render.html.rows import ChartRow

_HEIGHT = 26


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
            height=_HEIGHT,
            rx=2,
            class_=f"shade{min(place, 3) + 1}",
        )
        items.append(
            element(
                "li",
                element("span", row.label, class_="label"),
                element("span", row.shown, class_="value"),
                decoration(bar, width="100%", height=_HEIGHT),
                element("span", _of(row, rows[place - 1]) if place else "", class_="part"),
            )
        )
    return element("ol", *items, class_="funnel", role="list")


def _of(row: ChartRow, before: ChartRow) -> str:
    if not before.value or row.value > before.value:
        return ""
    return f"{percent(row.value / before.value)} of the step above"
