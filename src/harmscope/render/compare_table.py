"""A comparison as one flat table: a row for each pair, the verdict in every row."""

import csv
import io

from harmscope.comparison import Comparison
from harmscope.comparison.groups import Group
from harmscope.comparison.side import Side
from harmscope.comparison.verdicts import VERDICTS, Pair
from harmscope.render.plain import safe

HEADER = (
    "group", "concept", "category", "splits", "verdict", "failed_axes", "axes_asking_for_care",
    "reasons", "service_a", "metric_a", "period_a", "value_a", "low_a", "high_a", "unit_a",
    "status_a", "edition_a", "source_a", "service_b", "metric_b", "period_b", "value_b", "low_b",
    "high_b", "unit_b", "status_b", "edition_b", "source_b", "ratio_low", "ratio_high", "ranking",
)  # fmt: skip


def comparison_csv(comparison: Comparison) -> str:
    """The table as CSV text. A text cell that a spreadsheet would run gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(comparison_rows(comparison))
    return out.getvalue()


def comparison_rows(comparison: Comparison) -> list[list[str | float | int]]:
    """One row for each pair under ``HEADER``; what is not known is an empty cell."""
    return [_row(comparison, group, pair) for group in comparison.groups for pair in group.pairs]


def source_text(comparison: Comparison, side: Side) -> str:
    """Where a figure stands: file, sheet, cell or address."""
    report = comparison.reports[side.report]
    names = {digest: name for name, digest in report.sources.items()}
    spots = []
    for figure in side.parts or (side.figure,):
        source = figure.source
        if source is None:
            spots.append(report.file)
            continue
        file = names.get(source.sha256 or "", report.file)
        sheet = source.sheet if source.sheet and not file.startswith(source.sheet) else None
        spots.append(" ".join(each for each in (file, sheet, source.cell, source.address) if each))
    return "; ".join(spots)


def _row(comparison: Comparison, group: Group, pair: Pair) -> list[str | float | int]:
    unclear = pair.open()
    reasons = [f"{axis}: {pair.axes[axis].reason}" for axis in (*pair.failed(), *unclear)]
    low, high = pair.ratio or (None, None)
    cells: list[str | float | int | None] = [
        group.id,
        group.concept.title,
        group.category_label if group.category else "",
        "; ".join(f"{name}={code}" for name, code in group.splits),
        VERDICTS[pair.verdict],
        ", ".join(pair.failed()),
        ", ".join(unclear),
        "; ".join(reasons),
        *_side(comparison, pair.a),
        *_side(comparison, pair.b),
        low,
        high,
        " > ".join(group.ranking.order) or f"refused: {'; '.join(group.ranking.refused)}",
    ]
    return ["" if cell is None else safe(cell) if isinstance(cell, str) else cell for cell in cells]


def _side(comparison: Comparison, side: Side) -> list[str | float | int | None]:
    limits = side.range
    return [
        side.service,
        side.metric,
        side.figure.period,
        side.figure.value,
        limits.low if limits else None,
        limits.high if limits else None,
        side.figure.unit,
        side.figure.status,
        side.edition,
        source_text(comparison, side),
    ]
