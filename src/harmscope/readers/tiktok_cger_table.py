"""Writes figures back as the cells of TikTok's enforcement workbook, from their values alone."""

from collections.abc import Iterable
from typing import Any

from harmscope.model.figure import Figure
from harmscope.readers.tiktok_cger import tiktok_sheets

Cell = tuple[str, str, str, str]


def tiktok_cger_cells(figures: Iterable[Figure]) -> list[Cell]:
    """Cells as (sheet, row, column, text), sorted; text is formed from the value anew.

    A row is named by its day, policy, country code, or policy and sub-policy with a slash.
    """
    return sorted(_cell(figure) for figure in figures)


def _cell(figure: Figure) -> Cell:
    sheet = (figure.source.sheet if figure.source else None) or ""
    layout = tiktok_sheets()["sheets"][sheet.strip()]
    dimensions = figure.dimensions or {}
    text = "" if figure.value is None else repr(figure.value)
    if layout["key"] == "period":
        row = (figure.period or "/").split("/")[1]
        column = dimensions["category"] if "every_column" in layout else _column(layout, figure)
    else:
        row = dimensions["territory" if layout["key"] == "territory" else "category"]
        column = _column(layout, figure)
    return sheet, row, column, text


def _column(layout: dict[str, Any], figure: Figure) -> str:
    kept = {
        name: code
        for name, code in (figure.dimensions or {}).items()
        if name not in ("category", "territory")
    }
    columns: dict[str, dict[str, Any]] = layout["columns"]
    return next(
        name
        for name, meaning in columns.items()
        if meaning["metric"] == figure.metric and meaning.get("dimensions", {}) == kept
    )
