"""Reads a hand-filled CSV of figures that stand only in prose or in a PDF."""

from pathlib import Path

from pydantic import ValidationError

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period
from harmscope.readers.amounts import guarded, has_decimal_commas, is_count
from harmscope.readers.numbers import read_day
from harmscope.readers.result import (
    Reading,
    Table,
    figure,
    known,
    place,
    read_tables,
    remark,
    shown,
)

REQUIRED = ("metric", "unit", "service", "period", "address", "retrieved", "quoted")
NUMBERS = ("value", "low", "high", "rounding", "numerator", "denominator")
INTERVAL = ("interval_method", "interval_level", "interval_low", "interval_high")
TEXTS = ("status", "estimand", "denominator_name", "scheme", "assurance", "edition", "note")
SCOPE = ("surface", "geography", "policies", "spam")
COLUMNS = (*REQUIRED, *NUMBERS, *INTERVAL, *TEXTS, *SCOPE)
UNIT_OF = {"numerator": "items", "denominator": "items", "interval_level": "share"}
"""Numbers that are counts or shares, whatever the figure's unit is."""

PREFIXES = ("dimension.", "basis.")
"""Further columns: ``dimension.category`` and the like, ``basis.automation`` and the like."""


def read_figures_csv(path: Path) -> Reading:
    """One figure a row. A row that is no figure is a finding and is left out.

    Each row must name metric, unit, service, period, source address, day of retrieval and the
    quoted words, and hold a value, a bound, or a status that says why there is none. Raises
    UserError where a required column is missing or a column is not known.
    """
    tables, sources = read_tables(path)
    reading = Reading("figures", sources=sources)
    for table in tables:
        reading.findings += table.findings
        header = [name.strip() for name in table.rows[0]] if table.rows else []
        _check_header(table, header)
        commas = has_decimal_commas(
            cell
            for row in table.rows[1:]
            for name, cell in zip(header, row, strict=False)
            if name in NUMBERS
        )
        for line, row in enumerate(table.rows[1:], start=2):
            if any(cell.strip() for cell in row):
                made = _figure(table, header, line, row, reading.findings, commas=commas)
                reading.figures += [made] if made else []
    return reading


def _check_header(table: Table, header: list[str]) -> None:
    missing = [name for name in REQUIRED if name not in header]
    strange = [n for n in header if n and n not in COLUMNS and not n.startswith(PREFIXES)]
    if missing:
        raise UserError(table.file, f"columns are missing: {', '.join(missing)}", "add them")
    if strange:
        fix = f"use {', '.join(COLUMNS)}, dimension.NAME or basis.NAME"
        raise UserError(table.file, f"{len(strange)} columns are not known", fix)


def _figure(
    table: Table, header: list[str], line: int, row: list[str], findings: list[Finding],
    *, commas: bool,
) -> Figure | None:  # fmt: skip
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=False) if cell.strip()}
    faults = [
        (place(header.index(name), line), f"{name} is missing")
        for name in REQUIRED
        if name not in cells
    ]
    numbers, said = {}, []
    for name in (*NUMBERS, *INTERVAL[1:]):
        if name in cells:
            at, unit = place(header.index(name), line), UNIT_OF.get(name, cells.get("unit", ""))
            numbers[name], code = guarded(cells[name], unit, commas=commas)
            if code is not None:
                said.append(remark(code, table, at, shown(cells[name])))
            if (amount := numbers[name]) is None or amount.value is None:
                faults.append((at, f"{name} is not a plain number"))
    day = read_day(cells.get("retrieved", ""))
    if "retrieved" in cells and day is None:
        faults.append((place(header.index("retrieved"), line), "retrieved is not a day"))
    if not faults:
        values = {name: amount.value for name, amount in numbers.items() if amount}
        made = _built(table, line, cells, values, day[0].isoformat() if day else None)
        if isinstance(made, Figure):
            findings += said
            return made
        faults.append((f"row {line}", made))
    findings += [remark("RD060", table, at, words) for at, words in faults]
    return None


def _built(
    table: Table, line: int, cells: dict[str, str], values: dict[str, int | float | None],
    retrieved: str | None,
) -> Figure | str:  # fmt: skip
    bounds = known(low=values.get("low"), high=values.get("high"))
    if values.get("value") is None and not bounds and "status" not in cells:
        return "neither a value nor a bound nor a status"
    if not _is_period(cells["period"]):
        return "period: no two days FROM/TO, the earlier one first"
    for low, high in (("low", "high"), ("interval_low", "interval_high")):
        one, two = values.get(low), values.get(high)
        if one is not None and two is not None and one > two:
            return f"{low} lies above {high}"
    named = [name for name in INTERVAL if name in cells]
    if named and len(named) != len(INTERVAL):
        return "an interval needs method, level, low and high"
    interval = known(
        method=cells.get("interval_method"),
        level=values.get("interval_level"),
        low=values.get("interval_low"),
        high=values.get("interval_high"),
    )
    is_exact = not (bounds or interval) and is_count(values.get("value"), cells["unit"])
    try:
        return figure(
            metric=cells["metric"],
            unit=cells["unit"],
            value=values.get("value"),
            bounds=bounds,
            interval=interval,
            numerator=values.get("numerator"),
            denominator=values.get("denominator"),
            denominator_name=cells.get("denominator_name"),
            status=cells.get("status", "exact" if is_exact else "estimate"),
            estimand=cells.get("estimand"),
            dimensions=_prefixed(cells, "dimension."),
            basis=_prefixed(cells, "basis."),
            scheme=cells.get("scheme"),
            scope=known(service=cells["service"], **{name: cells.get(name) for name in SCOPE}),
            period=cells["period"],
            rounding=values.get("rounding"),
            edition=cells.get("edition"),
            assurance=cells.get("assurance"),
            source=known(
                sha256=table.sha256, sheet=table.name, cell=f"row {line}", retrieved=retrieved,
                address=cells["address"], quoted=cells["quoted"],
            ),
            notes=[cells["note"]] if "note" in cells else None,
        )  # fmt: skip
    except ValidationError as error:
        members = sorted(
            {".".join(map(str, each["loc"][:2])) for each in error.errors(include_input=False)}
        )
        return f"not valid: {', '.join(members)}"


def _is_period(text: str) -> bool:
    try:
        return str(parse_period(text)) == text
    except UserError:
        return False


def _prefixed(cells: dict[str, str], prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): text for name, text in cells.items() if name.startswith(prefix)
    }
