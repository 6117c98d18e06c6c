"""Figures in one layout, whoever made them."""

import csv
import io
from typing import Any

import pytest

from harmscope.model.figure import Bounds, Figure, Interval
from harmscope.model.report import Report
from harmscope.readers.figures_csv import COLUMNS as TAKEN
from harmscope.readers.result import figure
from harmscope.render.figures_table import COLUMNS, figures_table
from harmscope.render.report_folder import report_figures
from harmscope.render.table import Column
from harmscope.render.writers.to_csv import table_csv

MADE = figure(
    metric="items.removed", unit="items", status="estimate", bounds={"high": 5},
    dimensions={"category": "a"}, scope={"service": "Example"}, basis={"appeals_window": "30 d"},
)  # fmt: skip


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def report(*figures: Figure) -> Report:
    panel: dict[str, Any] = {
        "id": "p",
        "title": "P",
        "chart": "bars",
        "metrics": ["items.actioned"],
    }
    panel["figures"] = [figure.as_dict() for figure in figures]
    return Report.model_validate(
        {
            "record": "report",
            "version": "1.0",
            "profile": {"id": "core", "version": "1.0", "title": "Report"},
            "service": "=Lanternfish",
            "period": "2025-07-01/2025-07-31",
            "time_zone": "UTC",
            "clock": "2026-01-01",
            "disclosure": "statutory",
            "taxonomy": "harm@1.0.0",
            "made_by": {"name": "harmscope", "version": "0.1.0"},
            "inputs": [{"name": "r.jsonl", "records": {}}],
            "dimensions": [{"id": "harm", "title": "Harm", "codes": {"hate": "Hate"}}],
            "sections": [{"id": "s", "title": "S", "panels": [panel]}],
            "quality": {"read": 0, "counted": 0, "other_services": 0},
            "mapping": [],
            "completeness": [],
            "definitions": [],
        }
    )


def test_every_figure_is_a_row_with_all_columns() -> None:
    figure = Figure(
        metric="items.actioned",
        value=3,
        unit="items",
        status="approx",
        dimensions={"harm": "hate"},
        bounds=Bounds(low=2, high=4),
        interval=Interval(method="Clopper-Pearson", level=0.95, low=1, high=5),
        notes=["One.", "Two."],
    )
    row = read(table_csv(report_figures(report(figure))))[0]
    assert set(row) == {*COLUMNS, "section", "panel", "title", "dimension.harm", "label.harm"}
    assert (row["dimension.harm"], row["label.harm"]) == ("hate", "Hate")
    limits = (row["low"], row["high"], row["interval_low"], row["interval_high"])
    assert limits == ("2", "4", "1", "5")
    assert (row["value"], row["note"], row["service"]) == ("3", "One. Two.", "'=Lanternfish")


def test_no_value_is_an_empty_cell_and_zero_is_zero() -> None:
    figures = [
        Figure(metric="items.actioned", unit="items", status="not_recorded"),
        Figure(metric="items.actioned", unit="items", status="exact", value=0),
    ]
    rows = read(table_csv(report_figures(report(*figures))))
    assert [row["value"] for row in rows] == ["", "0"]


def test_what_was_read_has_the_same_columns() -> None:
    row = read(table_csv(figures_table([MADE])))[0]
    assert (row["value"], row["low"], row["high"], row["service"]) == ("", "", "5", "Example")
    assert (row["dimension.category"], row["basis.appeals_window"]) == ("a", "30 d")


def test_names_are_those_that_read_takes() -> None:
    source = {"sha256", "sheet", "cell", "text"}
    assert set(COLUMNS) - source == set(TAKEN)


def test_a_caller_chooses_columns_and_adds_its_own() -> None:
    more = {Column("senders", "integer"): [3]}
    table = figures_table([MADE], columns=("metric", "value"), after=more)
    head = ["metric", "value", "dimension.category", "basis.appeals_window", "senders"]
    assert table.head == head


def test_a_column_of_the_caller_has_a_cell_for_each_figure() -> None:
    with pytest.raises(ValueError, match="zip"):
        figures_table([MADE], before={"panel": []})
