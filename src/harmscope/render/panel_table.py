"""A report's panels as tables of typed cells, for every form in which a report is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from harmscope.metrics.flat_tables import SPLITS
from harmscope.model.figure import Figure
from harmscope.model.report import Panel, Report
from harmscope.render.figure_text import figure_cell
from harmscope.render.table import Amount, Cell, Column, Missing, Table

_STATUS: Final = {
    "exact": "exact",
    "approx": "approximate",
    "at_least": "lower limit",
    "estimate": "estimate",
    "suppressed": "withheld",
    "contested": "contested",
    "not_recorded": "not recorded",
    "not_reported": "none",
}
_PLACES: Final = ("category", "territory", "language", "description")
"""Dimensions of the EU template that name a row; the others name a column."""

_MOST_OPEN: Final = 40


@dataclass(frozen=True, slots=True)
class Words:
    """What codes, dimensions and metrics of one report are called."""

    codes: dict[str, dict[str, str]]
    dimensions: dict[str, str]
    metrics: dict[str, str]

    def code(self, figure: Figure, dimension: str) -> str:
        """The label of the figure's code in one dimension."""
        code = (figure.dimensions or {}).get(dimension, "")
        return self.codes.get(dimension, {}).get(code, code)

    def name(self, figure: Figure, split: list[str]) -> str:
        """What the figure is called in a chart: its codes, or its metric where it has none."""
        if not figure.dimensions:
            return self.metrics.get(figure.metric, figure.metric)
        return " · ".join(self.code(figure, dimension) for dimension in split)


def words_of(report: Report) -> Words:
    """The words of a report. A dimension without a code in the report has its title, too."""
    titles = {name: split.title for name, split in SPLITS.items()}
    return Words(
        {dimension.id: dimension.codes for dimension in report.dimensions},
        titles | {dimension.id: dimension.title for dimension in report.dimensions},
        {definition.metric: definition.title for definition in report.definitions},
    )


def report_tables(report: Report) -> Iterator[tuple[str, Table]]:
    """One table a panel, in the order of the report, each with the question of its section."""
    words = words_of(report)
    for section in report.sections:
        for panel in section.panels:
            found = panel_table(panel, words)
            empty = why_empty(panel) if is_empty(panel, found) else ""
            notes = [note for note in (panel.note, *panel_notes(panel), empty) if note]
            yield section.question or "", replace(found, section=section.title, notes=notes)


def quality_table(report: Report) -> Table:
    """How many records were read, left out and counted."""
    quality = report.quality
    rows: list[list[Cell]] = [["Records read", quality.read]]
    rows += [
        [f"Excluded, {one.reason}: {one.text or ''}".rstrip(": "), one.records]
        for one in quality.excluded or ()
    ]
    rows.append(["Records counted", quality.counted])
    return Table([Column("What"), Column("Number", "integer", "records")], rows)


def meanings_table(report: Report) -> Table:
    """What each figure of the report means."""
    rows = [[one.title, one.definition] for one in report.definitions]
    return Table([Column("Figure"), Column("Meaning")], rows)


def panel_table(panel: Panel, words: Words) -> Table:
    """The table behind a panel: one row a figure, or where a table has several figures for the
    same codes one row for the codes and a column a figure."""
    split = panel.split or []
    if panel.chart == "curve":
        return _running(panel, split, words)
    if panel.chart == "table" and split and len(panel.metrics) > 1:
        return _pivoted(panel, split, words)
    if not split and any("category" in (figure.dimensions or {}) for figure in panel.figures):
        return _matrix(panel, words)
    return _listed(panel, split, words)


def drawn(panel: Panel) -> list[Figure]:
    """Figures that a chart can show; a way of which only one step is known is not drawn."""
    found = [figure for figure in panel.figures if figure.value is not None]
    if panel.chart == "curve":
        return [figure for figure in found if first_code(figure).isdigit()]
    return [] if panel.chart == "funnel" and len(found) < FEW else found


FEW: Final = 2
"""Steps that make a way, and headline numbers that fit into half the width of a page."""


def first_code(figure: Figure) -> str:
    """The code of the figure's first dimension; empty where it has none."""
    return next(iter((figure.dimensions or {}).values()), "")


