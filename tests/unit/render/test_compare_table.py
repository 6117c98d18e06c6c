import csv
import io

from harmscope.comparison import Comparison
from harmscope.render.compare_table import (
    HEADER,
    comparison_csv,
    comparison_rows,
    safe,
    source_text,
)


def test_every_row_has_a_verdict_and_its_reasons(comparison: Comparison) -> None:
    rows = list(csv.DictReader(io.StringIO(comparison_csv(comparison))))
    assert len(rows) == sum(len(group.pairs) for group in comparison.groups)
    assert {row["verdict"] for row in rows} <= {"Comparable with care", "Not comparable"}
    assert all(row["reasons"] and row["ranking"].startswith("refused") for row in rows)


def test_no_cell_can_start_a_formula(comparison: Comparison) -> None:
    assert safe("=1+1") == "'=1+1"
    cells = [cell for row in comparison_rows(comparison) for cell in row if isinstance(cell, str)]
    assert not any(cell.startswith("=") for cell in cells)


def test_the_header_fits_the_rows(comparison: Comparison) -> None:
    assert all(len(row) == len(HEADER) for row in comparison_rows(comparison))


def test_a_source_names_file_and_cell(comparison: Comparison) -> None:
    assert source_text(comparison, comparison.sides[0]) == "4_notices.csv F2"
