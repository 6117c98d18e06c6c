"""Records by day as columns, with the days that have none marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from harmscope.render.html.charts.svg import element, join
from harmscope.render.html.numbers import day as spoken
from harmscope.render.html.numbers import grouped

COLUMNS = 200
"""Columns at most; longer times have several days in each."""

HEIGHT, FOOT = 110, 22
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
    drawn = [_column(span, place * step, step, most) for place, span in enumerate(made)]
    base = element("line", x1="0", x2="100%", y1=HEIGHT, y2=HEIGHT, class_="axis")
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
        height=HEIGHT + FOOT,
        class_="days",
        role="img",
        aria_label=label,
    )


def _column(span: Span, x: float, step: float, most: int) -> Markup:
    title = element("title", f"{span.named}: {grouped(span.records)}")
    if not span.records:
        gap = element("rect", x=f"{x:.3f}%", y=0, width=f"{step:.3f}%", height=HEIGHT, class_="gap")
        return element("g", title, gap)
    height = max(HEIGHT * span.records / most, 2)
    bar = element(
        "rect",
        x=f"{x + step * 0.1:.3f}%",
        y=f"{HEIGHT - height:.1f}",
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
                y=HEIGHT + FOOT - 5,
                text_anchor=anchor,
                class_=class_,
            )
        )
    return [join(ticks)]
