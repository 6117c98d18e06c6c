""""""

import csv
import io
import re

from harmscope.comparison import Comparison
from harmscope.render.comparison_text import (
    HEADER,
    axis_lines,
    comparison_csv,
    comparison_md,
    comparison_rows,
    comparison_text,
    ranking_text,
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


def test_contradictions_and_verdicts_come_first(comparison: Comparison) -> None:
    text = comparison_text(comparison)
    assert text.index("contradicts itself") < text.index("pairs:") < text.index("Notices received")
    assert "no ranking: the metric has no direction" in text
    assert "Did advertisements stand beside violating content?" in text


def test_reasons_and_refusals_are_sentences(comparison: Comparison) -> None:
    group = comparison.groups[0]
    assert "Restatement: editions are named" not in axis_lines(group.pairs[0])
    assert any(line.startswith("Rounding: ") for line in axis_lines(group.pairs[0]))
    assert ranking_text(group).startswith("no ranking: ")


def test_every_number_has_a_footnote_to_its_source(comparison: Comparison) -> None:
    text = comparison_md(comparison)
    used = re.findall(r"\[\^(\d+)\] \|", text)
    defined = re.findall(r"^\[\^(\d+)\]: (.+)$", text, flags=re.M)
    assert used
    assert sorted(used) == sorted(number for number, _ in defined)
    assert all("4_notices.csv" in note for _, note in defined)


def test_names_cannot_become_markup(comparison: Comparison) -> None:
    assert "<b>" not in comparison_md(comparison)
