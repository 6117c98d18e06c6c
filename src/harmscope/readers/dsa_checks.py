"""The official EU report, read and checked against itself."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.model.dsa_template import CATEGORY_SHEETS
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period
from harmscope.readers.dsa_contradictions import contradictions, sheets_missing
from harmscope.readers.dsa_indicators import identification, indicator_figures
from harmscope.readers.dsa_layout import Layout, lay_out
from harmscope.readers.dsa_sheets import category_figures
from harmscope.readers.dsa_sums import belongs, contest
from harmscope.readers.dsa_surfaces import places
from harmscope.readers.dsa_terms import is_placeholder
from harmscope.readers.numbers import read_day
from harmscope.readers.result import Reading, Table, mark_conflicts, read_tables, remark
from harmscope.rules import CATALOGUE

# Numbers of an EU report that cannot be as they stand: parts above wholes, medians too long.

WHOLES = {"measures.detected_automatically": "measures.taken"}
OUTCOMES = ("upheld", "partly_reversed", "reversed", "omitted")
HOURS_A_DAY = 24


def implausible(figures: Iterable[Figure], tables: Iterable[Table]) -> list[Finding]:
    """Findings about parts above their whole, outcomes above cases, medians beyond the period."""
    by_sheet = {(table.sha256, table.name): table for table in tables}
    values = {_key(figure, figure.metric): figure for figure in figures if figure.value is not None}
    findings = []
    for figure in values.values():
        table = by_sheet[_sheet(figure)]
        for code, words in _faults(figure, values):
            cell = (figure.source.cell if figure.source else None) or ""
            findings.append(remark(code, table, cell, words))
    return findings


def _sheet(figure: Figure) -> tuple[str, str]:
    source = figure.source
    return (source.sha256 or "", source.sheet or "") if source else ("", "")


def _key(figure: Figure, metric: str, **changed: str) -> tuple[object, ...]:
    dimensions = {**(figure.dimensions or {}), **changed}
    kept = {name: code for name, code in dimensions.items() if code}
    return metric, belongs(figure), figure.period, tuple(sorted(kept.items()))


def _faults(figure: Figure, values: dict[tuple[object, ...], Figure]) -> Iterator[tuple[str, str]]:
    value = figure.value or 0
    whole = values.get(_key(figure, WHOLES.get(figure.metric, "")))
    if whole is None and (figure.dimensions or {}).get("notifier") == "trusted_flagger":
        whole = (
            values.get(_key(figure, figure.metric, notifier="")) if figure.unit != "hours" else None
        )
    if whole is not None and whole.value is not None and value > whole.value:
        yield "RD052", f"{value:,} of {whole.value:,}"
    hours = parse_period(figure.period).days * HOURS_A_DAY if figure.period else None
    if figure.metric.endswith("_median") and hours is not None and value > hours:
        yield "RD055", f"{value:,} hours"
    base, _, last = figure.metric.rpartition(".")
    if base in ("complaints", "disputes") and last == "received":
        outcomes = [values.get(_key(figure, f"{base}.{outcome}")) for outcome in OUTCOMES]
        total = sum(each.value or 0 for each in outcomes if each is not None)
        if total > value:
            yield "RD053", f"{total:,} outcomes of {value:,}"


# Reads the EU's harmonised transparency report: a workbook, a folder or a zip of CSV files.

NAMES_SHEET = 2


def read_dsa_report(path: Path) -> Reading:
    """Every figure and text of the report; each leniency and each contradiction is a finding.

    Several workbooks or folders in an archive, and several files for one sheet, are surfaces of the
    service or editions of the sheet. Sheets are known by name or headers in any language seen,
    else by position. Raises UserError where no table is a sheet of the template.
    """
    tables, sources = read_tables(path)
    reading = Reading("dsa-report", sources=sources)
    laid: list[tuple[Table, Layout]] = []
    for table in tables:
        reading.findings += table.findings
        layout = lay_out(table, reading.findings)
        if layout is not None and layout.sheet.number != NAMES_SHEET:
            laid.append((table, layout))
    for (table, layout), where in zip(laid, places(laid), strict=True):
        if where.edition:
            read = f"sheet {layout.sheet.number}, edition {where.edition}"
            reading.findings.append(remark("RD047", table, "", read))
        _read_table(table, replace(layout, surface=where.surface), reading, where.edition)
    if not reading.figures:
        fix = "give the report's workbook, folder or zip archive"
        raise UserError(path.name, "no table of the EU template was found", fix)
    reading.figures = contest(reading.figures, tables, reading.findings)
    reading.figures, twice = mark_conflicts(reading.figures, sources)
    reading.findings += twice
    reading.findings += implausible(reading.figures, tables)
    reading.findings += _between_sheets(reading, path.name)
    services = Counter(
        figure.scope.service for figure in reading.figures if figure.scope and figure.scope.service
    )
    reading.service = services.most_common(1)[0][0] if services else None
    return reading


def _between_sheets(reading: Reading, name: str) -> Iterator[Finding]:
    names = {source.sha256: source.name for source in reading.sources}
    for code, figure, detail in contradictions(reading.figures):
        source = figure.source
        place = (source.cell if source else None) or ""
        file = names.get((source.sha256 if source else None) or "", name)
        yield CATALOGUE[code].finding(file, pointer=place, detail=detail)
    for sheet in sheets_missing(reading.figures):
        yield CATALOGUE["HS608"].finding(name, detail=f"sheet {sheet}")


def _unfilled(table: Table, layout: Layout) -> list[Finding]:
    """One finding for a sheet that still says what is to be written in it."""
    held = {at for _, at in layout.figures()} | {layout.columns.get("value")}
    rows = table.rows[layout.first_line - 1 :]
    count = sum(at in held and is_placeholder(cell) for row in rows for at, cell in enumerate(row))
    words = "1 cell" if count == 1 else f"{count} cells"
    return [remark("RD048", table, "", words)] if count else []


def _read_table(table: Table, layout: Layout, reading: Reading, edition: str | None) -> None:
    reading.findings += _unfilled(table, layout)
    if layout.sheet.number == 1:
        members = identification(table, layout, reading.findings)
        day = read_day(members.get("report.published", ""))
        reading.edition = day[0].isoformat() if day else reading.edition
        return
    read = category_figures if layout.sheet.number in CATEGORY_SHEETS else indicator_figures
    for figure in read(table, layout, reading.findings):
        named = figure.model_copy(update={"edition": edition}) if edition else figure
        reading.figures.append(named)
