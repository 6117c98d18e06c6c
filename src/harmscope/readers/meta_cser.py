"""Meta's quarterly enforcement file, read into figures and written back: one row a cell, five
columns, several services.
"""

import csv
import io
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.model.figure import Figure, Number
from harmscope.readers.amounts import guarded
from harmscope.readers.numbers import Amount, quarter, rounding_steps, step_of
from harmscope.readers.result import Reading, Table, figure, known, read_tables, remark, shown

# Reading.

COLUMNS = ("app", "policy_area", "metric", "period", "value")


@dataclass(frozen=True, slots=True)
class Cell:
    """One data row of the file: ``place`` is the spreadsheet cell of its value."""

    app: str
    policy: str
    metric: str
    period: str
    text: str
    place: str
    amount: Amount | None


@cache
def meta_metrics() -> dict[str, Any]:
    """What each metric of the file is, from ``meta_cser.toml``."""
    text = files("harmscope.readers").joinpath("meta_cser.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def read_meta_cser(path: Path) -> Reading:
    """Every data cell of the file as a figure; lower and upper bound of one share make one.

    "N/A" gives a figure of status ``not_reported``, which is not zero. Raises UserError where the
    five columns are not there.
    """
    tables, sources = read_tables(path)
    reading = Reading("meta-cser", sources=sources)
    for table in tables:
        cells = _cells(table, reading.findings)
        steps = _steps(cells)
        for group in _groups(cells).values():
            reading.figures.append(_figure(table, group, steps))
        reading.findings += table.findings
    return reading


def _cells(table: Table, findings: list[Finding]) -> list[Cell]:
    header = [name.strip().lower() for name in table.rows[0]] if table.rows else []
    if not set(COLUMNS) <= set(header):
        fix = f"give a CSV with the columns {', '.join(COLUMNS)}"
        raise UserError(table.file, "this is not the enforcement file", fix)
    at = {name: header.index(name) for name in COLUMNS}
    letter = chr(ord("A") + at["value"])
    cells = []
    for line, row in enumerate(table.rows[1:], start=2):
        if not any(row):
            continue
        if len(row) < len(header):
            findings.append(remark("RD014", table, f"row {line}"))
            continue
        app, policy, metric, period, text = (row[at[name]].strip() for name in COLUMNS)
        cell = Cell(app, policy, metric, period, text, f"{letter}{line}", None)
        amount, code = guarded(text, (_meaning(cell) or {}).get("unit", "items"))
        if code is not None:
            findings.append(remark(code, table, cell.place, shown(text)))
        cell = replace(cell, amount=amount)
        cells.append(cell)
        findings += _faults(table, cell)
    return cells


def _faults(table: Table, cell: Cell) -> list[Finding]:
    faults = []
    if cell.amount is None and cell.text not in meta_metrics()["absent"]:
        faults.append(remark("RD010", table, cell.place))
    if quarter(cell.period) is None:
        faults.append(remark("RD020", table, cell.place))
    if _meaning(cell) is None:
        faults.append(remark("RD044", table, cell.place))
    return faults


def _meaning(cell: Cell) -> dict[str, Any] | None:
    accounts = meta_metrics()["accounts"]
    metrics = accounts["metrics"] if cell.policy in accounts["policy_areas"] else {}
    general = meta_metrics()["metrics"].get(cell.metric)
    found: dict[str, Any] | None = metrics.get(cell.metric, general)
    return found


def _groups(cells: list[Cell]) -> dict[tuple[str, ...], list[Cell]]:
    groups: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        meaning = _meaning(cell) or {}
        paired = meaning.get("bound") in ("low", "high")
        name = meaning["metric"] if paired else cell.metric
        groups[(cell.app, cell.policy, name, cell.period)].append(cell)
    return groups


def _steps(cells: list[Cell]) -> dict[tuple[str, str], dict[int, int]]:
    counts: dict[tuple[str, str], list[int]] = defaultdict(list)
    for cell in cells:
        if cell.amount and isinstance(cell.amount.value, int):
            counts[cell.app, cell.metric].append(cell.amount.value)
    return {key: rounding_steps(values) for key, values in counts.items()}


def _figure(
    table: Table, cells: list[Cell], steps: dict[tuple[str, str], dict[int, int]]
) -> Figure:
    first = cells[0]
    meaning = _meaning(first) or {"metric": "unknown.metric", "unit": "items"}
    return figure(
        metric=meaning["metric"],
        unit=meaning["unit"],
        estimand=meaning.get("estimand"),
        denominator_name=meaning.get("denominator_name"),
        basis=meaning.get("basis"),
        dimensions=_dimensions(first),
        scheme=meta_metrics()["scheme"],
        scope=known(service=first.app, geography="world", policies=first.policy),
        period=quarter(first.period),
        assurance="self_reported",
        source=known(
            sha256=table.sha256,
            sheet=table.name,
            cell=", ".join(cell.place for cell in cells),
            quoted=" to ".join(cell.text for cell in cells if cell.text)[:500] or None,
        ),
        **_values(cells, steps),
    )


def _dimensions(cell: Cell) -> dict[str, str]:
    named = {"category": cell.policy}
    return named if _meaning(cell) else {**named, "metric": cell.metric}


def _values(cells: list[Cell], steps: dict[tuple[str, str], dict[int, int]]) -> dict[str, object]:
    amounts = [cell.amount for cell in cells]
    if all(amount is None for amount in amounts):
        return {"status": "not_reported"}
    bounds = {
        {"only_high": "high"}.get(bound, bound): cell.amount.value
        for cell in cells
        if cell.amount and (bound := (_meaning(cell) or {}).get("bound"))
    }
    step = next((amount.step for amount in amounts if amount), None)
    if bounds:
        return {"bounds": bounds, "status": "estimate", "rounding": step}
    amount = cells[0].amount
    value = amount.value if amount else None
    if isinstance(value, int):
        step = step_of(value, steps.get((cells[0].app, cells[0].metric), {}))
    estimate = (_meaning(cells[0]) or {}).get("estimand") == "sampled_exposure"
    return {"value": value, "status": "estimate" if estimate else "exact", "rounding": step}


# Writing back, from the values alone.

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
    for metric, text in _table_cells(figure):
        yield app, policy, metric, _quarter(figure.period or ""), text


def _table_cells(figure: Figure) -> list[tuple[str, str]]:
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
