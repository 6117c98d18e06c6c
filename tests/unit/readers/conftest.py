"""Small invented reports in the shapes of the real ones."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from harmscope.model.dsa_template import dsa_template
from harmscope.readers.result import Table

PERIOD = "2025-07-01/2025-12-31"
Rows = list[list[str]]


@pytest.fixture
def table() -> Callable[..., Table]:
    """Makes a table of rows, named as asked."""

    def make(rows: Rows, name: str = "4_notices") -> Table:
        return Table(name, f"{name}.csv", "0" * 64, rows)

    return make


@pytest.fixture
def notices() -> Callable[..., Rows]:
    """Sheet 4 with the given rows: (category, notices, notices by trusted flaggers, …)."""

    def make(*rows: tuple[str, ...], language: str = "en", period: str = PERIOD) -> Rows:
        columns = dsa_template().sheets[4].columns
        out = [[column.headers[language] for column in columns]]
        for category, *numbers in rows:
            cells = ["Only hosting", "Example", period, category, "", *numbers]
            out.append([*cells, *[""] * (len(columns) - len(cells))])
        return out

    return make


@pytest.fixture
def indicators() -> Callable[..., Rows]:
    """Sheet ``number`` (7 to 10) with the given rows: (indicator, scope, value)."""

    def make(number: int, *rows: tuple[str, str, str]) -> Rows:
        columns = dsa_template().sheets[number].columns
        out = [[column.headers["en"] for column in columns]]
        for indicator, scope, value in rows:
            cells = ["All", "Example", PERIOD, "Section", indicator, scope, value]
            out.append([*cells, *[""] * (len(columns) - len(cells))])
        return out

    return make


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[[str, Rows], Path]:
    """Writes rows as a CSV file in a fresh folder."""

    def write(name: str, rows: Rows) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    return write


@pytest.fixture
def write_xlsx(tmp_path: Path) -> Callable[[str, dict[str, list[list[object]]]], Path]:
    """Writes sheets as a workbook in a fresh folder."""

    def write(name: str, sheets: dict[str, list[list[object]]]) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path) as workbook:
            for title, rows in sheets.items():
                sheet = workbook.add_worksheet(title)
                for line, row in enumerate(rows):
                    sheet.write_row(line, 0, row)
        return path

    return write