def panel_notes(panel: Panel) -> list[str]:
    """The notes of the figures of a chart; those of headline numbers stand beside each."""
    if panel.chart == "numbers" or not drawn(panel):
        return []
    return sorted({note for figure in panel.figures for note in figure.notes or ()})


def is_empty(panel: Panel, table: Table) -> bool:
    """Whether there is neither a chart nor a headline number nor an open row to show."""
    headline = panel.chart == "numbers" and panel.figures
    return not (drawn(panel) or headline or open_rows(panel, table)[0])


def why_empty(panel: Panel) -> str:
    """Why a panel shows nothing."""
    if any(figure.status == "not_recorded" for figure in panel.figures):
        return "Not recorded: " + " ".join(
            sorted({note for figure in panel.figures for note in figure.notes or ()})
        )
    if any(figure.status == "suppressed" for figure in panel.figures):
        return "Withheld to protect people."
    if panel.chart == "curve" and panel.figures:
        return "Only days are known, so hours are not."
    return "None in this period."


def open_rows(panel: Panel, table: Table) -> tuple[Table | None, int]:
    """The rows that a table shows openly, and how many of nothing but zeros and blanks a long one
    leaves out. None for a chart and for a table without rows."""
    if panel.chart != "table":
        return None, 0
    if len(table.rows) <= _MOST_OPEN:
        return table if table.rows else None, 0
    heads = len(list(takewhile(lambda column: column.type == "text", table.columns)))
    heads = 1 if heads == len(table.columns) else heads
    said = [row for row in table.rows if not all(_says_nothing(cell) for cell in row[heads:])]
    return replace(table, rows=said) if said else None, len(table.rows) - len(said)


def _says_nothing(cell: Cell) -> bool:
    if isinstance(cell, Amount):
        bare = not cell.qualifier and cell.high is None
        return bare and cell.value == 0 and cell.unit not in ("share", "days", "hours")
    return cell in (None, "", 0, Missing.NOT_REPORTED, Missing.NOT_RECORDED)


def _listed(panel: Panel, split: list[str], words: Words) -> Table:
    several = len(panel.metrics) > 1 or not split
    free = not split and any(figure.dimensions for figure in panel.figures)
    parts = any(map(has_parts, panel.figures))
    qualified = any(figure.status != "exact" for figure in panel.figures)
    head = [
        *(["Figure"] if several else []),
        *(words.dimensions.get(name, name) for name in split),
        *(["Of"] if free else []),
    ]
    rows = [
        [
            *([words.metrics.get(figure.metric, figure.metric)] if several else []),
            *(words.code(figure, name) or "all" for name in split),
            *([_codes(figure, words, list(figure.dimensions or {})) or "all"] if free else []),
            figure_cell(figure),
            *(_parts(figure) if parts else []),
            *([_status(figure)] if qualified else []),
        ]
        for figure in panel.figures
    ]
    counts = [Column("Count", "integer"), Column("Out of", "integer")] if parts else []
    columns = [*map(Column, head), Column("Number", "number"), *counts]
    status = [Column("Status")] if qualified else []
    return Table([*columns, *status], rows, title=panel.title)


def has_parts(figure: Figure) -> bool:
    """Whether the figure is a share that carries the two counts that it is made of."""
    shared = figure.unit == "share" and figure.value is not None
    return shared and None not in (figure.numerator, figure.denominator)


def _parts(figure: Figure | None) -> list[Cell]:
    if figure is None or not has_parts(figure):
        return [None, None]
    return [figure.numerator, figure.denominator]


def _status(figure: Figure) -> str | None:
    if figure.text is not None:
        return None
    missing = figure_cell(figure)
    return missing.value if missing is Missing.NOT_STATED else _STATUS[figure.status]


def _running(panel: Panel, split: list[str], words: Words) -> Table:
    """Cases by time, and how many and which share there are up to each time; what has no known
    time is in no share."""
    name = split[0]
    timed = [one for one in panel.figures if (one.dimensions or {}).get(name, "").isdigit()]
    total, done = sum(int(one.value or 0) for one in timed), 0
    rows: list[list[Cell]] = []
    for figure in panel.figures:
        so_far: list[Cell] = [None, None]
        if figure in timed and figure.value is not None:
            done += int(figure.value)
            so_far = [done, done / total if total else None]
        rows.append([words.code(figure, name) or "all", figure_cell(figure), *so_far])
    columns = [
        Column(words.dimensions.get(name, name)),
        Column("Cases", "number"),
        Column("Cases so far", "integer", "cases"),
        Column("Share so far", "number", "share"),
    ]
    return Table(columns, rows, title=panel.title)


