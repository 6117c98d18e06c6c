"""The official EU template, filled: eleven CSV files and one workbook."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from harmscope.formats.write import whole
from harmscope.model.dsa_template import CATEGORY_SHEETS, Sheet, Template, TemplateRow, dsa_template
from harmscope.model.figure import Figure
from harmscope.model.report import Report
from harmscope.readers.result import place as place_of
from harmscope.render.table import Column, Table
from harmscope.render.writers import write

# The cells of each sheet of the EU template: fixed ones from the template, others from figures.

Value = str | int | float | None
Grid = list[list[Value]]

TOTAL: Final = "TOTAL"
OTHER: Final = "KEYWORD_OTHER"
_EXPANDED: Final = {"language", "territory"}
_PLACEHOLDER: Final = "[...]"
_CODE_LENGTH: Final = 2


@dataclass(frozen=True, slots=True)
class Figures:
    """A report's figures by metric and dimensions."""

    found: dict[tuple[str, frozenset[tuple[str, str]]], Figure]
    shown: Callable[[Figure | None], Any]
    """What stands in the cell of a figure."""

    def get(self, metric: str, dimensions: dict[str, str]) -> Figure | None:
        """The one figure with exactly these dimensions."""
        return self.found.get((metric, frozenset(dimensions.items())))

    def codes(self, metrics: Sequence[str], dimension: str, within: dict[str, str]) -> list[str]:
        """The codes of one dimension that figures with the dimensions ``within`` have, sorted;
        figures of member states count only where ``within`` names one."""
        wanted = set(within.items())
        kept = {"territory", dimension} if dimension == "territory" else {*within, dimension}
        return sorted(
            {
                code
                for metric, pairs in self.found
                if metric in metrics and wanted <= pairs
                if "territory" in kept or not any(name == "territory" for name, _ in pairs)
                for name, code in pairs
                if name == dimension
            }
        )


def figures_of(report: Report, shown: Callable[[Figure | None], Any] | None = None) -> Figures:
    """Every figure of the report; ``shown`` says what stands in a cell, its value else."""
    panels = (panel for section in report.sections for panel in section.panels)
    return Figures(
        {
            (figure.metric, frozenset((figure.dimensions or {}).items())): figure
            for panel in panels
            for figure in panel.figures
        },
        shown or _value,
    )


def grid(report: Report, number: int) -> Grid:
    """Header and rows of one sheet; ``None`` is a blank cell."""
    return _grid(report, number, figures_of(report))


def _grid(report: Report, number: int, figures: Figures) -> Grid:
    template = dsa_template()
    sheet = template.sheets[number]
    head: list[Value] = [column.headers["en"] for column in sheet.columns]
    if number == 2:
        return [head, *_names(template)]
    if number in CATEGORY_SHEETS:
        return [head, *_category_rows(report, template, sheet, figures)]
    return [head, *_indicator_rows(report, sheet, figures)]


@dataclass(frozen=True, slots=True)
class FigureCell:
    """Where a figure stands in the template: the name of the sheet, the cell in spreadsheet
    notation, and the words that name its row and column."""

    sheet: str
    cell: str
    words: tuple[str, ...]
    figure: Figure


def figure_cells(report: Report) -> Iterator[FigureCell]:
    """Every cell of the template that holds a figure of the report, sheet by sheet."""
    figures = figures_of(report, lambda figure: figure)
    for number, sheet in dsa_template().sheets.items():
        head, *rows = cast("list[list[Any]]", _grid(report, number, figures))
        for line, row in enumerate(rows, 2):
            for place, cell in enumerate(row):
                if isinstance(cell, Figure):
                    name = place_of(place, line)
                    words = _words(sheet, row, str(head[place]))
                    yield FigureCell(sheet.names["en"], name, words, cell)


_NAMING: Final = ("category_code", "other_description", "section", "indicator", "scope")


def _words(sheet: Sheet, row: list[Value], header: str) -> tuple[str, ...]:
    columns = zip(sheet.columns, row, strict=True)
    named = [str(cell).strip() for column, cell in columns if cell and column.key in _NAMING]
    return (*named, header.strip()) if sheet.number in CATEGORY_SHEETS else tuple(named)


def _names(template: Template) -> Iterator[list[Value]]:
    for label, description, code in template.category_rows:
        yield [label, description, code, None]


def _service(report: Report) -> str:
    return report.service


def _category_rows(
    report: Report, template: Template, sheet: Sheet, figures: Figures
) -> Iterator[list[Value]]:
    metrics = [column.metric for column in sheet.columns if column.metric]
    yield from _block(report, template, sheet, figures, "", sheet.categories)
    if sheet.member_state_categories:
        for state in figures.codes(metrics, "territory", {}):
            yield from _block(
                report, template, sheet, figures, state, sheet.member_state_categories
            )


