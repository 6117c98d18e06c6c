"""A panel as the page shows it: its chart, its table, and the table as CSV to download."""

import base64
from dataclasses import dataclass

from markupsafe import Markup

from harmscope.model.figure import Figure
from harmscope.model.report import Panel
from harmscope.render.csv_ import table_csv
from harmscope.render.html.charts.bars import bars
from harmscope.render.html.charts.funnel import funnel
from harmscope.render.html.charts.months import months, multiples
from harmscope.render.html.charts.stack import stack
from harmscope.render.html.numbers import shown
from harmscope.render.html.rows import ChartRow, Words, chart_row

_STATUS = {
    "exact": "",
    "approx": "approximate",
    "at_least": "lower limit",
    "estimate": "estimate",
    "suppressed": "withheld",
    "contested": "contested",
    "not_recorded": "not recorded",
    "not_reported": "none",
}
_SIMPLE = {"bars": bars, "stack": stack, "months": months}
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
    """A panel ready for the template. ``empty`` says in words why there is nothing to draw."""

    id: str
    title: str
    note: str
    wide: bool
    tiles: list[Tile]
    chart: Markup
    empty: str
    head: list[str]
    rows: list[list[str]]
    download: str
    notes: list[str]


def panel_view(panel: Panel, words: Words) -> PanelView:
    """The panel with its labels."""
    drawn = _drawn(panel)
    head, rows = _table(panel, words)
    notes = {note for figure in panel.figures for note in figure.notes or ()}
    tiles = [_tile(figure, words) for figure in panel.figures] if panel.chart == "numbers" else []
    return PanelView(
        id=panel.id,
        title=panel.title,
        note=panel.note or "",
        wide=panel.chart in _WIDE or len(tiles) > _FEW,
        tiles=tiles,
        chart=_chart(panel, drawn, words) if drawn and not tiles else Markup(""),
        empty="" if drawn or tiles else _why(panel),
        head=head,
        rows=rows,
        download=_data_address(table_csv(head, rows)),
        notes=sorted(notes) if drawn and not tiles else [],
    )


def _drawn(panel: Panel) -> list[Figure]:
    """Figures that have a value; a way of which only one step is known is not drawn."""
    drawn = [figure for figure in panel.figures if figure.value is not None]
    return [] if panel.chart == "funnel" and len(drawn) < _FEW else drawn


def _chart(panel: Panel, figures: list[Figure], words: Words) -> Markup:
    if panel.chart == "multiples":
        return multiples(_groups(panel, figures, words))
    rows = [
        row
        for figure in figures
        if (row := chart_row(figure, words.name(figure, panel.split or []), _code(figure)))
    ]
    if panel.chart == "funnel":
        return funnel(rows)
    draw = _SIMPLE.get(panel.chart)
    return draw(rows) if draw else Markup("")


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
    return Tile(
        title=words.name(figure, []),
        shown=shown(figure),
        note=" ".join(figure.notes or ()),
        missing=figure.value is None,
    )


def _why(panel: Panel) -> str:
    if any(figure.status == "not_recorded" for figure in panel.figures):
        return "Not recorded: " + " ".join(
            sorted({note for figure in panel.figures for note in figure.notes or ()})
        )
    return "None in this period."


def _table(panel: Panel, words: Words) -> tuple[list[str], list[list[str]]]:
    split = panel.split or []
    several = len(panel.metrics) > 1 or not split
    titles = [words.dimensions.get(name, name) for name in split]
    head = [*(["Figure"] if several else []), *titles, "Number", "Status"]
    rows = [
        [
            *([words.metrics.get(figure.metric, figure.metric)] if several else []),
            *(words.code(figure, name) or "all" for name in split),
            shown(figure),
            _STATUS[figure.status],
        ]
        for figure in panel.figures
    ]
    return head, rows


def _data_address(text: str) -> str:
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode(text.encode()).decode()
