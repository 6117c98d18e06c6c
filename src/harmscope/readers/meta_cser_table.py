"""Writes figures back as the rows of Meta's enforcement file, from their values alone."""

import csv
import io
from collections.abc import Iterable, Iterator

from harmscope.model.figure import Figure, Number
from harmscope.readers.meta_cser import COLUMNS, meta_metrics

Row = tuple[str, str, str, str, str]


def meta_cser_rows(figures: Iterable[Figure]) -> list[Row]:
    """Rows (app, policy area, metric, period, value) as the file has them, sorted.

    Each value is formed anew from value, bounds and status; the text kept in ``source.quoted`` is
    not used, so a cell that was misread shows.
    """
    return sorted(row for figure in figures for row in _rows(figure))


def meta_cser_table(figures: Iterable[Figure]) -> str:
    """The rows with their header as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(meta_cser_rows(figures))
    return out.getvalue()


def _rows(figure: Figure) -> Iterator[Row]:
    app = (figure.scope.service if figure.scope else None) or ""
    policy = (figure.dimensions or {}).get("category", "")
    for metric, text in _cells(figure):
        yield app, policy, metric, _quarter(figure.period or ""), text


def _cells(figure: Figure) -> list[tuple[str, str]]:
    if figure.metric != "views.violative_share":
        return [(_name(figure), _shown(figure, figure.value))]
    bounds = figure.bounds
    if figure.value is not None:
        return [("Prevalence", _shown(figure, figure.value))]
    if bounds is not None and bounds.low is None:
        return [("UBP", _shown(figure, bounds.high))]
    low, high = (bounds.low, bounds.high) if bounds else (None, None)
    return [
        ("Lowerbound Prevalence", _shown(figure, low)),
        ("Upperbound Prevalence", _shown(figure, high)),
    ]


def _name(figure: Figure) -> str:
    data = meta_metrics()
    tables: tuple[dict[str, dict[str, str]], ...] = (data["metrics"], data["accounts"]["metrics"])
    return next(
        name
        for table in tables
        for name, meaning in table.items()
        if meaning["metric"] == figure.metric
    )


def _shown(figure: Figure, value: Number | None) -> str:
    if value is None:
        return "N/A"
    return f"{value * 100:.2f}%" if figure.unit == "share" else f"{value:,}"


def _quarter(period: str) -> str:
    year, month = period[:4], period[5:7]
    return f"{year}Q{(int(month) + 2) // 3}" if month else ""