Figures = tuple[str, tuple[tuple[str, str], ...]]
"""What a column of such a table holds: a metric, and its dimensions that name no row."""


def _pivoted(panel: Panel, split: list[str], words: Words) -> Table:
    rows: dict[tuple[str, ...], dict[Figures, Figure]] = {}
    heads: dict[tuple[str, ...], list[Cell]] = {}
    for figure in panel.figures:
        codes = tuple((figure.dimensions or {}).get(name, "") for name in split)
        heads[codes] = [words.code(figure, name) or "all" for name in split]
        rows.setdefault(codes, {})[figure.metric, ()] = figure
    names: dict[Figures, str] = {
        (metric, ()): words.metrics.get(metric, metric) for metric in panel.metrics
    }
    shares = {figure.metric for figure in panel.figures if figure.unit == "share"}
    absent = {key: Missing.NO_CASES if key[0] in shares else 0 for key in names}
    columns, cells = _across(names, list(rows.values()), absent)
    return Table(
        [*(Column(words.dimensions.get(name, name)) for name in split), *columns],
        [[*heads[codes], *found] for codes, found in zip(rows, cells, strict=True)],
        title=panel.title,
    )


def _matrix(panel: Panel, words: Words) -> Table:
    """Rows of the EU template down, figures across, both in the order in which they first occur.

    Rows are told apart by code, parent, description, country and language, never by what they are
    called: every category has a row "other".
    """
    used = [name for name in _PLACES if any(name in (f.dimensions or {}) for f in panel.figures)]
    rows: dict[tuple[str, ...], dict[Figures, Figure]] = {}
    names: dict[Figures, str] = {}
    for figure in panel.figures:
        dimensions = figure.dimensions or {}
        rest = {name: code for name, code in dimensions.items() if name not in _PLACES}
        column = figure.metric, tuple(sorted(rest.items()))
        title, more = (
            words.metrics.get(figure.metric, figure.metric),
            _codes(figure, words, [*rest]),
        )
        names.setdefault(column, f"{title}: {more}" if more else title)
        key = tuple(dimensions.get(name, "") for name in used)
        rows.setdefault(key, {})[column] = figure
    columns, cells = _across(names, list(rows.values()), {})
    return Table(
        [*map(Column, _head_names(used, words)), *columns],
        [[*_heads(key, used, words), *found] for key, found in zip(rows, cells, strict=True)],
        title=panel.title,
    )


def _across(
    names: dict[Figures, str], rows: list[dict[Figures, Figure]], absent: Mapping[Figures, Cell]
) -> tuple[list[Column], list[list[Cell]]]:
    """A column a figure, and behind a share the two counts that it is made of, where any row has
    them. ``absent`` is what stands where a row lacks a figure."""
    parted = {key for row in rows for key, figure in row.items() if has_parts(figure)}
    columns: list[Column] = []
    for key, name in names.items():
        columns.append(Column(name, "number"))
        if key in parted:
            columns += [Column(f"{name}, count", "integer"), Column(f"{name}, out of", "integer")]
    cells: list[list[Cell]] = []
    for row in rows:
        cells.append([])
        for key in names:
            figure = row.get(key)
            cells[-1].append(absent.get(key) if figure is None else figure_cell(figure))
            cells[-1] += _parts(figure) if key in parted else []
    return columns, cells


_TOTAL: Final = "TOTAL"
_CATEGORY: Final = "category"


def _head_names(used: list[str], words: Words) -> list[str]:
    named = [words.dimensions.get(name, name) for name in used if name != _CATEGORY]
    return ["Code", "Category", *named]


def _heads(key: tuple[str, ...], used: list[str], words: Words) -> list[Cell]:
    codes = dict(zip(used, key, strict=True))
    category = codes.pop(_CATEGORY)
    label = words.codes.get(_CATEGORY, {}).get(category, category) or "Total"
    places = [words.codes.get(name, {}).get(code, code) or None for name, code in codes.items()]
    return [category or _TOTAL, label, *places]


def _codes(figure: Figure, words: Words, names: list[str]) -> str:
    return ", ".join(words.code(figure, name) for name in names)
