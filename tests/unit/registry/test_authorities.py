from dataclasses import replace
from typing import Any

from harmscope.model.period import parse_period
from harmscope.registry.authorities import (
    Held,
    Stated,
    Whose,
    as_counted,
    behind,
    limits_of,
    place_in,
    respelled,
    stated,
    stating,
)
from harmscope.registry.contributions import plan
from harmscope.registry.narrowed import ANY, NONE, Limits

Q1 = parse_period("2026-Q1")
HELD = (Held("A", "Ant", "2026-01-01", "2026-03-31"), Held("A", "Bee", "2026-01-01", "2026-03-31"))
TOTAL = ("notices.received", ())
BY_HARM = ("notices.received", ("harm_top",))
EMPTY = dict.fromkeys(
    ("value", "low", "high", "rounding", "harm", "service", "territory", "order_state")
)


def row(metric: str = "notices.received", status: str = "A", **members: Any) -> dict[str, Any]:
    return {**EMPTY, "metric": metric, "period": str(Q1), "obs_status": status, **members}


def say(*rows: dict[str, Any], without: dict[Any, Any] | None = None) -> Stated:
    return stating(Whose("A", Q1, 2, HELD, without or {}), rows, plan())


def test_a_rounded_number_may_be_any_that_rounds_to_it() -> None:
    assert limits_of(row(value=125, rounding=5)) == (123, 127)
    assert limits_of(row(value=12)) == (12, 12)
    assert limits_of(row(low=10, high=19)) == (10, 19)
    assert limits_of(row(low=10, rounding=5)) == (8, None)
    assert limits_of(row(status="Q")) == ANY
    assert Limits(3, 3).exact
    assert not ANY.exact


def test_a_withheld_count_is_at_most_what_the_counts_beside_it_leave() -> None:
    made = say(
        row(value=40, rounding=5),
        row(harm="hate", status="Q"),
        row("notices.acted", harm="hate", status="Q"),
        row(harm="fraud", value=30, rounding=5),
    )
    assert made.limits(BY_HARM, ("hate",)) == (0, 42 - 28)
    assert made.limits(("notices.acted", ("harm_top",)), ("hate",)) == (0, 14)


def test_counts_of_other_services_do_not_bound_a_withheld_one() -> None:
    made = say(row(value=40), row(harm="hate", status="Q"), without={TOTAL: frozenset({0})})
    assert made.limits(BY_HARM, ("hate",)) == ANY
    assert made.behind(TOTAL) == {HELD[1]}


def test_what_is_left_out_is_zero_where_the_split_is_there() -> None:
    made = say(row(value=40), row(harm="hate", value=40))
    assert made.limits(BY_HARM, ("fraud",)) == NONE
    assert made.has(BY_HARM)
    assert not made.has(("appeals.filed", ()))
    assert say(row(value=0)).has(BY_HARM)
    assert not say(row(value=3)).has(BY_HARM)


def test_a_part_that_is_not_recorded_is_not_zero() -> None:
    rows = [row(value=40), row(harm="hate", value=40), row(harm="fraud", status="O")]
    assert say(*rows).limits(BY_HARM, ("fraud",)) == ANY
    nobody = say(*rows, without={BY_HARM: frozenset({0, 1})})
    assert ("fraud",) not in nobody.cells[BY_HARM]
    assert TOTAL not in say(row(status="O")).cells


def test_a_service_has_one_name_in_all_publications() -> None:
    of_service = ("notices.received", ("harm_top", "service"))
    rows = [row(harm="hate", service="Ant", status="Q"), row(harm="hate", service="Bee", value=3)]
    made = say(*rows)
    mine = replace(made, authority="B", held=(Held("B", "ANT ", "2026-01-01", "2026-03-31"),))
    (found,) = respelled(mine, [made])
    assert [held.service for held in found.held] == ["ANT ", "Bee"]
    assert found.limits(of_service, ("hate", "ANT ")) == ANY
    assert found.limits(of_service, ("hate", "Bee")) == (3, 3)
    assert found.withheld == {(of_service, ("hate", "ANT "))}
    assert respelled(made, [made]) == [made]
    both = replace(made, held=(*made.held, Held("A", "bee", "2026-01-01", "2026-03-31")))
    assert respelled(mine, [both]) == [both]  # two services of its own stay two


def test_months_and_metrics_of_others_have_their_place() -> None:
    march = row(period="2026-03-01/2026-03-31", value=3)
    assert place_in(march, str(Q1), plan()) == (("notices.received", ("month",)), ("2026-03",))
    assert as_counted(["service", "harm"], plan()) == ("harm_top", "service")
    made = say(row("future.metric", value=3))
    assert (made.unknown, made.cells) == (("future.metric",), {})


def test_who_is_behind_goes_there_and_back() -> None:
    first = say(row(value=40), without={TOTAL: frozenset({1})})
    told = behind([first], plan(), "A")
    assert [one["authority"] for one in told["holders"]] == [None, None]
    assert told["without"] == [
        {"figures": [{"metric": "notices.received", "split": []}], "holders": [1]}
    ]
    document = {
        "registry": "A",
        "period": str(Q1),
        "services": {"behind": 2, "registered": 2},
        "behind": told,
        "figures": [row(value=40)],
    }
    again = stated(document, plan())
    assert again.held == HELD
    assert again.behind(TOTAL) == first.behind(TOTAL) == {HELD[0]}
    assert again.about["registry"] == "A"
