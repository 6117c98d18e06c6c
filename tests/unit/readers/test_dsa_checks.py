""""""

from collections.abc import Callable

from harmscope.findings import Finding
from harmscope.model.figure import Figure
from harmscope.readers.dsa_checks import contest, implausible
from harmscope.readers.dsa_layout import lay_out
from harmscope.readers.dsa_sheets import category_figures
from harmscope.readers.result import Table, figure


def made(metric: str, value: int, unit: str = "notices", **dimensions: str) -> Figure:
    source = {"sha256": "0" * 64, "sheet": "4_notices", "cell": "F2"}
    return figure(
        metric=metric, unit=unit, value=value, status="exact", dimensions=dimensions,
        period="2025-07-01/2025-12-31", source=source,
    )  # fmt: skip


def test_a_part_above_its_whole(table: Callable[..., Table]) -> None:
    whole = made("notices.received", 5)
    part = made("notices.received", 6, notifier="trusted_flagger")
    assert [f.rule for f in implausible([whole, part], [table([])])] == ["RD052"]
    assert (
        implausible([whole, made("notices.received", 5, notifier="trusted_flagger")], [table([])])
        == []
    )


def test_a_median_longer_than_the_period(table: Callable[..., Table]) -> None:
    hours = 184 * 24
    slow = made("notices.action_median", hours + 1, "hours")
    assert [f.rule for f in implausible([slow], [table([])])] == ["RD055"]
    assert implausible([made("notices.action_median", hours, "hours")], [table([])]) == []


def test_more_outcomes_than_cases(table: Callable[..., Table]) -> None:
    figures = [
        made("complaints.received", 5), made("complaints.upheld", 4), made("complaints.omitted", 2),
    ]  # fmt: skip
    assert [f.rule for f in implausible(figures, [table([])])] == ["RD053"]


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
