"""A 100 % bar: parts of a whole side by side, with a legend that says each in words."""

from collections.abc import Sequence

from markupsafe import Markup

from harmscope.render.html.charts.svg import decoration, element, join
from harmscope.render.html.numbers import percent
from harmscope.render.html.rows import ChartRow

_HEIGHT = 28
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
                    height=_HEIGHT,
                    class_=_shade(place, row),
                )
            )
    bar = decoration(*parts, width="100%", height=_HEIGHT, class_="stack")
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
