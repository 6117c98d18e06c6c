"""TikTok's quarterly enforcement workbook, read into figures and written back: eleven sheets of
four shapes.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.model.figure import Figure
from harmscope.readers.amounts import guarded
from harmscope.readers.numbers import Amount, quarter_of, read_amount, read_day
from harmscope.readers.result import Reading, Table, figure, known, place, read_tables, remark

# Reading.

DECIMALS_SHOWN = 6
"""Shares with more decimals than this are raw quotients, not rounded ones."""


@cache
def tiktok_sheets() -> dict[str, Any]:
    """What sheets and columns of the workbook hold, from ``tiktok_cger.toml``."""
    text = files("harmscope.readers").joinpath("tiktok_cger.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def read_tiktok_cger(path: Path) -> Reading:
    """Every data cell of the workbook as a figure; an empty cell is ``not_reported``, never zero.

    The same total on two sheets stays two figures. Raises UserError where no sheet is known.
    """
    tables, sources = read_tables(path)
    reading = Reading("tiktok-cger", service="TikTok", sources=sources)
    latest = _latest_quarter(tables)
    for table in tables:
        reading.findings += table.findings
        layout = tiktok_sheets()["sheets"].get(table.name.strip())
        if layout is None:
            reading.findings.append(remark("RD002", table, table.name))
            continue
        reading.figures += _figures(table, layout, latest, reading.findings)
    if not reading.figures:
        raise UserError(path.name, "no sheet of the workbook is known", "check the option --from")
    return reading


def _latest_quarter(tables: list[Table]) -> str | None:
    days = [
        day[0]
        for table in tables
        for row in table.rows[1:]
        if row and "-" in row[0] and (day := read_day(row[0]))
    ]
    return quarter_of(max(days, default=date.min))


def _figures(
    table: Table, layout: dict[str, Any], latest: str | None, findings: list[Finding]
) -> Iterator[Figure]:
    header = [name.strip() for name in table.rows[0]] if table.rows else []
    keys = 2 if layout["key"] in ("territory", "subcategory") else 1
    for at in range(keys, len(header)):
        meaning = layout.get("every_column") or layout["columns"].get(header[at])
        if meaning is None:
            if any(row[at].strip() for row in table.rows):
                findings.append(remark("RD003", table, place(at, 1)))
            continue
        usual = _usual_step(row[at] for row in table.rows[1:])
        for line, row in enumerate(table.rows[1:], start=2):
            if not row[0].strip():
                continue
            text = row[at].strip()
            amount, code = guarded(text, meaning["unit"])
            code = "RD010" if amount is None and text and code is None else code
            if code is not None:
                findings.append(remark(code, table, place(at, line)))
            yield figure(
                **_meant(meaning, _where(layout, header[at], row, latest)),
                **_valued(amount, usual),
                assurance="self_reported",
                source=known(
                    sha256=table.sha256,
                    sheet=table.name,
                    cell=place(at, line),
                    quoted=row[at].strip()[:500] or None,
                ),
            )


def _where(
    layout: dict[str, Any], column: str, row: list[str], latest: str | None
) -> dict[str, Any]:
    if layout["key"] == "period":
        day = read_day(row[0])
        dimensions = {"category": column} if "every_column" in layout else {}
        return {"period": quarter_of(day[0]) if day else None, "dimensions": dimensions}
    named = {
        "category": {"category": row[0].strip()},
        "territory": {"territory": row[0].strip()},
        "subcategory": {"category": f"{row[0].strip()}/{row[1].strip()}"},
    }
    return {"period": latest, "dimensions": named[layout["key"]]}


def _meant(meaning: dict[str, Any], where: dict[str, Any]) -> dict[str, object]:
    dimensions = {**meaning.get("dimensions", {}), **where["dimensions"]}
    territory = dimensions.get("territory")
    policies = _policies(dimensions)
    return {
        "metric": meaning["metric"],
        "unit": meaning["unit"],
        "estimand": meaning["estimand"],
        "denominator_name": meaning.get("denominator_name"),
        "basis": meaning.get("basis"),
        "dimensions": dimensions,
        "scheme": tiktok_sheets()["scheme"] if "category" in dimensions else None,
        "scope": known(service="TikTok", geography=territory or "world", policies=policies),
        "period": where["period"],
    }


def _valued(amount: Amount | None, usual: float | None) -> dict[str, object]:
    if amount is None:
        return {"status": "not_reported"}
    return {
        "value": amount.value,
        "bounds": known(low=amount.low, high=amount.high),
        "status": "exact" if amount.value is not None else "estimate",
        "rounding": _rounding(amount, usual),
    }


def _policies(dimensions: dict[str, str]) -> str | None:
    return dimensions.get("category") or ("all" if "reason" not in dimensions else None)


def _usual_step(cells: Iterable[str]) -> float | None:
    steps = Counter(amount.step for cell in cells if (amount := read_amount(cell)) and amount.step)
    return steps.most_common(1)[0][0] if steps else None


def _rounding(amount: Amount, usual: float | None) -> float | None:
    """The step of a share. A workbook drops closing zeros, so the column's usual step counts."""
    if amount.step is None and usual is None:
        return None
    step = min(each for each in (amount.step, usual) if each is not None)
    return step if step >= 10**-DECIMALS_SHOWN else None


# Writing back, from the values alone.

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
