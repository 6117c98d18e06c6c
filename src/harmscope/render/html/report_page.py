"""The page of a report: one file, no scripts, nothing asked of any other place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from harmscope.metrics.cases import COMPLETENESS, MAPPED
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period
from harmscope.model.report import Panel, Report
from harmscope.render.figure_text import (
    day,
    figure_cell,
    figure_text,
    headline,
    interval_words,
    period,
)
from harmscope.render.html.charts.bars import bars, funnel, stack
from harmscope.render.html.charts.curves import Step, curve
from harmscope.render.html.charts.histograms import months, multiples
from harmscope.render.html.charts.svg import ChartRow
from harmscope.render.html.explanation_page import Link
from harmscope.render.html.explanation_page import Panel as PanelIds
from harmscope.render.html.template import data_address, page
from harmscope.render.panel_table import (
    FEW,
    Words,
    drawn,
    first_code,
    has_parts,
    is_empty,
    open_rows,
    panel_notes,
    panel_table,
    why_empty,
    words_of,
)
from harmscope.render.table import Cell, Column, Table, grouped, percent
from harmscope.taxonomy import codelist
from harmscope.times import day_of

RESIDUAL = frozenset({"not_stated", "unallocated", "other", "no_harm", "split", "no_term"})
_SIMPLE = {"stack": stack, "months": months}
_WIDE = frozenset({"months", "multiples", "funnel", "table"})


def report_page(report: Report, explained: Mapping[PanelIds, Sequence[Link]] | None = None) -> str:
    """The report as one HTML document; ``explained`` are links to explanations, by panel."""
    words = words_of(report)
    sections = [
        (
            section,
            filled([_view(section.id, panel, words, explained or {}) for panel in section.panels]),
        )
        for section in report.sections
    ]
    return page(
        "report.html",
        report=report,
        who="All services" if report.service == "all" else report.service,
        period=period(parse_period(report.period)),
        clock=day(day_of(report.clock)),
        sections=sections,
        mapping=mapping_view(report.mapping),
        completeness=completeness_view(report.completeness),
        parts=codelist("record-part").codes,
        titles=words.metrics,
        units=codelist("unit").codes,
    )


@dataclass(frozen=True, slots=True)
class Tile:
    """One headline number."""

    title: str
    shown: str
    note: str
    missing: bool
    limit: bool = False


@dataclass(frozen=True, slots=True)
class PanelView:
    """A panel ready for the template. ``empty`` says in words why there is nothing to draw.

    ``open`` are the rows shown openly where the panel is a table; ``left`` rows of nothing but
    zeros and blanks are left out of them, and stand in the whole table that opens below.
    """

    id: str
    title: str
    note: str
    wide: bool
    tiles: list[Tile]
    chart: Markup
    empty: str
    open: Table | None
    left: int
    table: Table
    notes: list[str]
    explained: Sequence[Link] = ()

    @property
    def download(self) -> str:
        """The table as an address that holds it as CSV."""
        return data_address(self.table)


@dataclass(frozen=True, slots=True)
class QualityView:
    """A box: its chart, empty where there is nothing to draw, and the table behind it."""

    id: str
    chart: Markup
    table: Table

    @property
    def download(self) -> str:
        """The table as an address that holds it as CSV."""
        return data_address(self.table)


def filled(panels: list[PanelView]) -> list[PanelView]:
    """The panels of a section, a narrow one made wide where nothing stands beside it."""
    result: list[PanelView] = []
    left = False
    for place, panel in enumerate(panels):
        following = panels[place + 1] if place + 1 < len(panels) else None
        alone = not panel.wide and not left and (following is None or following.wide)
        left = not panel.wide and not left and not alone
        result.append(replace(panel, wide=True) if alone else panel)
    return result


def _view(
    section: str, panel: Panel, words: Words, explained: Mapping[PanelIds, Sequence[Link]]
) -> PanelView:
    links = explained.get((section, panel.id), ())
    return replace(panel_view(panel, words), explained=links)


def panel_view(panel: Panel, words: Words) -> PanelView:
    """The panel with its labels."""
    table = panel_table(panel, words)
    found, (open_, left) = drawn(panel), open_rows(panel, table)
    tiles = [_tile(figure, words) for figure in panel.figures] if panel.chart == "numbers" else []
    return PanelView(
        id=panel.id,
        title=panel.title,
        note=panel.note or "",
        wide=panel.chart in _WIDE or len(tiles) > FEW,
        tiles=tiles,
        chart=_chart(panel, found, words) if found and not tiles else Markup(""),
        empty=why_empty(panel) if is_empty(panel, table) else "",
        open=open_,
        left=left,
        table=table,
        notes=panel_notes(panel),
    )


def mapping_view(figures: Sequence[Figure]) -> QualityView:
    """A 100 % bar of the ways in which cases came to their harm category; the table says what each
    means."""
    drawn_, rows = [], []
    for figure in figures:
        rule = figure.metric.rpartition("_")[2]
        title, meaning = MAPPED[rule]
        if figure.value:
            number = grouped(figure.value)
            drawn_.append(ChartRow(title, float(figure.value), number, rule == "unallocated"))
        rows.append([title, figure_cell(figure), meaning])
    columns = [Column("Way"), Column("Cases", "number"), Column("Meaning")]
    return QualityView(
        "about-mapping", stack(drawn_) if drawn_ else Markup(""), Table(columns, rows)
    )


def completeness_view(figures: Sequence[Figure]) -> QualityView:
    """One bar a member of the record: in how many cases it is given."""
    drawn_: list[ChartRow] = []
    rows: list[list[Cell]] = []
    for figure in figures:
        title = COMPLETENESS[(figure.dimensions or {})["field"]]
        if figure.value is not None:
            drawn_.append(ChartRow(title, figure.value, percent(figure.value)))
        rows.append([title, figure.numerator, figure.denominator, figure_cell(figure)])
    columns = [
        Column("Member"),
        Column("Decisions that give it", "integer", "decisions"),
        Column("Decisions", "integer", "decisions"),
        Column("Share", "number", "share"),
    ]
    chart = bars(drawn_, largest=1) if drawn_ else Markup("")
    return QualityView("about-completeness", chart, Table(columns, rows))


def chart_row(figure: Figure, label: str, code: str = "") -> ChartRow | None:
    """The figure as a row, a share with its counts; None where it has no value to draw."""
    if figure.value is None:
        return None
    shown = ", ".join(filter(None, (figure_text(figure), _counts(figure))))
    return ChartRow(label, float(figure.value), shown, code in RESIDUAL)


def _counts(figure: Figure) -> str:
    """``20 of 37``, the counts that a share is made of; empty for other figures."""
    if not has_parts(figure):
        return ""
    return f"{grouped(figure.numerator or 0)} of {grouped(figure.denominator or 0)}"


def _chart(panel: Panel, figures: list[Figure], words: Words) -> Markup:
    if panel.chart == "curve":
        return _curve(panel, figures, words)
    if panel.chart == "multiples":
        return multiples(_groups(panel, figures, words))
    rows = [
        row
        for figure in figures
        if (row := chart_row(figure, words.name(figure, panel.split or []), first_code(figure)))
    ]
    if panel.chart == "funnel":
        return funnel(rows)
    if panel.chart == "bars":
        shares = all(figure.unit == "share" for figure in figures)
        return bars(rows, largest=1) if shares else bars(rows)
    draw = _SIMPLE.get(panel.chart)
    return draw(rows) if draw else Markup("")


def _curve(panel: Panel, figures: list[Figure], words: Words) -> Markup:
    split = panel.split or []
    return curve(
        [Step(int(first_code(one)), words.name(one, split), int(one.value or 0)) for one in figures]
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


def _tile(figure: Figure, words: Words) -> Tile:
    counts = _counts(figure)
    notes = [f"{counts}." if counts else "", interval_words(figure), *(figure.notes or ())]
    return Tile(
        title=words.name(figure, []),
        shown=headline(figure),
        note=" ".join(note for note in notes if note),
        missing=figure.value is None,
        limit=figure.value is not None and figure.status == "at_least",
    )
