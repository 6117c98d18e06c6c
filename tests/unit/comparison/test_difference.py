from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harmscope.comparison import diff
from harmscope.model.figure import Bounds, Figure, Scope
from harmscope.reading import LoadedReport

MakeFigure = Callable[..., Figure]
MakeReport = Callable[..., LoadedReport]
EARLY = "2025-01-01/2025-06-30"


def count(make: MakeFigure, value: int, **changes: object) -> Figure:
    members = {"metric": "items.removed", "unit": "items", "value": value, "interval": None,
               "denominator_name": None, "rounding": 100, "status": "exact", **changes}  # fmt: skip
    return make(**members)


def test_equal_editions_differ_in_nothing(make: MakeFigure, report: MakeReport) -> None:
    found = diff(report(make()), report(make(), edition="2"))
    assert (found.changes, found.equal, found.restates) == ((), 1, False)


def test_a_change_is_a_range_because_both_are_rounded(make: MakeFigure, report: MakeReport) -> None:
    found = diff(report(count(make, 1000)), report(count(make, 1300)))
    change = found.changes[0]
    assert (change.kind, change.absolute, change.within_rounding) == ("changed", (200, 400), False)
    assert change.relative is not None
    assert [round(limit or 0, 3) for limit in change.relative] == [0.19, 0.421]


def test_a_change_within_rounding_says_so(make: MakeFigure, report: MakeReport) -> None:
    assert diff(report(count(make, 1000)), report(count(make, 1100))).changes[0].within_rounding


def test_zero_and_not_reported_are_a_change(make: MakeFigure, report: MakeReport) -> None:
    gone = count(make, 0).model_copy(update={"value": None, "status": "not_reported"})
    change = diff(report(count(make, 0)), report(gone)).changes[0]
    assert (change.kind, change.absolute) == ("changed", None)


def test_dropped_first_then_the_largest_change_then_additions(
    make: MakeFigure, report: MakeReport
) -> None:
    def named(value: int, name: str) -> Figure:
        return count(make, value, dimensions={"category": name}, rounding=None)

    old = report(named(10, "a"), named(10, "b"), named(10, "c"))
    new = report(named(11, "a"), named(90, "b"), named(5, "d"))
    found = diff(old, new)
    assert [(c.kind, c.category) for c in found.changes] == [
        ("dropped", "c"), ("changed", "b"), ("changed", "a"), ("added", "d"),
    ]  # fmt: skip


def test_what_rounding_may_explain_weighs_less_than_what_it_cannot(
    make: MakeFigure, report: MakeReport
) -> None:
    def named(value: int, name: str, step: int) -> Figure:
        return count(make, value, dimensions={"category": name}, rounding=step)

    old = report(named(1000, "coarse", 1000), named(1000, "fine", 1))
    new = report(named(2000, "coarse", 1000), named(1100, "fine", 1))
    assert [change.category for change in diff(old, new).changes] == ["fine", "coarse"]


def test_a_new_period_restates_nothing(make: MakeFigure, report: MakeReport) -> None:
    found = diff(report(count(make, 1, period=EARLY)), report(count(make, 1, period=EARLY), make()))
    assert (found.restates, found.new_periods) == (False, ("2025-07-01/2025-12-31",))


def test_a_figure_added_to_an_earlier_period_restates(make: MakeFigure, report: MakeReport) -> None:
    late = count(make, 1)
    old = report(count(make, 1, period=EARLY), late)
    new = report(count(make, 1, period=EARLY), late, make(period=EARLY))
    assert diff(old, new).restates


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changed=st.sets(st.integers(0, 39)))
def test_finds_exactly_the_changed_cells(
    make: MakeFigure, report: MakeReport, changed: set[int]
) -> None:
    old = [count(make, 1000 + n, dimensions={"category": str(n)}) for n in range(40)]
    new = [f.model_copy(update={"value": 5}) if n in changed else f for n, f in enumerate(old)]
    found = {change.category for change in diff(report(*old), report(*new)).changes}
    assert found == {str(n) for n in changed}


def test_what_a_reader_says_of_a_number_is_no_change(make: MakeFigure, report: MakeReport) -> None:
    contested = count(make, 1000).model_copy(
        update={"status": "contested", "bounds": Bounds(low=900, high=1000)}
    )
    found = diff(report(count(make, 1000)), report(contested))
    assert (found.changes, found.equal) == ((), 1)


def test_a_service_with_another_name_is_said_and_its_figures_are_matched(
    make: MakeFigure, report: MakeReport
) -> None:
    def named(service: str, value: int) -> Figure:
        return count(make, value).model_copy(update={"scope": Scope(service=service)})

    found = diff(report(named("Twitter", 1000)), report(named("X", 1000)))
    assert (found.changes, found.equal, found.renamed) == ((), 1, ("Twitter", "X"))
    changed = diff(report(named("Twitter", 1000)), report(named("X", 5000)))
    assert [each.kind for each in changed.changes] == ["changed"]
    other = named("X", 5).model_copy(update={"metric": "items.restored"})
    assert diff(report(named("Twitter", 1000)), report(other)).renamed is None


def test_a_service_under_another_name_is_assumed_to_be_renamed(
    make: MakeFigure, report: MakeReport
) -> None:
    def named(service: str, value: int) -> Figure:
        scope = {"service": service, "surface": "whole service", "geography": "EU"}
        return count(make, value, scope=scope, rounding=None)

    found = diff(report(named("Alpha", 40)), report(named("Beta", 50), edition="2"))
    assert found.renamed == ("Alpha", "Beta")
    assert [change.kind for change in found.changes] == ["changed"]
