import pytest

from harmscope.model.figure import Figure
from harmscope.reading import LoadedReport
from harmscope.reconciliation import reconcile

TERMS = {"ground": "terms"}


def report(*figures: Figure) -> LoadedReport:
    return LoadedReport(
        file="r.json", sha256="0" * 64, format="dsa-report", service="Example",
        period="2025-07-01/2025-12-31", edition="1", figures=list(figures), sources={},
    )  # fmt: skip


def count(value: int | None, metric: str = "measures.taken", **changes: object) -> Figure:
    members = {
        "metric": metric, "unit": "actions", "value": value,
        "status": "exact" if value is not None else "blank", "dimensions": TERMS, **changes,
    }  # fmt: skip
    return Figure.model_validate({k: v for k, v in members.items() if v is not None})


@pytest.mark.parametrize(
    ("reported", "counted", "state", "ratio"),
    [
        (10, 10, "equal", (1, 1)),
        (30, 10, "above", (3, 3)),
        (5, 10, "below", (0.5, 0.5)),
        (5, None, "missing", None),
        (None, 5, "extra", None),
    ],
)
def test_each_cell_has_a_state_and_a_ratio(
    reported: int | None, counted: int | None, state: str, ratio: tuple[float, float] | None
) -> None:
    found = reconcile(report(count(reported)), report(count(counted)))
    assert [(cell.state, cell.ratio) for cell in found.cells] == [(state, ratio)]


def test_blank_on_one_side_and_zero_on_the_other_is_no_difference() -> None:
    assert reconcile(report(count(None)), report(count(0))).cells == ()


def test_rows_that_only_a_description_splits_are_added() -> None:
    rows = [count(4, dimensions={**TERMS, "description": text}) for text in ("a", "b")]
    found = reconcile(report(*rows), report(count(8)))
    assert (found.cells[0].reported, found.cells[0].state) == (8, "equal")


def test_medians_and_shares_are_not_compared() -> None:
    median = count(5, metric="complaints.decision_median", unit="hours")
    assert reconcile(report(median), report(count(9, median.metric, unit="hours"))).cells == ()


def test_a_rounded_report_gives_a_range() -> None:
    found = reconcile(report(count(1000, rounding=100)), report(count(500)))
    assert found.cells[0].ratio == (1.9, 2.1)


def test_known_reasons_are_offered_only_where_they_fit() -> None:
    above = reconcile(report(count(30)), report(count(10)))
    equal = reconcile(report(count(10)), report(count(10)))
    assert any("no statement of reasons is due" in reason for reason in above.reasons)
    assert not any("duplicates" in reason for reason in above.reasons)
    assert equal.reasons == ()


def test_totals_stand_before_categories() -> None:
    split = count(500, dimensions={**TERMS, "category": "KEYWORD_HATE_SPEECH"})
    found = reconcile(report(split, count(2)), report(count(1)))
    assert ["category" in cell.dimensions for cell in found.cells] == [False, True]
    assert [cell.state for cell in found.of("missing")] == ["missing"]


def test_a_count_on_two_panels_counts_once() -> None:
    found = reconcile(report(count(10), count(10)), report(count(10), count(10)))
    assert [(cell.reported, cell.counted) for cell in found.cells] == [(10, 10)]


def test_a_cell_holds_the_figures_of_both_sides() -> None:
    rows = [
        count(4, status="contested", dimensions={**TERMS, "description": "a"}),
        count(3, dimensions={**TERMS, "description": "b"}),
    ]
    (cell,) = reconcile(report(*rows), report(count(8))).cells
    assert cell.in_report is not None
    assert (cell.in_report.value, cell.in_report.dimensions, cell.contested) == (7, TERMS, True)
    assert cell.in_records == count(8)