def _block(  # noqa: PLR0917 - what a row of the sheet depends on
    report: Report,
    template: Template,
    sheet: Sheet,
    figures: Figures,
    state: str,
    categories: Sequence[str],
) -> Iterator[list[Value]]:
    above = ""
    for code in categories:
        above = code if code.startswith("STATEMENT_CATEGORY_") else above
        key = f"{above}/{OTHER}" if code == OTHER else "" if code == TOTAL else code
        where = {"category": key} if key else {}
        where |= {"territory": state} if state else {}
        texts = _descriptions(sheet, figures, where) if code == OTHER else [""]
        for text in texts:
            dimensions = where | ({"description": text} if text else {})
            fixed = {
                "applicability": sheet.applicability,
                "service": _service(report),
                "period": report.period,
                "category_code": code,
                "other_description": text or None,
                "scope": state or TOTAL,
            }
            yield _category_row(sheet, figures, fixed, dimensions)


def _descriptions(sheet: Sheet, figures: Figures, where: dict[str, str]) -> list[str]:
    """The descriptions of a row "other" that the columns of this sheet hold, sorted."""
    found = {
        text
        for column in sheet.columns
        if column.metric
        for text in figures.codes([column.metric], "description", where | column.dimensions)
    }
    return sorted(found)


def _category_row(
    sheet: Sheet, figures: Figures, fixed: dict[str, str | None], dimensions: dict[str, str]
) -> list[Value]:
    cells: dict[str, Value] = dict(fixed)
    for column in sheet.columns:
        if column.metric:
            figure = figures.get(column.metric, {**column.dimensions, **dimensions})
            cells[column.key] = figures.shown(figure)
            cells[f"ctx_{column.key}"] = _context(figure)
    return [cells.get(column.key) for column in sheet.columns]


def _indicator_rows(report: Report, sheet: Sheet, figures: Figures) -> Iterator[list[Value]]:
    for row, scope, dimensions in _expanded(sheet, figures):
        figure = figures.get(row.metric, dimensions)
        cells: dict[str, Value] = {
            "applicability": row.applicability,
            "service": _service(report),
            "period": report.period,
            "section": row.section,
            "indicator": row.indicator,
            "scope": scope,
            "value": figures.shown(figure),
            "context": _context(figure),
        }
        yield [cells.get(column.key) for column in sheet.columns]


def _expanded(sheet: Sheet, figures: Figures) -> Iterator[tuple[TemplateRow, str, dict[str, str]]]:
    """Every row, with the placeholder rows for languages or states replaced by those that occur.

    The official file writes its language rows for accuracy, precision and recall mixed up; here
    every metric has its rows together.
    """
    done: set[str] = set()
    for row in sheet.rows:
        if not _is_expanded(row):
            yield row, row.scope, row.dimensions
        elif row.metric not in done:
            done.add(row.metric)
            for dimension in sorted(_EXPANDED):
                for code in figures.codes([row.metric], dimension, {}):
                    yield row, code, {dimension: code}


def _is_expanded(row: TemplateRow) -> bool:
    """Whether the row stands for one language or state of many."""
    one_of_many = row.scope == _PLACEHOLDER or len(row.scope) == _CODE_LENGTH
    return one_of_many and not row.dimensions


def _value(figure: Figure | None) -> Value:
    if figure is None:
        return None
    if figure.text is not None:
        return figure.text
    return figure.value


def _context(figure: Figure | None) -> str | None:
    if figure is None:
        return None
    stated = figure.source.quoted if figure.source and figure.source.quoted else None
    notes = [*(figure.notes or ()), *([f"Source: {stated}"] if stated else [])]
    return " ".join(notes) or None


# Writes the filled EU template: ``dsa/`` with eleven CSV files, and one workbook.

FOLDER: Final = "dsa"
WORKBOOK: Final = "dsa-report.xlsx"


def write_template(report: Report, folder: Path) -> list[Path]:
    """Write all files of the template into ``folder``; gives their paths, the workbook first."""
    tables = [sheet_table(report, number) for number in dsa_template().sheets]
    (folder / FOLDER).mkdir(exist_ok=True)
    paths = [folder / WORKBOOK]
    with whole(paths[0]) as file:
        write("xlsx", tables, file)
    for table in tables:
        path = folder / FOLDER / f"{table.section}.csv"
        with whole(path) as file:
            write("csv", [table], file)
        paths.append(path)
    return paths


def sheet_table(report: Report, number: int) -> Table:
    """One sheet of the template."""
    head, *rows = grid(report, number)
    columns = [Column(str(name)) for name in head]
    return Table(columns, rows, section=dsa_template().sheets[number].names["en"])
