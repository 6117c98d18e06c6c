"""CSV that no spreadsheet takes for a formula."""

import csv
import io
from typing import Any

import pytest

from harmscope.model.figure import Bounds, Figure, Interval
from harmscope.model.report import Report
from harmscope.render.csv_ import COLUMNS, figures_csv, safe, table_csv


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


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@cmd", "\tx", "\rx", "\nx"])
def test_a_cell_never_starts_a_formula(text: str) -> None:
    assert safe(text) == f"'{text}"
    assert read(table_csv(["a"], [[text]]))[0]["a"] == f"'{text}"


def test_plain_text_is_left_alone() -> None:
    assert safe("1,204") == "1,204"


def test_lines_end_as_rfc_4180_says() -> None:
    assert table_csv(["a", "b"], [["1", 'say "x"']]) == 'a,b\r\n1,"say ""x"""\r\n'


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
    row = read(figures_csv(report(figure)))[0]
    assert tuple(row) == COLUMNS
    assert (row["dimension_1"], row["code_1"], row["label_1"]) == ("harm", "hate", "Hate")
    assert (row["low"], row["high"], row["interval_low"], row["interval_high"]) == (
        "2",
        "4",
        "1",
        "5",
    )
    assert (row["value"], row["notes"], row["service"]) == ("3", "One. Two.", "'=Lanternfish")


def test_no_value_is_an_empty_cell_and_zero_is_zero() -> None:
    figures = [
        Figure(metric="items.actioned", unit="items", status="not_recorded"),
        Figure(metric="items.actioned", unit="items", status="exact", value=0),
    ]
    assert [row["value"] for row in read(figures_csv(report(*figures)))] == ["", "0"]
