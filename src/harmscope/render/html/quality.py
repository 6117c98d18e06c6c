"""The boxes on mapping quality and on how completely cases are described."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from harmscope.metrics.quality import COMPLETENESS, MAPPED
from harmscope.model.figure import Figure
from harmscope.render.csv_ import table_csv
from harmscope.render.figure_text import grouped, percent, shown
from harmscope.render.html.charts.bars import bars, stack
from harmscope.render.html.panels import data_address
from harmscope.render.html.rows import ChartRow


@dataclass(frozen=True, slots=True)
class QualityView:
    """A box: its chart, empty where there is nothing to draw, and the table behind it."""

    id: str
    chart: Markup
    head: list[str]
    rows: list[list[str]]

    @property
    def download(self) -> str:
        """The table as an address that holds it as CSV."""
        return data_address(table_csv(self.head, self.rows))


def mapping_view(figures: Sequence[Figure]) -> QualityView:
    """A 100 % bar of the ways in which cases came to their harm category; the table says what each
    means."""
    rows, lines = [], []
    for figure in figures:
        rule = figure.metric.rpartition("_")[2]
        title, meaning = MAPPED[rule]
        if figure.value:
            number = grouped(figure.value)
            rows.append(ChartRow(title, float(figure.value), number, rule == "unallocated"))
        lines.append([title, shown(figure), meaning])
    chart = stack(rows) if rows else Markup("")
    return QualityView("about-mapping", chart, ["Way", "Cases", "Meaning"], lines)


def completeness_view(figures: Sequence[Figure]) -> QualityView:
    """One bar a member of the record: in how many cases it is given."""
    rows, lines = [], []
    for figure in figures:
        title = COMPLETENESS[(figure.dimensions or {})["field"]]
        if figure.value is not None:
            rows.append(ChartRow(title, figure.value, percent(figure.value)))
        counts = [
            "" if count is None else grouped(count)
            for count in (figure.numerator, figure.denominator)
        ]
        lines.append([title, *counts, shown(figure)])
    chart = bars(rows, largest=1) if rows else Markup("")
    head = ["Member", "Decisions that give it", "Decisions", "Share"]
    return QualityView("about-completeness", chart, head, lines)
