from collections.abc import Callable

from harmscope.findings import Finding
from harmscope.model.figure import Figure
from harmscope.readers.dsa_categories import category_figures
from harmscope.readers.dsa_layout import lay_out
from harmscope.readers.dsa_totals import contest
from harmscope.readers.tables import Table

SPEECH = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
ANIMALS = "STATEMENT_CATEGORY_ANIMAL_WELFARE"
Rows = list[list[str]]


def contested(table: Table) -> tuple[list[Figure], list[Finding]]:
    findings: list[Finding] = []
    layout = lay_out(table, findings)
    assert layout is not None
    figures = list(category_figures(table, layout, findings))
    figures = contest(figures, [table], findings)
    return [figure for figure in figures if figure.status == "contested"], findings


def test_sums_that_hold_are_fine(table: Callable[..., Table], notices: Callable[..., Rows]) -> None:
    rows = notices(
        ("TOTAL", "9"), (ANIMALS, "4"), (SPEECH, "5"), ("KEYWORD_HATE_SPEECH", "2"),
        ("KEYWORD_DEFAMATION", "3"),
    )  # fmt: skip
    assert contested(table(rows)) == ([], [])


def test_a_total_that_its_parts_contradict_keeps_both_numbers(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    figures, findings = contested(table(notices(("TOTAL", "10"), (ANIMALS, "4"), (SPEECH, "5"))))
    assert [(f.value, f.bounds.low, f.bounds.high) for f in figures if f.bounds] == [(10, 9, 10)]
    assert [(f.rule, f.pointer) for f in findings] == [("RD050", "F2")]


def test_a_category_is_checked_against_its_keywords(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    rows = notices(("TOTAL", "5"), (SPEECH, "5"), ("KEYWORD_HATE_SPEECH", "2"))
    figures, findings = contested(table(rows))
    assert [f.dimensions for f in figures] == [{"category": SPEECH}]
    assert [f.rule for f in findings] == ["RD051"]


def test_keywords_without_a_category_row_count_for_the_total(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    rows = notices(("TOTAL", "5"), ("KEYWORD_HATE_SPEECH", "2"), ("KEYWORD_DEFAMATION", "3"))
    assert contested(table(rows)) == ([], [])


def test_medians_are_never_added(table: Callable[..., Table], notices: Callable[..., Rows]) -> None:
    rows = notices(("TOTAL", "5", "", "", "", "9"), (SPEECH, "5", "", "", "", "4"))
    assert contested(table(rows)) == ([], [])
