from typing import Any

import pytest

from desks import Desk
from harmscope.disclosure.level import HIDDEN
from harmscope.model.period import parse_period
from harmscope.registry.authorities import Held, Whose, stating
from harmscope.registry.contributions import plan
from harmscope.registry.folder import create
from harmscope.registry.whole_numbers import Known, contradicted, contradictions, stood_in
from offices import Office, office
from senders import QUARTER, TODAY

Q1 = parse_period(QUARTER)
MONTHS = {month: f"2026-0{month}-01/2026-0{month}-{last}" for month, last in ((1, 31), (2, 28))}
NO_DIMENSIONS = dict.fromkeys(("harm", "service", "territory", "order_state"))


def row(value: int | None = None, **told: Any) -> dict[str, Any]:
    """A published row."""
    body = {"metric": "notices.received", "period": str(Q1), "rounding": None, "low": None}
    body |= {"high": None, "value": value, "obs_status": "Q" if value is None else "A"}
    return body | NO_DIMENSIONS | told


def said(*rows: dict[str, Any]) -> Any:
    held = tuple(Held("Avia", name, "2026-01-01", "2026-03-31") for name in ("Ant", "Bee"))
    return stating(Whose("Avia", Q1, 2, held, {}), rows, plan())


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([row(10), row(6, service="Ant"), row(4, service="Bee")], 0),
        ([row(10), row(6, service="Ant"), row(5, service="Bee")], 1),
        # All services are there, and they are fewer.
        ([row(10), row(6, service="Ant"), row(3, service="Bee")], 1),
        # A report may leave cases out of a split by harm.
        ([row(10), row(6, harm="hate"), row(3, harm="fraud")], 0),
        ([row(10), row(6, harm="hate"), row(5, harm="fraud")], 1),
        ([row(10), row(6, harm="hate"), row(harm="fraud")], 0),
        ([row(10, rounding=5), row(6, harm="hate"), row(6, harm="fraud")], 0),
        ([row(10), row(11, metric="notices.acted")], 1),
        ([row(10), row(11, period=MONTHS[1])], 1),
        # Each sum could hold by itself, but not all at once.
        (
            [
                row(10),
                row(service="Ant"),
                row(service="Bee"),
                row(6, service="Ant", harm="hate"),
                row(5, service="Bee", harm="hate"),
            ],
            1,
        ),
        ([], 0),
    ],
)
def test_sums_that_cannot_hold_are_found(rows: list[dict[str, Any]], wrong: int) -> None:
    assert bool(contradicted(said(*rows), plan())) == bool(wrong)


def test_a_service_that_is_not_shown_is_withheld_where_others_hold_some() -> None:
    one = said(row(10), row(7, harm="hate"))
    alone = stood_in(one, set(), Known({}), plan())
    assert len(alone.edition.tables.cells) == 2
    of_ant = ("notices.received", (("period", str(Q1)), ("service", "Ant")))
    made = stood_in(one, {"Ant"}, Known({of_ant: 6}), plan())
    counts = {cell.key: cell.value for cell in made.edition.tables.cells}
    assert counts[of_ant] == 6
    # Ant and Bee, in all and on hate; none of these is counted as withheld by the publication.
    assert len(counts) == 6
    assert made.edition.shown.count(HIDDEN) == 4
    assert (made.withheld, len(made.edition.protected)) == (frozenset(), 4)


def test_counts_of_other_days_are_fitted_in() -> None:
    place = (("period", str(Q1)), ("service", "Ant"))
    month = parse_period("2026-03")
    held = (Held("Avia", "Ant", "2026-03-01", "2026-03-31"),)
    rows = [row(period=str(month)), row(period=str(month), service="Ant")]
    one = stating(Whose("Avia", month, 1, held, {}), rows, plan())
    counts = {("notices.received", place): 97}
    for number, value in ((1, 40), (2, 50)):
        counts["notices.received", (("period", MONTHS[number]), ("service", "Ant"))] = value
    made = stood_in(one, {"Ant"}, Known(counts), plan())
    (found,) = [c for c in made.edition.tables.cells if dict(c.place).get("service") == "Ant"]
    assert found.value == 7


@pytest.fixture
def avia(tmp_path: Any) -> Office:
    made = office(tmp_path, "Avia", {"Ant": 40, "Bee": 60, "Cat": 55})
    assert not made.publish().protected.refused
    return made


def test_one_that_contradicts_itself_is_refused_and_the_place_named(
    avia: Office, tmp_path: Any
) -> None:
    union = Desk(create(tmp_path / "union", "Union", TODAY, None, "automatic"), tmp_path / "u")
    avia.register_at(union)
    place = {"metric": "notices.received", "period": str(Q1), **NO_DIMENSIONS}
    told: list[int] = []

    def change(body: dict[str, Any]) -> None:
        assert contradictions(body) == []
        numbers = range(len(body["figures"]))
        told.extend(i for i in numbers if place.items() <= body["figures"][i].items())
        body["figures"][told[0]]["value"] = 5

    avia.alter(change)
    receipt = avia.sent(union)
    assert receipt["status"] == "rejected"
    assert [(one["code"], one["rule"]) for one in receipt["problems"]] == [
        ("figures_contradict", "RR020")
    ]
    (found,) = [one for one in receipt["files"] if one["path"].endswith("publication.json")]
    assert f"/figures/{told[0]}" in {one["pointer"] for one in found["places"]}
    assert found["rules"]["RR020"] >= len(found["places"])
    assert {one["role"] for one in union.last().objects} == {"package"}
