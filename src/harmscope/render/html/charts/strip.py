"""A file from its first line to its last as a strip; columns stand where findings lie."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from harmscope.findings import Severity
from harmscope.render.html.charts.svg import element
from harmscope.render.html.numbers import grouped

HEIGHT = 56
LEAST = 4
"""Pixels that even a single finding gets, so that it is seen."""

WIDEST = 1.0
"""Percent of the strip that a column takes at most, so that short files do not shout."""

NOUNS: dict[Severity, tuple[str, str]] = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "info": ("note", "notes"),
}


def strip(stretches: Sequence[Mapping[Severity, int]], width: int, rows: int) -> Markup:
    """The chart. ``stretches[i]`` counts findings on the ``width`` lines after ``i * width``, of
    ``rows`` lines in all; each column says its lines and counts when it is pointed at."""
    most = max((sum(stretch.values()) for stretch in stretches), default=0)
    step = 100 / max(len(stretches), 1)
    columns = []
    for place, stretch in enumerate(stretches):
        if any(stretch.values()):
            columns.append(_column(stretch, place * step, step, most, lines(place, width, rows)))
    base = element("line", x1="0", x2="100%", y1=HEIGHT, y2=HEIGHT, class_="axis")
    hit = sum(1 for stretch in stretches if any(stretch.values()))
    label = f"Findings lie in {hit} of {len(stretches)} stretches of the file"
    return element(
        "svg",
        *columns,
        base,
        width="100%",
        height=HEIGHT + 1,
        class_="strip",
        role="img",
        aria_label=label,
    )


def lines(place: int, width: int, rows: int) -> str:
    """What lines a stretch holds, in words."""
    first, last = place * width + 1, min((place + 1) * width, max(rows, 1))
    return (
        f"line {grouped(first)}" if first >= last else f"lines {grouped(first)} to {grouped(last)}"
    )


def counted(stretch: Mapping[Severity, int]) -> str:
    """``2 errors, 1 warning``."""
    return ", ".join(
        f"{grouped(count)} {NOUNS[severity][count != 1]}"
        for severity, count in stretch.items()
        if count
    )


def _column(
    stretch: Mapping[Severity, int], x: float, step: float, most: int, where: str
) -> Markup:
    whole = sum(stretch.values())
    width = min(step * 0.86, WIDEST)
    height = max(HEIGHT * whole / most, LEAST)
    top, parts = HEIGHT - height, []
    for severity, count in stretch.items():
        if count:
            part = height * count / whole
            parts.append(
                element(
                    "rect",
                    x=f"{x + (step - width) / 2:.2f}%",
                    y=f"{top:.1f}",
                    width=f"{width:.2f}%",
                    height=f"{part:.1f}",
                    class_=severity,
                )
            )
            top += part
    return element("g", element("title", f"{where}: {counted(stretch)}"), *parts)
