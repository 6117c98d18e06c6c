import re
from dataclasses import replace

from harmscope.comparison import Comparison
from harmscope.comparison.groups import main_groups
from harmscope.render.comparison_text import (
    axis_lines,
    comparison_md,
    comparison_table,
    comparison_text,
    ranking_text,
    sides_table,
    source_text,
)


def test_every_row_has_a_verdict_and_its_reasons(comparison: Comparison) -> None:
    table = comparison_table(comparison)
    rows = [dict(zip(table.head, row, strict=True)) for row in table.rows]
    assert len(rows) == sum(len(group.pairs) for group in comparison.groups)
    assert {row["verdict"] for row in rows} <= {"Comparable with care", "Not comparable"}
    assert all(row["reasons"] and str(row["ranking"]).startswith("refused") for row in rows)


def test_the_figures_of_a_group_are_numbers(comparison: Comparison) -> None:
    group = comparison.groups[0]
    found = sides_table(comparison, group)
    assert len(found.rows) == len(group.sides)
    assert found.rows[0][found.head.index("Value")] == group.sides[0].figure.value


def test_a_source_names_file_and_cell(comparison: Comparison) -> None:
    assert source_text(comparison.reports, comparison.sides[0]) == "4_notices.csv F2"


def test_contradictions_and_verdicts_come_first(comparison: Comparison) -> None:
    text = comparison_text(comparison)
    assert text.index("contradicts itself") < text.index("pairs:") < text.index("Notices received")
    assert "no ranking: the metric has no direction" in text
    assert "Did advertisements stand beside violating content?" in text


def test_only_groups_that_are_not_shown_are_spoken_of(comparison: Comparison) -> None:
    main = main_groups(comparison.groups)
    (category,) = [one for one in comparison.groups if one not in main]
    told = [
        comparison_text(replace(comparison, groups=(*main, *[category] * more)))
        for more in (0, 1, 2)
    ]
    assert "more group" not in told[0]
    assert "\n1 more group (categories and splits): write them all with -o FILE\n" in told[1]
    assert "\n2 more groups (categories and splits)" in told[2]
    assert "\n0 pairs: no figure " in comparison_text(replace(comparison, groups=()))


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
    assert all(r"4\_notices.csv" in note for _, note in defined)


def test_names_cannot_become_markup(comparison: Comparison) -> None:
    assert "<b>" not in comparison_md(comparison)
