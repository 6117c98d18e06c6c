"""A reconciliation as text, as JSON and as CSV."""

from typing import Any

from harmscope.reconciliation import WORDS, Cell, Reconciliation
from harmscope.render.figure_text import limits_text
from harmscope.render.table import Column, Table

SHOWN = 30
COLUMNS = (
    Column("metric"), Column("dimensions"), Column("report", "number"),
    Column("records", "number"), Column("state"), Column("ratio_low", "number"),
    Column("ratio_high", "number"), Column("contested"),
)  # fmt: skip


def reconciliation_text(found: Reconciliation) -> str:
    """How many cells agree, the cells that differ, the largest first, and what may explain it."""
    counts = [f"{len(found.of(state)):,} {words}" for state, words in WORDS.items()]
    lines = [f"{len(found.cells):,} cells: {', '.join(counts)}"]
    differing = [cell for cell in found.cells if cell.state != "equal"]
    lines += [_line(cell) for cell in differing[:SHOWN]]
    if len(differing) > SHOWN:
        lines.append(f"{len(differing) - SHOWN:,} more differ: print them with --format csv")
    if found.reasons:
        lines += ["Known reasons that may explain it; none of them is concluded:"]
        lines += [f"  {reason}" for reason in found.reasons]
    return "\n".join(lines)


def reconciliation_document(found: Reconciliation) -> dict[str, Any]:
    """The record ``reconciliation``: every cell with both numbers, state and ratio."""
    return {
        "record": "reconciliation",
        "version": "1.0",
        "report": {"file": found.report.file, "sha256": found.report.sha256},
        "records": found.counted.sources,
        "service": found.counted.service,
        "period": found.counted.period,
        "cells": [_cell(cell) for cell in found.cells],
        "reasons": list(found.reasons),
    }


def reconciliation_table(found: Reconciliation) -> Table:
    """One row a cell."""
    rows = []
    for cell in found.cells:
        low, high = cell.ratio or (None, None)
        rows.append(
            [cell.metric, _dimensions(cell), cell.reported, cell.counted, cell.state, low, high,
             str(cell.contested).lower()]
        )  # fmt: skip
    return Table(COLUMNS, rows, section="Cells")


def _line(cell: Cell) -> str:
    named = f" ({_dimensions(cell)})" if cell.dimensions else ""
    reported = "no number" if cell.reported is None else f"{cell.reported:,}"
    counted = "no number" if cell.counted is None else f"{cell.counted:,}"
    times = f", {limits_text(cell.ratio)} times" if cell.ratio else ""
    contested = ", contested" if cell.contested else ""
    return f"  {cell.title}{named}: {reported} reported, {counted} in records{times}{contested}"


def _dimensions(cell: Cell) -> str:
    return "; ".join(f"{name}={code}" for name, code in cell.dimensions.items())


def _cell(cell: Cell) -> dict[str, Any]:
    found = {
        "metric": cell.metric, "title": cell.title, "dimensions": cell.dimensions,
        "report": cell.reported, "records": cell.counted, "state": cell.state,
        "ratio": list(cell.ratio) if cell.ratio else None, "contested": cell.contested,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}
