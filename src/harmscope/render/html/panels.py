"""A panel as the page shows it: its chart, its table, and the table as CSV to download."""

import base64
from dataclasses import dataclass

from markupsafe import Markup

from harmscope.model.figure import Figure
from harmscope.model.report import Panel
from harmscope.render.csv_ import table_csv
from harmscope.render.figure_text import headline, interval_words
from harmscope.render.html.charts.bars import bars, funnel, stack
from harmscope.render.html.charts.curves import Step, curve
from harmscope.render.html.charts.histograms import months, multiples
from harmscope.render.html.rows import ChartRow, Words, chart_row
from harmscope.render.html.tabular import table_of, visible

_SIMPLE = {"stack": stack, "months": months}
_WIDE = frozenset({"months", "multiples", "funnel", "table"})
_FEW = 2
"""Headline numbers that fit into half the width."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One headline number."""

    title: str
    shown: str
    note: str
    missing: bool


@dataclass(frozen=True, slots=True)
class PanelView:
    """A panel ready for the template. ``empty`` says in words why there is nothing to draw.

    ``lines`` are the rows shown openly where the panel is a table; ``left`` rows of nothing but
    zeros and blanks are left out of them, and stand in the CSV.
    """

    id: str
    title: str
    note: str
    wide: bool
    tiles: list[Tile]
    chart: Markup
    empty: str
    lines: list[list[str]]
    left: int
    head: list[str]
    rows: list[list[str]]
    download: str
    notes: list[str]


def panel_view(panel: Panel, words: Words) -> PanelView:
    """The panel with its labels."""
    drawn = _drawn(panel)
    head, rows = table_of(panel, words)
    lines, left = visible(panel, rows)
    notes = {note for figure in panel.figures for note in figure.notes or ()}
    tiles = [_tile(figure, words) for figure in panel.figures] if panel.chart == "numbers" else []
    return PanelView(
        id=panel.id,
        title=panel.title,
        note=panel.note or "",
        wide=panel.chart in _WIDE or len(tiles) > _FEW,
        tiles=tiles,
        chart=_chart(panel, drawn, words) if drawn and not tiles else Markup(""),
        empty="" if drawn or tiles or lines else _why(panel),
        lines=lines,
        left=left,
        head=head,
        rows=rows,
        download=data_address(table_csv(head, rows)),
        notes=sorted(notes) if drawn and not tiles else [],
    )


def _drawn(panel: Panel) -> list[Figure]:
    """Figures that have a value; a way of which only one step is known is not drawn."""
    drawn = [figure for figure in panel.figures if figure.value is not None]
    if panel.chart == "curve":
        return [figure for figure in drawn if _code(figure).isdigit()]
    return [] if panel.chart == "funnel" and len(drawn) < _FEW else drawn


def _chart(panel: Panel, figures: list[Figure], words: Words) -> Markup:
    if panel.chart == "curve":
        return _curve(panel, figures, words)
    if panel.chart == "multiples":
        return multiples(_groups(panel, figures, words))
    rows = [
        row
        for figure in figures
        if (row := chart_row(figure, words.name(figure, panel.split or []), _code(figure)))
    ]
    if panel.chart == "funnel":
        return funnel(rows)
    if panel.chart == "bars":
        shares = all(figure.unit == "share" for figure in figures)
        return bars(rows, largest=1) if shares else bars(rows)
    draw = _SIMPLE.get(panel.chart)
    return draw(rows) if draw else Markup("")


def _curve(panel: Panel, figures: list[Figure], words: Words) -> Markup:
    return curve(
        [
            Step(int(_code(figure)), words.name(figure, panel.split or []), int(figure.value or 0))
            for figure in figures
        ]
    )


def _groups(panel: Panel, figures: list[Figure], words: Words) -> list[tuple[str, list[ChartRow]]]:
    outer, inner = (panel.split or ["", ""])[:2]
    groups: dict[str, list[ChartRow]] = {}
    for figure in figures:
        code = (figure.dimensions or {}).get(outer, "")
        row = chart_row(figure, words.code(figure, inner), code)
        if row:
            groups.setdefault(words.code(figure, outer), []).append(row)
    return list(groups.items())


def _code(figure: Figure) -> str:
    return next(iter((figure.dimensions or {}).values()), "")


def _tile(figure: Figure, words: Words) -> Tile:
    notes = [interval_words(figure), *(figure.notes or ())]
    return Tile(
        title=words.name(figure, []),
        shown=headline(figure),
        note=" ".join(note for note in notes if note),
        missing=figure.value is None,
    )


def _why(panel: Panel) -> str:
    if any(figure.status == "not_recorded" for figure in panel.figures):
        return "Not recorded: " + " ".join(
            sorted({note for figure in panel.figures for note in figure.notes or ()})
        )
    if any(figure.status == "suppressed" for figure in panel.figures):
        return "Withheld to protect people."
    if panel.chart == "curve" and panel.figures:
        return "Only days are known, so hours are not."
    return "None in this period."


def data_address(text: str) -> str:
    """An address that holds a CSV text itself, for a link to download."""
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode(text.encode()).decode()
