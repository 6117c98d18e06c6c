"""Withheld figures are narrowed down by what is shown beside them, and no further than is safe."""

from typing import Any

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import SPLITS
from harmscope.model.period import parse_period
from harmscope.registry.authorities import Held, Stated
from harmscope.registry.contributions import plan
from harmscope.registry.narrowed import ANY, WIDTH, At, Limits, Sum, narrow, sums

Q1 = parse_period("2026-Q1")
DAYS = ("2026-01-01", "2026-03-31")
RECEIVED, ACTED, PENDING = "notices.received", "notices.acted", "notices.pending"
LINKS = [*plan().sums, *plan().links]


def exactly(number: int) -> Limits:
    return Limits(number, number)


def at(metric: str = RECEIVED, **codes: str) -> At:
    return (metric, tuple(codes)), tuple(codes.values())


def said(cells: dict[At, Limits], *services: str, without: dict[Any, Any] | None = None) -> Stated:
    held = tuple(Held("A", service, *DAYS) for service in services or ("Ant", "Bee"))
    grouped: dict[Any, dict[Any, Limits]] = {}
    for (group, key), limits in cells.items():
        grouped.setdefault(group, {})[key] = limits
    hidden = frozenset(one for one, limits in cells.items() if limits == ANY)
    made = Stated("A", Q1, 2, held, without or {}, grouped, hidden)
    narrow(made.cells, hidden, [*sums(made, LINKS)])
    return made


def limits(made: Stated, one: At) -> Limits:
    return made.cells[one[0]][one[1]]


def test_a_part_is_at_most_what_the_others_leave_of_the_whole() -> None:
    made = said(
        {
            at(): Limits(98, 102),
            at(harm_top="hate"): Limits(58, 62),
            at(harm_top="fraud"): Limits(28, 32),
            at(harm_top="violence"): ANY,
        }
    )
    assert limits(made, at(harm_top="violence")) == (0, 102 - 58 - 28)


def test_parts_of_another_metric_leave_less() -> None:
    made = said({at(): exactly(100), at(ACTED): exactly(70), at(PENDING): ANY})
    assert limits(made, at(PENDING)) == (0, 30)


def test_services_add_up_so_a_part_is_at_least_what_the_others_lack() -> None:
    by_service = {
        at(): exactly(100),
        at(service="Ant"): exactly(60),
        at(service="Bee"): ANY,
        at(service="Cat"): ANY,
        at(ACTED): exactly(80),
        at(PENDING): exactly(10),
        at(ACTED, service="Ant"): exactly(60),
        at(ACTED, service="Bee"): exactly(5),
        at(ACTED, service="Cat"): exactly(15),
    }
    made = said(by_service, "Ant", "Bee", "Cat")
    # Bee and Cat have 40 together; at least what they acted on.
    assert limits(made, at(service="Bee")) == (5, 25)
    assert limits(made, at(service="Cat")) == (15, 35)
    # Where a service is not behind the split, the others may have less.
    some = said(by_service, "Ant", "Bee", "Cat", "Doe", without={at(service="Doe")[0]: {3}})
    assert limits(some, at(service="Bee")) == (5, 25)
    three = {name: limits for name, limits in by_service.items() if name[0][0] == RECEIVED}
    three |= {at(harm_top="hate"): exactly(12), at(harm_top="hate", service="Cat"): exactly(12)}
    assert limits(said(three, "Ant", "Bee", "Cat"), at(service="Cat")) == (12, 40)


def test_complete_parts_give_a_lower_limit() -> None:
    whole, one, two, three = at(), at(service="A"), at(service="B"), at(service="C")
    cells: dict[Any, dict[Any, Limits]] = {
        whole[0]: {(): exactly(100)},
        one[0]: {("A",): exactly(60), ("B",): ANY, ("C",): ANY},
    }
    capped = Sum(at(harm_top="x"), (three,))
    cells[capped.whole[0]] = {("x",): exactly(15)}
    narrow(cells, [two, three], [Sum(whole, (one, two, three), complete=True), capped])
    assert cells[one[0]] == {("A",): (60, 60), ("B",): (25, 40), ("C",): (0, 15)}


def test_a_withheld_whole_lies_between_the_sums_of_its_parts() -> None:
    parts = {at(service="Ant"): Limits(18, 22), at(service="Bee"): Limits(28, 32)}
    assert limits(said({at(): ANY, **parts}), at()) == (46, 54)
    others = said({at(): ANY, **parts}, "Ant", "Bee", "Cat", without={at(service="x")[0]: {2}})
    assert limits(others, at()) == (46, None)


def test_a_case_under_several_codes_bounds_each_part_by_the_whole_alone() -> None:
    made = said(
        {
            at("items.actioned"): exactly(50),
            at("items.actioned", month="2026-01"): exactly(40),
            at("items.actioned", month="2026-02"): ANY,
            at("items.actioned", harm_top="hate"): exactly(40),
            at("items.actioned", harm_top="fraud"): ANY,
        }
    )
    assert limits(made, at("items.actioned", month="2026-02")) == (0, 50)
    assert limits(made, at("items.actioned", harm_top="fraud")) == (0, 10)
    items, notices = METRICS["items.actioned"], METRICS[RECEIVED]
    assert [items.adds_up(SPLITS[name]) for name in ("harm_top", "service", "month")] == [
        *(True, True, False)
    ]
    assert not items.adds_up(SPLITS["territory"])
    assert notices.adds_up(SPLITS["month"])
    assert not METRICS["notices.acted_share"].adds_up(SPLITS["service"])


def test_parts_that_are_more_than_their_whole_say_nothing() -> None:
    made = said(
        {at(): exactly(50), at(harm_top="hate"): exactly(60), at(harm_top="fraud"): ANY},
    )
    assert limits(made, at(harm_top="fraud")) == ANY


def test_what_is_withheld_is_never_printed() -> None:
    """A publication that gives a withheld figure away: it is not said here."""
    made = said({at(): exactly(43), at(harm_top="hate"): exactly(40), at(harm_top="fraud"): ANY})
    assert limits(made, at(harm_top="fraud")) == ANY
    parts = {at(service="Ant"): exactly(40), at(service="Bee"): ANY}
    assert limits(said({at(): exactly(47), **parts}), at(service="Bee")) == ANY
    wide = said(
        {at(): exactly(40 + WIDTH), at(harm_top="hate"): exactly(40), at(harm_top="x"): ANY}
    )
    assert limits(wide, at(harm_top="x")) == (0, WIDTH)


def test_a_share_is_not_bounded_by_that_of_the_whole() -> None:
    made = said(
        {at("notices.acted_share"): Limits(0, 1), at("notices.acted_share", service="Ant"): ANY}
    )
    assert limits(made, at("notices.acted_share", service="Ant")) == ANY
