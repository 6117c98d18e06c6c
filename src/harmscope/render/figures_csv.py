"""Figures as a table: the publisher's own layout where it has one, else one row a figure."""

import csv
import io
from collections.abc import Iterable

from harmscope.model.figure import Figure
from harmscope.readers.meta_cser import COLUMNS, meta_cser_rows
from harmscope.readers.tiktok_cger import tiktok_cger_cells
from harmscope.render.plain import safe

HEADER = (
    "service", "surface", "geography", "period", "metric", "unit", "dimensions", "scheme",
    "value", "low", "high", "status", "estimand", "denominator_name", "rounding", "edition",
    "assurance", "sha256", "sheet", "cell",
)  # fmt: skip


def figures_table(figures: Iterable[Figure], kind: str) -> str:
    """CSV text. ``meta-cser`` and ``tiktok-cger`` give back the published cells."""
    if kind == "meta-cser":
        return _csv([COLUMNS, *(tuple(map(safe, row)) for row in meta_cser_rows(figures))])
    if kind == "tiktok-cger":
        return _csv(
            [
                ("sheet", "row", "column", "value"),
                *(tuple(map(safe, row)) for row in tiktok_cger_cells(figures)),
            ]
        )
    return _csv([HEADER, *map(figure_row, figures)])


def figure_row(figure: Figure) -> tuple[str, ...]:
    """One figure as cells under ``HEADER``; what is not known is an empty cell."""
    scope, bounds, source = figure.scope, figure.bounds, figure.source
    dimensions = "; ".join(f"{name}={code}" for name, code in (figure.dimensions or {}).items())
    cells = (
        scope.service if scope else None,
        scope.surface if scope else None,
        scope.geography if scope else None,
        figure.period, figure.metric, figure.unit, dimensions, figure.scheme, figure.value,
        bounds.low if bounds else None,
        bounds.high if bounds else None,
        figure.status, figure.estimand, figure.denominator_name, figure.rounding,
        figure.edition, figure.assurance,
        source.sha256 if source else None,
        source.sheet if source else None,
        source.cell if source else None,
    )  # fmt: skip
    return tuple(
        "" if cell is None else safe(cell) if isinstance(cell, str) else str(cell) for cell in cells
    )


def _csv(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
