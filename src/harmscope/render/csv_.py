"""CSV that a spreadsheet opens without running anything: no cell starts a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from harmscope.model.figure import Figure
from harmscope.model.report import Panel, Report, Section

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

COLUMNS = (
    "section", "panel", "metric", "title", "value", "unit", "status", "text",
    "dimension_1", "code_1", "label_1", "dimension_2", "code_2", "label_2", "scheme",
    "numerator", "denominator", "denominator_name", "low", "high",
    "interval_method", "interval_level", "interval_low", "interval_high",
    "period", "service", "estimand", "assurance", "rounding", "edition", "notes",
)  # fmt: skip
"""Columns of ``figures.csv``, always all of them and in this order."""


def safe(text: str) -> str:
    """``text`` with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_STARTS) else text


def table_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as CSV after RFC 4180: comma, CRLF, every cell of text made safe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(cell) for cell in head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def figures_csv(report: Report) -> str:
    """Every figure of the report, one row each, in the order of the report."""
    return table_csv(COLUMNS, figure_rows(report))


def figure_rows(report: Report) -> list[list[str]]:
    """The cells of every figure, in the order of ``COLUMNS``; nothing is made safe here."""
    labels = {dimension.id: dimension.codes for dimension in report.dimensions}
    titles = {definition.metric: definition.title for definition in report.definitions}
    rows = []
    for section in report.sections:
        for panel in section.panels:
            for figure in panel.figures:
                cells = _cells(figure, labels) | _place(section, panel, figure, titles)
                cells["service"] = report.service
                rows.append([cells.get(column, "") for column in COLUMNS])
    for name, figures in (("mapping", report.mapping), ("completeness", report.completeness)):
        for figure in figures:
            cells = _cells(figure, labels) | {"section": "quality", "panel": name}
            cells |= {"title": titles.get(figure.metric, ""), "service": report.service}
            rows.append([cells.get(column, "") for column in COLUMNS])
    return rows


def _place(
    section: Section, panel: Panel, figure: Figure, titles: dict[str, str]
) -> dict[str, str]:
    return {"section": section.id, "panel": panel.id, "title": titles.get(figure.metric, "")}


def _cells(figure: Figure, labels: dict[str, dict[str, str]]) -> dict[str, str]:
    members = figure.as_dict()
    cells = {name: str(members[name]) for name in COLUMNS if name in members}
    cells["notes"] = " ".join(figure.notes or ())
    for place, (dimension, code) in enumerate((figure.dimensions or {}).items(), start=1):
        cells[f"dimension_{place}"] = dimension
        cells[f"code_{place}"] = code
        cells[f"label_{place}"] = labels.get(dimension, {}).get(code, code)
    if figure.bounds is not None:
        cells |= _given(low=figure.bounds.low, high=figure.bounds.high)
    if figure.interval is not None:
        cells |= _given(
            interval_method=figure.interval.method,
            interval_level=figure.interval.level,
            interval_low=figure.interval.low,
            interval_high=figure.interval.high,
        )
    return cells


def _given(**members: object) -> dict[str, str]:
    return {name: str(value) for name, value in members.items() if value is not None}
