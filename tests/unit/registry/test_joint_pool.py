import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desks import AT, Desk
from harmscope.metrics.catalogue import METRICS
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period
from harmscope.registry.authorities import Held, Stated
from harmscope.registry.checks import doubts, pool_record
from harmscope.registry.contributions import plan
from harmscope.registry.folder import create
from harmscope.registry.joint_pool import (
    added,
    joint_figures,
    share_of,
    strength,
    twice,
)
from harmscope.registry.narrowed import ANY, NONE, Limits
from harmscope.registry.pool import Pool, pool
from harmscope.registry.publications import Wish
from harmscope.registry.publish import outcome, plans, publish
from offices import Office, office
from senders import QUARTER, TODAY

Q1 = parse_period(QUARTER)
DAYS = ("2026-01-01", "2026-03-31")


def says(name: str, cells: dict[Any, Any], *services: str, **more: Any) -> Stated:
    held = tuple(Held(name, service, *DAYS) for service in services)
    return Stated(name, Q1, len(held), held, more.pop("without", {}), cells, frozenset(), **more)


def found(*everybody: Stated) -> dict[tuple[str, tuple[tuple[str, str], ...]], Figure]:
    made = joint_figures(everybody, plan(), Q1)
    return {(one.figure.metric, one.figure.place): one.figure for one in made}


def ends(figure: Figure) -> tuple[Any, Any]:
    if figure.bounds is not None:
        return figure.bounds.low, figure.bounds.high
    return figure.value, figure.value if figure.status == "exact" else None


TOTAL = ("notices.received", ())
BY_HARM = ("notices.received", ("harm_top",))
BY_SERVICE = ("notices.received", ("service",))


def test_what_is_known_exactly_adds_up_exactly() -> None:
    one = says("A", {TOTAL: {(): Limits(40, 40)}}, "Ant")
    other = says("B", {TOTAL: {(): Limits(31, 31)}}, "Bee")
    figure = found(one, other)["notices.received", ()]
    assert (figure.value, figure.status, figure.senders, figure.of) == (71, "exact", 2, 2)


def test_limits_are_added_and_an_open_one_stays_open() -> None:
    one = says("A", {TOTAL: {(): Limits(38, 42)}}, "Ant")
    other = says("B", {TOTAL: {(): Limits(28, 32)}}, "Bee")
    hidden = says("C", {TOTAL: {(): ANY}}, "Cat")
    assert ends(found(one, other)["notices.received", ()]) == (66, 74)
    least = found(one, hidden)["notices.received", ()]
    assert (least.value, least.status) == (38, "at_least")
    assert added([Limits(1, 2), ANY, Limits(3, 3)]) == Limits(4, None)


def test_what_an_authority_leaves_out_is_zero() -> None:
    one = says("A", {TOTAL: {(): Limits(5, 5)}, BY_HARM: {("hate",): Limits(5, 5)}}, "Ant")
    other = says("B", {TOTAL: {(): Limits(7, 7)}, BY_HARM: {("fraud",): Limits(7, 7)}}, "Bee")
    figures = found(one, other)
    assert figures["notices.received", (("harm_top", "hate"),)].value == 5
    assert figures["notices.received", (("harm_top", "fraud"),)].senders == 2


def test_cases_of_unknown_category_may_be_of_one_that_is_left_out() -> None:
    cells = {("hate",): Limits(5, 5), ("unallocated",): Limits(2, 2)}
    one = says("A", {TOTAL: {(): Limits(7, 7)}, BY_HARM: cells}, "Ant")
    other = says("B", {TOTAL: {(): Limits(3, 3)}, BY_HARM: {("fraud",): Limits(3, 3)}}, "Bee")
    figure = found(one, other)["notices.received", (("harm_top", "fraud"),)]
    assert (figure.value, figure.status) == (3, "at_least")


def test_people_whom_services_may_share_are_never_added(monkeypatch) -> None:
    metric = METRICS["notices.received"]
    monkeypatch.setitem(METRICS, metric.id, replace(metric, pooling="bounds"))
    one = says("A", {TOTAL: {(): Limits(40, 40)}}, "Ant")
    other = says("B", {TOTAL: {(): Limits(31, 31)}}, "Bee")
    assert ends(found(one, other)["notices.received", ()]) == (40, 71)


def test_a_share_is_made_of_the_counts_of_those_who_state_both() -> None:
    acted = ("notices.acted", ())
    one = says("A", {TOTAL: {(): Limits(40, 40)}, acted: {(): Limits(10, 10)}}, "Ant")
    other = says("B", {TOTAL: {(): Limits(40, 40)}}, "Bee", without={acted: frozenset({0})})
    figure = found(one, other)["notices.acted_share", ()]
    assert (figure.value, figure.senders) == (0.25, 1)
    assert share_of(Limits(1, 2), Limits(3, 6)) == Limits(0.1666, 0.6667)
    assert share_of(NONE, NONE) is None


def test_a_median_lies_between_those_of_the_parts() -> None:
    median = ("time.notice_to_decision.median", ())
    one, other = (
        says(name, {median: {(): Limits(days, days)}}, name) for name, days in (("A", 2), ("B", 7))
    )
    assert ends(found(one, other)["time.notice_to_decision.median", ()]) == (2, 7)


