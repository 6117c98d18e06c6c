"""Cells of the EU template."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.model.dsa_template import dsa_template
from harmscope.model.report import Report
from harmscope.render.eu_template import figures_of, grid, write_template

Made = Callable[..., Report]


@pytest.mark.parametrize("number", range(1, 12))
def test_headers_are_the_official_ones_and_rows_are_full(made: Made, number: int) -> None:
    cells = grid(made("dsa-harmonised"), number)
    columns = dsa_template().sheets[number].columns
    assert cells[0] == [column.headers["en"] for column in columns]
    assert {len(row) for row in cells} == {len(columns)}


def test_a_count_stands_in_its_row_and_column(made: Made) -> None:
    cells = grid(made("dsa-harmonised"), 6)
    column = cells[0].index("Visibility restriction Removal")
    by_code = {row[3]: row[column] for row in cells[1:] if row[3] != "KEYWORD_OTHER"}
    assert by_code["TOTAL"] == by_code["KEYWORD_PHISHING"] == 1
    assert by_code["KEYWORD_DEFAMATION"] == 0


def test_blanks_say_why_in_the_context(made: Made) -> None:
    cells = grid(made("dsa-harmonised"), 6)
    column = cells[0].index("Monetary restriction Suspension")
    context = cells[0].index("Contextual Information on Monetary restriction Suspension")
    assert cells[1][column] is None
    assert cells[1][context]


def test_service_and_period_stand_in_every_row(made: Made) -> None:
    rows = grid(made("dsa-harmonised"), 7)[1:]
    assert {(row[1], row[2]) for row in rows} == {("Lanternfish", "2025-07-01/2025-12-31")}
    assert len(rows) == 47


def test_states_without_orders_have_no_rows(made: Made) -> None:
    scopes = {row[5] for row in grid(made("dsa-harmonised"), 3)[1:]}
    assert scopes == {"TOTAL"}


def test_figures_are_found_by_metric_and_dimensions(made: Made) -> None:
    figures = figures_of(made("dsa-harmonised"))
    assert figures.get("measures.taken", {"ground": "terms"}) is not None
    assert figures.get("measures.taken", {}) is None


def test_equal_reports_give_equal_bytes(made: Made, tmp_path: Path) -> None:
    report = made("dsa-harmonised")
    contents = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        contents.append([path.read_bytes() for path in write_template(report, tmp_path / name)])
    assert contents[0] == contents[1]
    assert len(contents[0]) == 12


def test_the_workbook_holds_no_formula(made: Made, tmp_path: Path) -> None:
    path = write_template(made("dsa-harmonised", service="=1+1"), tmp_path)[0]
    with zipfile.ZipFile(path) as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets/sheet" in name]
    assert len(sheets) == 11
    assert not any(b"<f>" in sheet for sheet in sheets)
