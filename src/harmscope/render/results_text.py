"""Results of small commands as text: a report read, a reconciliation."""

from collections import Counter
from pathlib import Path
from typing import Any

from harmscope.errors import UserError, many
from harmscope.findings import Finding, Tally
from harmscope.formats.write import whole
from harmscope.readers import Reading
from harmscope.readers.meta_cser import COLUMNS as META_COLUMNS
from harmscope.readers.meta_cser import meta_cser_rows
from harmscope.readers.tiktok_cger import tiktok_cger_cells
from harmscope.reading import write_published
from harmscope.reconciliation import WORDS, Cell, Reconciliation
from harmscope.render.figure_text import limits_text
from harmscope.render.figures_table import figures_table
from harmscope.render.table import Column, Table, table
from harmscope.render.writers import ENDINGS, write

# What reading a published report gave: as text, as JSON and as a file.

SAMPLES = 5


def reading_text(reading: Reading) -> str:
    """Figures by status, then every kind of remark with its count and first places."""
    statuses = Counter(figure.status for figure in reading.figures)
    by_status = ", ".join(f"{count:,} {status}" for status, count in statuses.most_common())
    lines = [f"{many(len(reading.figures), 'figure')} ({by_status or 'none'})"]
    lines += [f"service {reading.service}"] if reading.service else []
    edition = (reading.edition or "").removeprefix("edition ")
    lines += [f"edition {edition}"] if edition else []
    tally = Tally(samples_per_rule=SAMPLES)
    tally.extend(reading.findings)
    for rule in tally.rules():
        samples = list(tally.samples(rule))
        lines.append(f"{rule} {samples[0].severity} {samples[0].slug}: {tally.counts[rule]:,}")
        lines += [f"    {_reading_line(each)}" for each in samples]
        if tally.counts[rule] > len(samples):
            more = tally.counts[rule] - len(samples)
            lines.append(
                f"    and {more:,} more; {'it is' if more == 1 else 'all are'} in the report"
            )
    return "\n".join(lines)


def reading_summary(reading: Reading) -> dict[str, object]:
    """The same as JSON: ``figures``, ``statuses``, ``findings`` (all of them), ``counts``."""
    tally = Tally()
    tally.extend(reading.findings)
    return {
        "figures": len(reading.figures),
        "statuses": dict(sorted(Counter(figure.status for figure in reading.figures).items())),
        "service": reading.service,
        "edition": reading.edition,
        "counts": {rule: tally.counts[rule] for rule in tally.rules()},
        "findings": [finding.as_dict() for finding in reading.findings],
    }


def _reading_line(finding: Finding) -> str:
    place = f"{finding.file} {finding.pointer}".strip()
    return f"{place}: {finding.message}"


def write_reading(reading: Reading, path: Path) -> None:
    """Write the reading to ``path``: ``.json`` as the canonical report, other endings as a table.

    Raises UserError for an ending that nothing is written as.
    """
    ending = path.suffix.removeprefix(".")
    if ending == "json":
        write_published(reading, path)
    elif ending in ENDINGS:
        with whole(path) as file:
            write(ending, [reading_table(reading)], file)
    else:
        known = ", ".join(f".{name}" for name in ("json", *ENDINGS))
        raise UserError("--output", "the output format is not known", f"end the name in {known}")


def reading_table(reading: Reading) -> Table:
    """The publisher's own layout where it has one, else one row a figure.

    The cells of ``meta-cser`` and ``tiktok-cger`` are formed as their publishers write them.
    """
    if reading.format == "meta-cser":
        return table(META_COLUMNS, meta_cser_rows(reading.figures))
    if reading.format == "tiktok-cger":
        return table(("sheet", "row", "column", "value"), tiktok_cger_cells(reading.figures))
    return figures_table(reading.figures)


# A reconciliation as text, as JSON and as CSV.

SHOWN = 30
COLUMNS = (
    Column("metric"), Column("dimensions"), Column("report", "number"),
    Column("records", "number"), Column("state"), Column("ratio_low", "number"),
    Column("ratio_high", "number"), Column("contested"),
)  # fmt: skip


def reconciliation_text(found: Reconciliation) -> str:
    """How many cells agree, the cells that differ, the largest first, and what may explain it."""
    counts = [f"{len(found.of(state)):,} {words}" for state, words in WORDS.items()]
    lines = [f"{many(len(found.cells), 'cell')}: {', '.join(counts)}"]
    differing = [cell for cell in found.cells if cell.state != "equal"]
    lines += [_line(cell) for cell in differing[:SHOWN]]
    if (more := len(differing) - SHOWN) > 0:
        verb = "differs" if more == 1 else "differ"
        lines.append(f"{more:,} more {verb}: print them with --format csv")
    if found.reasons:
        lines += ["Known reasons that may explain it; none of them is proved:"]
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
