"""Figures that stand twice in one report."""

import time

from harmscope.model.figure import Figure
from harmscope.readers.conflicts import mark_conflicts
from harmscope.readers.result import Source, figure

SOURCES = [Source("t.xlsx", "0" * 64, 1)]


def total(value: int, sheet: str) -> Figure:
    source = {"sha256": "0" * 64, "sheet": sheet, "cell": "B2"}
    return figure(
        metric="items.removed", unit="items", value=value, status="exact", source=source,
        period="2022-07-01/2022-09-30",
    )  # fmt: skip


def test_equal_twins_are_fine() -> None:
    figures, findings = mark_conflicts([total(5, "a"), total(5, "b")], SOURCES)
    assert [figure.status for figure in figures] == ["exact", "exact"]
    assert findings == []


def test_unequal_twins_contest_each_other_and_both_stay() -> None:
    figures, findings = mark_conflicts([total(5, "a"), total(7, "b")], SOURCES)
    assert [(f.value, f.status) for f in figures] == [(5, "contested"), (7, "contested")]
    assert figures[0].bounds is not None
    assert (figures[0].bounds.low, figures[0].bounds.high) == (5, 7)
    assert {finding.rule for finding in findings} == {"RD054"}


def test_another_period_is_another_figure() -> None:
    later = total(7, "a").model_copy(update={"period": "2022-10-01/2022-12-31"})
    assert later.identity != total(5, "a").identity


def test_what_stands_elsewhere_is_the_first_other_value() -> None:
    _, findings = mark_conflicts([total(value, "a") for value in (5, 5, 7, 9)], SOURCES)
    said = [finding.message.partition("(")[2] for finding in findings]
    assert said == [
        "5 here, 7 elsewhere)", "5 here, 7 elsewhere)", "7 here, 5 elsewhere)",
        "9 here, 5 elsewhere)",
    ]  # fmt: skip


def test_many_values_of_one_figure_take_no_longer_each() -> None:
    figures = [total(value, "a") for value in range(20_000)]
    started = time.process_time()
    assert len(mark_conflicts(figures, SOURCES)[1]) == 20_000
    # It took a minute and a half when each value was held against all others.
    assert time.process_time() - started < 10
