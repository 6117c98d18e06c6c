"""What the sheets of one report say about each other: true contradictions, and no false ones."""

import pytest

from harmscope.model.figure import Figure, Scope
from harmscope.readers.dsa_contradictions import Figures, contradictions, sheets_missing

PERIOD = "2025-07-01/2025-12-31"
VIOLENCE = "STATEMENT_CATEGORY_VIOLENCE"
TRAFFICKING = "KEYWORD_HUMAN_TRAFFICKING"


def figure(metric: str, value: int | None, unit: str = "actions", **dimensions: str) -> Figure:
    status = "blank" if value is None else "exact"
    known = {"value": value} if value is not None else {}
    more = {"dimensions": dimensions} if dimensions else {}
    return Figure.model_validate(
        {"metric": metric, "unit": unit, "status": status, "period": PERIOD, **known, **more}
    )


def test_a_figure_is_found_by_all_its_dimensions() -> None:
    report = Figures([figure("a.b", 1), figure("a.b", 2, territory="AT")])
    assert report.value("a.b") == 1
    assert report.value("a.b", territory="AT") == 2
    assert report.value("a.b", territory="DE") is None


def test_no_figures_no_clashes() -> None:
    assert not list(contradictions([]))
    assert sheets_missing([]) == [3, 4, 5, 6, 7, 8, 9, 10, 11]


def test_a_state_block_without_a_total_row_is_not_compared() -> None:
    total = figure("orders.act.received", 2, "orders")
    one = figure(
        "orders.act.received", 2, "orders", territory="AT", category="STATEMENT_CATEGORY_X"
    )
    assert [clash.at for clash in contradictions([total, one])] == []


@pytest.mark.parametrize(("states", "codes"), [((1, 1), []), ((1, 2), ["HS601"])])
def test_states_against_total(states: tuple[int, int], codes: list[str]) -> None:
    figures = [
        figure("orders.act.received", 2, "orders"),
        figure("orders.act.received", states[0], "orders", territory="AT"),
        figure("orders.act.received", states[1], "orders", territory="DE"),
    ]
    assert [clash.code for clash in contradictions(figures)] == codes


def test_both_numbers_are_said() -> None:
    figures = [figure("complaints.received", 9, "appeals")]
    figures += [figure("complaints.received", 8, "appeals", against="account")]
    (clash,) = contradictions(figures)
    assert (clash.code, clash.detail) == ("HS603", "9 stated, kinds add up to 8")


def orders(value: int, code: str = "", state: str = "") -> Figure:
    named = {"category": code, "territory": state}
    return figure("orders.act.received", value, "orders", **{k: v for k, v in named.items() if v})


def on(surface: str, one: Figure, edition: str | None = None) -> Figure:
    return one.model_copy(update={"scope": Scope(surface=surface), "edition": edition})


def codes(*figures: Figure) -> list[str]:
    return [clash.code for clash in contradictions(list(figures))]


def test_states_that_give_only_sub_categories_add_up() -> None:
    both = [orders(2, state="AT"), orders(3, state="DE")]
    parts = [orders(2, TRAFFICKING, "AT"), orders(3, TRAFFICKING, "DE")]
    whole = [orders(5), orders(5, VIOLENCE), orders(5, TRAFFICKING)]
    assert codes(*whole, *both, *parts) == []
    assert codes(orders(5), orders(6, VIOLENCE), orders(6, TRAFFICKING), *both, *parts) == [
        "HS601",
        "HS601",
    ]


def test_states_that_give_only_totals_say_nothing_about_categories() -> None:
    assert codes(orders(5), orders(5, VIOLENCE), orders(2, state="AT"), orders(3, state="DE")) == []


def test_a_list_of_states_is_no_total_of_its_own() -> None:
    row = figure("orders.act.received", 7, "orders", scope="AT, […], SE")
    assert codes(orders(5), row, orders(5, state="AT")) == []


def complaints(total: int, kind: int) -> list[Figure]:
    return [
        figure("complaints.received", total, "appeals"),
        figure("complaints.received", kind, "appeals", against="visibility"),
    ]


def test_each_surface_is_checked_alone() -> None:
    ads = [on("ads", each) for each in complaints(10, 10)]
    core = [on("core", each) for each in complaints(25, 25)]
    assert codes(*ads, *core) == []
    wrong = [on("core", each) for each in complaints(25, 20)]
    assert codes(*ads, *wrong) == ["HS603"]


def test_each_edition_is_checked_with_the_sheets_that_have_none() -> None:
    first, second = complaints(10, 10), [on("shop", each, "v2") for each in complaints(12, 12)]
    assert codes(*[on("shop", each) for each in first], *second) == []
    wrong = [on("shop", each, "v2") for each in complaints(12, 11)]
    assert codes(*[on("shop", each) for each in first], *wrong) == ["HS603"]


def test_a_row_without_a_period_stands_in_no_sum() -> None:
    total, kind = complaints(10, 9)
    assert codes(total, kind.model_copy(update={"period": None})) == []


def measures(terms: int, illegal: int | None = 0) -> list[Figure]:
    taken = [figure("measures.taken", terms, ground="terms")]
    if illegal is not None:
        taken.append(figure("measures.taken", illegal, ground="illegal"))
    return taken


def test_measures_are_compared_only_where_both_sheets_are_there() -> None:
    solely = figure("automation.measures_solely", 9, origin="own_initiative")
    assert codes(solely, *measures(5)) == ["HS602"]
    assert codes(solely, *measures(5, None)) == []
    rest = ("orders.act.items", "notices.received", "complaints.received", "moderators.internal")
    whole = [figure(m, None) for m in (*rest, "recipients.monthly_active", "qualitative.summary")]
    assert codes(solely, *measures(5, None), *whole) == ["HS602"]
    blocks = [on("whole service, block 2", each) for each in measures(5)]
    assert codes(on("whole service", solely), *blocks) == []
    first = [on("whole service", each) for each in (solely, *measures(5))]
    assert codes(*first, *blocks) == []
