"""Columns by month, alone or as small multiples on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from harmscope.render.html.charts.svg import decoration, element, join
from harmscope.render.html.rows import ChartRow

MOST = 12
"""How many small multiples are drawn; the rest stand in the table."""


@dataclass(frozen=True, slots=True)
class Size:
    """Height of a chart and of its parts, in pixels."""

    plot: int
    head: int
    foot: int

    @property
    def height(self) -> int:
        """Height of the whole."""
        return self.head + self.plot + self.foot


_LARGE = Size(plot=150, head=20, foot=22)
_SMALL = Size(plot=44, head=2, foot=2)
_MANY = 12


def months(rows: Sequence[ChartRow]) -> Markup:
    """One column a month, with its number above and the month below."""
    largest = max((row.value for row in rows), default=0)
    columns = [_column(place, row, len(rows), largest) for place, row in enumerate(rows)]
    words = "; ".join(f"{row.label}: {row.shown}" for row in rows)
    line = element(
        "line",
        x1="0",
        x2="100%",
        y1=_LARGE.head + _LARGE.plot,
        y2=_LARGE.head + _LARGE.plot,
        class_="axis",
    )
    return element(
        "svg",
        *columns,
        line,
        width="100%",
        height=_LARGE.height,
        class_="months",
        role="img",
        aria_label=words or "No months",
    )


def multiples(groups: Sequence[tuple[str, Sequence[ChartRow]]]) -> Markup:
    """One small chart a group, all on the same scale, with its total in words."""
    largest = max((row.value for _, rows in groups for row in rows), default=0)
    items = [_multiple(label, rows, largest) for label, rows in groups[:MOST]]
    chart = element("ul", *items, class_="multiples", role="list")
    left = len(groups) - MOST
    if left <= 0:
        return chart
    return join([chart, element("p", f"{left} smaller ones stand in the table.", class_="more")])


def _column(place: int, row: ChartRow, count: int, largest: float) -> Markup:
    step = 100 / count
    height = _LARGE.plot * row.value / largest if largest else 0
    top = _LARGE.head + _LARGE.plot - height
    middle = f"{step * (place + 0.5):.2f}%"
    parts = [
        element(
            "rect",
            x=f"{step * (place + 0.18):.2f}%",
            y=f"{top:.1f}",
            width=f"{step * 0.64:.2f}%",
            height=f"{height:.1f}",
            class_="fill",
        )
    ]
    if count <= _MANY:
        parts.append(element("text", row.brief, x=middle, y=f"{top - 6:.1f}", class_="number"))
    if count <= _MANY or place % (count // _MANY + 1) == 0:
        parts.append(element("text", row.label[:3], x=middle, y=_LARGE.height - 6, class_="tick"))
    return join(parts)


def _multiple(label: str, rows: Sequence[ChartRow], largest: float) -> Markup:
    step = 100 / max(len(rows), 1)
    columns = []
    for place, row in enumerate(rows):
        height = _SMALL.plot * row.value / largest if largest else 0
        columns.append(
            element(
                "rect",
                x=f"{step * (place + 0.1):.2f}%",
                y=f"{_SMALL.head + _SMALL.plot - height:.1f}",
                width=f"{step * 0.8:.2f}%",
                height=f"{height:.1f}",
                class_="fill quiet" if row.residual else "fill",
            )
        )
    base = _SMALL.head + _SMALL.plot
    axis = element("line", x1="0", x2="100%", y1=base, y2=base, class_="axis")
    total = f"{int(sum(row.value for row in rows)):,}"
    return element(
        "li",
        element("span", label, class_="label"),
        element("span", total, class_="value"),
        decoration(*columns, axis, width="100%", height=_SMALL.height),
    )
