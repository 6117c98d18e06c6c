"""The boxes on mapping quality and on how completely cases are described."""

from collections.abc import Sequence

from markupsafe import Markup

from harmscope.metrics.quality import COMPLETENESS, MAPPED
from harmscope.model.figure import Figure
from harmscope.render.html.charts.bars import bars
from harmscope.render.html.charts.stack import stack
from harmscope.render.html.numbers import grouped, percent
from harmscope.render.html.rows import ChartRow


def mapping_rows(figures: Sequence[Figure]) -> tuple[Markup, list[tuple[str, str]]]:
    """A 100 % bar of the ways in which cases came to their harm category, and what each means."""
    rows, words = [], []
    for figure in figures:
        rule = figure.metric.rpartition("_")[2]
        title = MAPPED[rule][0]
        if figure.value:
            shown = grouped(figure.value)
            rows.append(ChartRow(title, float(figure.value), shown, rule == "unallocated"))
        words.append((title, MAPPED[rule][1]))
    return stack(rows) if rows else Markup(""), words


def completeness_rows(figures: Sequence[Figure]) -> Markup:
    """One bar a member of the record: in how many cases it is given."""
    rows = [
        ChartRow(COMPLETENESS[name], figure.value, percent(figure.value))
        for figure in figures
        if figure.value is not None and (name := (figure.dimensions or {})["field"])
    ]
    return bars(rows, largest=1) if rows else Markup("")
