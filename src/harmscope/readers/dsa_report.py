"""Reads the EU's harmonised transparency report: a workbook, a folder or a zip of CSV files."""

from collections import Counter
from dataclasses import replace
from pathlib import Path, PurePosixPath

from harmscope.errors import UserError
from harmscope.model.dsa_template import CATEGORY_SHEETS
from harmscope.readers.dsa_checks import contest, implausible
from harmscope.readers.dsa_layout import lay_out
from harmscope.readers.dsa_sheets import category_figures, identification, indicator_figures
from harmscope.readers.numbers import read_day
from harmscope.readers.result import Reading, Table, read_tables

NAMES_SHEET = 2


def read_dsa_report(path: Path) -> Reading:
    """Every figure and text of the report; each leniency and each contradiction is a finding.

    Several workbooks, or several folders in an archive, are surfaces of the service.

    Sheets are known by name or headers in any language seen, else by position. Raises UserError
    where no table is a sheet of the template.
    """
    tables, sources = read_tables(path)
    reading = Reading("dsa-report", sources=sources)
    several = len({_container(table) for table in tables}) > 1
    for table in tables:
        reading.findings += table.findings
        _read_table(table, reading, _container(table) if several else None)
    if not reading.figures:
        fix = "give the report's workbook, folder or zip archive"
        raise UserError(path.name, "no table of the EU template was found", fix)
    reading.figures = contest(reading.figures, tables, reading.findings)
    reading.findings += implausible(reading.figures, tables)
    services = Counter(
        figure.scope.service for figure in reading.figures if figure.scope and figure.scope.service
    )
    reading.service = services.most_common(1)[0][0] if services else None
    return reading


def _container(table: Table) -> str:
    """What holds a whole report: the workbook, or the folder of CSV files."""
    path = PurePosixPath(table.file)
    return path.stem if table.is_sheet else path.parent.name


def _read_table(table: Table, reading: Reading, container: str | None) -> None:
    layout = lay_out(table, reading.findings)
    if layout is None or layout.sheet.number == NAMES_SHEET:
        return
    if container is not None:
        # Several reports in one archive are surfaces, so that none contradicts another.
        named = " ".join(part for part in (container, layout.surface) if part)
        layout = replace(layout, surface=named or layout.surface)
    if layout.sheet.number == 1:
        published = identification(table, layout).get("report.published", "")
        day = read_day(published)
        reading.edition = day[0].isoformat() if day else reading.edition
    elif layout.sheet.number in CATEGORY_SHEETS:
        reading.figures += category_figures(table, layout, reading.findings)
    else:
        reading.figures += indicator_figures(table, layout, reading.findings)