def test_a_service_at_two_authorities_is_counted_once_in_the_lower_limit() -> None:
    one = says(
        "A", {TOTAL: {(): Limits(71, 71)}, BY_SERVICE: {("Ant",): Limits(40, 40)}}, "Ant", "Bee"
    )
    other = says(
        "B", {TOTAL: {(): Limits(60, 60)}, BY_SERVICE: {("ANT",): Limits(25, 25)}}, "ANT", "Cat"
    )
    assert twice([one, other]) == [("ANT", ("A", "B"))]
    figure = found(one, other)["notices.received", ()]
    assert (ends(figure), figure.senders, figure.of) == ((106, 131), 3, 3)
    assert strength([one, other]) == (2, 3, 3)


def test_a_service_that_is_not_shown_by_itself_may_be_all_of_its_authority() -> None:
    one = says("A", {TOTAL: {(): Limits(71, 71)}}, "Ant", "Bee")
    other = says("B", {TOTAL: {(): Limits(60, 60)}}, "Ant", "Cat")
    assert ends(found(one, other)["notices.received", ()]) == (71, 131)


def test_other_days_of_one_service_are_not_the_same_cases() -> None:
    first = Stated("A", Q1, 1, (Held("A", "Ant", "2026-01-01", "2026-01-31"),), {}, {}, frozenset())
    then = Stated("B", Q1, 1, (Held("B", "Ant", "2026-02-01", "2026-03-31"),), {}, {}, frozenset())
    assert twice([first, then]) == []


# With registries.


@pytest.fixture
def union(tmp_path: Path) -> Iterator[Desk]:
    with create(tmp_path / "union", "Union", TODAY, None, "automatic") as registry:
        yield Desk(registry, tmp_path / "u")


@pytest.fixture
def two(union: Desk, tmp_path: Path) -> list[Office]:
    """Two authorities; one service reports to both."""
    offices = [
        office(tmp_path, "Avia", {"Ant": 40, "Bee": 31, "Cat": 53}),
        office(tmp_path, "Borea", {"Dog": 44, "Eel": 38, "Fox": 61, "Ant": 25}),
    ]
    for one in offices:
        assert not one.publish().protected.refused
        one.register_at(union)
        assert one.hand_in(union)["status"] == "accepted"
    return offices


def total(made: Pool, metric: str) -> Figure:
    return next(one for one in made.figures if one.metric == metric and not one.dimensions)


@pytest.mark.usefixtures("two")
def test_publications_are_pooled_and_a_service_in_two_is_said(union: Desk) -> None:
    made = pool(union.registry, Q1)
    figure = total(made, "notices.received")
    # Rounded totals of 124 and 168 notices; up to 27 of the 25 of Ant may be counted twice.
    assert ends(figure) == (291 - 27, 299)
    assert (figure.senders, figure.of) == (6, 6)
    backing = made.backing_of(figure)
    assert backing.authorities == ("Avia", "Borea")
    assert backing.limits == {"Avia": (123, 127), "Borea": (168, 172)}
    assert len(made.sources(figure)) == 2
    (doubt,) = doubts(made, plan())
    assert (doubt.code, doubt.service) == ("counted_twice", "Ant")


@pytest.mark.usefixtures("two")
def test_publications_alone_say_how_many_figures_there_are(union: Desk, tmp_path: Path) -> None:
    made = publish(union.registry, Wish(Q1), tmp_path / "out", AT)
    rows = json.loads(made.files["publication.json"])["figures"]
    withheld = [one for one in rows if one["value"] is None and one["low"] is None]
    body = outcome(made)
    assert len(made.protected.shown) == 0
    assert (body["cells"], body["withheld"]) == (len(rows), len(withheld))
    assert body["share_shown"] == round(1 - len(withheld) / len(rows), 4)
    [as_it_is] = plans(union.registry, Wish(Q1))
    assert (as_it_is.cells, as_it_is.shown) == (len(rows), len(rows) - len(withheld))
    assert len(rows) > 0


@pytest.mark.usefixtures("two")
def test_own_services_are_pooled_with_publications(union: Desk, tmp_path: Path) -> None:
    for name, notices in (("gnu", 33), ("hen", 21), ("ibis", 46)):
        union.add(name)
        union.receive(union.senders[name].submission(notices=notices))
    record = pool_record(union.registry, Q1)
    (figure,) = [
        one
        for one in record["figures"]
        if (one["metric"], one["dimensions"]) == ("notices.received", {})
    ]
    assert figure["by_authority"]["Union"] == {"low": 100, "high": 100}
    assert figure["by_service"] == {"Gnu": 33, "Hen": 21, "Ibis": 46}
    assert (figure["low"], figure["high"], figure["authorities"]) == (364, 399, 3)
    made = publish(union.registry, Wish(Q1), tmp_path / "out", AT)
    document = json.loads(made.files["publication.json"])
    (row,) = [
        one
        for one in document["figures"]
        if one["metric"] == "notices.received" and one["period"] == document["period"]
        if one["harm"] is None and one["service"] is None
    ]
    # Our own total goes in as it is shown: rounded.
    assert (row["low"], row["high"], row["authorities"], row["senders"]) == (362, 401, 3, 9)
    assert [one["authority"] for one in document["taken_in"]] == ["Avia", "Borea"]
    assert document["counted_twice"] == [{"authorities": ["Avia", "Borea"], "service": "Ant"}]
    assert document["services"] == {"behind": 9, "registered": 9}
