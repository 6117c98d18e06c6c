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
