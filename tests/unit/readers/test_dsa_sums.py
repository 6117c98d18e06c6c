"""Totals and categories against their parts."""

from collections.abc import Callable

from harmscope.findings import Finding
from harmscope.model.figure import Figure
from harmscope.readers.dsa_layout import lay_out
from harmscope.readers.dsa_sheets import category_figures
from harmscope.readers.dsa_sums import contest, is_category, parent_of
from harmscope.readers.result import Table

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


def test_the_publishers_own_code_is_part_of_the_category_above(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    rows = notices(
        ("TOTAL", "100"), (SPEECH, "100"), ("KEYWORD_HATE_SPEECH", "60"), ("KEYWORD_OTHER_X", "40")
    )
    figures, findings = contested(table(rows))
    assert (figures, [f.rule for f in findings]) == ([], ["RD030"])


def test_a_misplaced_code_is_part_of_the_category_above(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    rows = notices(
        ("TOTAL", "100"), (SPEECH, "100"), ("KEYWORD_HATE_SPEECH", "60"),
        ("KEYWORD_ANIMAL_HARM", "30"), ("KEYWORD_OTHER", "10"),
    )  # fmt: skip
    figures, findings = contested(table(rows))
    assert (figures, {f.rule for f in findings}) == ([], {"RD034", "RD036"})


def test_a_code_whose_own_category_has_no_row_is_no_part_of_the_one_above(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    rows = notices(
        ("TOTAL", "90"),
        (SPEECH, "60"),
        ("KEYWORD_HATE_SPEECH", "60"),
        ("KEYWORD_ANIMAL_HARM", "30"),
    )
    assert contested(table(rows)) == ([], [])


def test_a_real_contradiction_beside_own_codes_is_found(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    rows = notices(
        ("TOTAL", "100"), (SPEECH, "100"), ("KEYWORD_HATE_SPEECH", "60"), ("KEYWORD_OTHER_X", "30")
    )
    assert [f.rule for f in contested(table(rows))[1]] == ["RD030", "RD051"]


def test_a_row_with_an_unreadable_period_stands_in_no_sum(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    rows = notices(("TOTAL", "100"), (SPEECH, "60"), (ANIMALS, "40"))
    rows[3][2] = "2025-07-01/2025-12-32"
    assert contested(table(rows))[0] == []
    rows[3][2], rows[1][2] = rows[1][2], rows[3][2]
    assert contested(table(rows))[0] == []
    rows[1][2] = "2025-07-01/2026-01-01"
    assert contested(table(rows))[0] == []


def test_a_part_that_cannot_be_read_makes_no_contradiction(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    rows = notices(("TOTAL", "100"), (SPEECH, "60"), (ANIMALS, "n/a"))
    assert contested(table(rows))[0] == []


def test_a_total_of_blank_rows_is_not_zero(
    table: Callable[..., Table], notices: Callable[..., Rows]
) -> None:
    assert contested(table(notices(("TOTAL", "100"), (SPEECH, ""), (ANIMALS, ""))))[0] == []


def test_a_code_says_its_category() -> None:
    assert parent_of(f"{SPEECH}/KEYWORD_OTHER_X") == SPEECH
    assert parent_of("KEYWORD_HATE_SPEECH") == SPEECH
    assert parent_of("KEYWORD_OTHER") is None
    assert is_category(SPEECH)
    assert not is_category(f"{SPEECH}/KEYWORD_OTHER_X")
