"""Upright columns: by month, by day, and by place in a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from harmscope.findings import Severity
from harmscope.render.figure_text import day as spoken
from harmscope.render.html.charts.svg import ChartRow, decoration, element, join
from harmscope.render.table import grouped

# Columns by month, alone or as small multiples on one scale.

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
    columns = [_month(place, row, len(rows), largest) for place, row in enumerate(rows)]
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
    return join([chart, element("p", f"{left} smaller ones are in the table.", class_="more")])


def _month(place: int, row: ChartRow, count: int, largest: float) -> Markup:
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


# Records by day as columns, with the days that have none marked.

COLUMNS = 200
"""Columns at most; longer times have several days in each."""

DAYS_HEIGHT, DAYS_FOOT = 110, 22
TICKS = 5
"""Days named below the columns at most."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some days after one another: the first, how many, their records, how many have none."""

    first: date
    days: int
    records: int
    empty: int

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def named(self) -> str:
        """The days in words."""
        if self.days == 1:
            return spoken(self.first)
        return f"{spoken(self.first)} to {spoken(self.last)}"


def spans(days: Mapping[date, int]) -> list[Span]:
    """All days from the first to the last, in at most COLUMNS spans of equal length (the last may
    be shorter)."""
    if not days:
        return []
    start, end = min(days), max(days)
    whole = (end - start).days + 1
    length = -(-whole // COLUMNS)
    made = []
    for offset in range(0, whole, length):
        inside = [start + timedelta(n) for n in range(offset, min(offset + length, whole))]
        records = [days.get(one, 0) for one in inside]
        made.append(Span(inside[0], len(inside), sum(records), records.count(0)))
    return made


def columns(days: Mapping[date, int]) -> Markup:
    """The chart; a span in which every day is empty is marked over its whole height."""
    made = spans(days)
    most = max((span.records for span in made), default=0)
    step = 100 / max(len(made), 1)
    drawn = [_span(span, place * step, step, most) for place, span in enumerate(made)]
    base = element("line", x1="0", x2="100%", y1=DAYS_HEIGHT, y2=DAYS_HEIGHT, class_="axis")
    empty = sum(span.empty for span in made)
    label = "No days"
    if made:
        label = (
            f"Records by day from {spoken(made[0].first)} to {spoken(made[-1].last)}; "
            f"{grouped(empty)} days have none"
        )
    return element(
        "svg",
        *drawn,
        base,
        *_ticks(made, step),
        width="100%",
        height=DAYS_HEIGHT + DAYS_FOOT,
        class_="days",
        role="img",
        aria_label=label,
    )


def _span(span: Span, x: float, step: float, most: int) -> Markup:
    title = element("title", f"{span.named}: {grouped(span.records)}")
    if not span.records:
        gap = element(
            "rect", x=f"{x:.3f}%", y=0, width=f"{step:.3f}%", height=DAYS_HEIGHT, class_="gap"
        )
        return element("g", title, gap)
    height = max(DAYS_HEIGHT * span.records / most, 2)
    bar = element(
        "rect",
        x=f"{x + step * 0.1:.3f}%",
        y=f"{DAYS_HEIGHT - height:.1f}",
        width=f"{step * 0.8:.3f}%",
        height=f"{height:.1f}",
        class_="fill",
    )
    return element("g", title, bar)


def _ticks(made: list[Span], step: float) -> list[Markup]:
    if not made:
        return []
    last = len(made) - 1
    wanted = {round(last * n / (TICKS - 1)) for n in range(TICKS)} if last else {0}
    ticks = []
    for place in sorted(wanted):
        anchor = "start" if place == 0 else "end" if place == last else "middle"
        at = 0.0 if place == 0 else 100.0 if place == last else step * (place + 0.5)
        class_ = "tick" if place in (0, last) else "tick inner"
        ticks.append(
            element(
                "text",
                spoken(made[place].last if place == last else made[place].first),
                x=f"{at:.2f}%",
                y=DAYS_HEIGHT + DAYS_FOOT - 5,
                text_anchor=anchor,
                class_=class_,
            )
        )
    return [join(ticks)]


# A file from its first line to its last as a strip; columns stand where findings lie.

STRIP_HEIGHT = 56
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
            columns.append(_stretch(stretch, place * step, step, most, lines(place, width, rows)))
    base = element("line", x1="0", x2="100%", y1=STRIP_HEIGHT, y2=STRIP_HEIGHT, class_="axis")
    hit = sum(1 for stretch in stretches if any(stretch.values()))
    label = f"Findings are in {hit} of {len(stretches)} stretches of the file"
    return element(
        "svg",
        *columns,
        base,
        width="100%",
        height=STRIP_HEIGHT + 1,
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


def _stretch(
    stretch: Mapping[Severity, int], x: float, step: float, most: int, where: str
) -> Markup:
    whole = sum(stretch.values())
    width = min(step * 0.86, WIDEST)
    height = max(STRIP_HEIGHT * whole / most, LEAST)
    top, parts = STRIP_HEIGHT - height, []
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
