import pytest

from harmscope.model.figure import Figure
from harmscope.validation.report_checks import Report, clashes, sheets_missing


def figure(metric: str, value: int | None, unit: str = "actions", **dimensions: str) -> Figure:
    status = "blank" if value is None else "exact"
    known = {"value": value} if value is not None else {}
    more = {"dimensions": dimensions} if dimensions else {}
    return Figure.model_validate(
        {"metric": metric, "unit": unit, "status": status, **known, **more}
    )


def test_a_figure_is_found_by_all_its_dimensions() -> None:
    report = Report([figure("a.b", 1), figure("a.b", 2, territory="AT")])
    assert report.value("a.b") == 1
    assert report.value("a.b", territory="AT") == 2
    assert report.value("a.b", territory="DE") is None


def test_no_figures_no_clashes() -> None:
    assert not list(clashes([]))
    assert sheets_missing([]) == [3, 4, 5, 6, 7, 8, 9, 10, 11]


def test_a_state_block_without_a_total_row_is_not_compared() -> None:
    total = figure("orders.act.received", 2, "orders")
    one = figure(
        "orders.act.received", 2, "orders", territory="AT", category="STATEMENT_CATEGORY_X"
    )
    assert [clash.at for clash in clashes([total, one])] == []


@pytest.mark.parametrize(("states", "codes"), [((1, 1), []), ((1, 2), ["HS601"])])
def test_states_against_total(states: tuple[int, int], codes: list[str]) -> None:
    figures = [
        figure("orders.act.received", 2, "orders"),
        figure("orders.act.received", states[0], "orders", territory="AT"),
        figure("orders.act.received", states[1], "orders", territory="DE"),
    ]
    assert [clash.code for clash in clashes(figures)] == codes


def test_both_numbers_are_said() -> None:
    figures = [figure("complaints.received", 9, "appeals")]
    figures += [figure("complaints.received", 8, "appeals", against="account")]
    (clash,) = clashes(figures)
    assert (clash.code, clash.detail) == ("HS603", "9 stated, kinds add up to 8")
