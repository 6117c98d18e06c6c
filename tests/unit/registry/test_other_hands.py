"""Ways to recover what another authority does not show, by our figures and its publications."""

import json
from pathlib import Path

import pytest

from desks import AT, Desk
from harmscope.model.period import parse_period
from harmscope.registry.folder import create
from harmscope.registry.publications import Wish
from harmscope.registry.publish import Made, make, outcome, plans, publish
from harmscope.registry.submissions import withdraw
from offices import Office, office
from senders import QUARTER, TODAY, header, notice, write_records

Q1 = parse_period(QUARTER)
EXACT = Wish(Q1, "public-exact")
SERVICES = {"Ant": 40, "Bee": 60, "Cat": 55}


@pytest.fixture
def union(tmp_path: Path) -> Desk:
    """An office with figures of its own: two services are Avia's as well."""
    desk = Desk(create(tmp_path / "union", "Union", TODAY, None, "automatic"), tmp_path / "u")
    for name, notices in (("ant", 40), ("bee", 60), ("gnu", 90), ("hen", 75)):
        desk.receive(desk.add(name).submission(notices=notices, harms=("hate",)))
    return desk


def totals(avia: Office, edition: str = "p") -> None:
    """What all services of Avia report together, without a word on each."""
    wish = Wish(Q1, "public-exact", services=False)
    assert not publish(avia.desk.registry, wish, avia.folder / edition, AT).protected.refused


@pytest.fixture
def avia(union: Desk, tmp_path: Path) -> Office:
    made = office(tmp_path, "Avia", SERVICES, harms=("hate",))
    made.register_at(union)
    return made


def leaks(made: Made) -> set[str]:
    """The attackers who get through."""
    return {one.attacker for one in made.protected.attacks if one.exposures}


def test_services_of_ours_taken_off_a_total_leave_a_service_that_nobody_shows(
    union: Desk, avia: Office
) -> None:
    totals(avia)
    assert avia.hand_in(union)["status"] == "accepted"
    # 155 notices in all, 40 of Ant and 60 of Bee: 55 of Cat.
    made = make(union.registry, EXACT, AT)
    assert made.protected.refused
    assert leaks(made) == {"reader with every publication in hand"}


def test_a_plan_shows_what_a_publication_would_do(union: Desk, avia: Office) -> None:
    totals(avia)
    avia.hand_in(union)
    found = {one.change: one for one in plans(union.registry, EXACT)}
    for change, services in (("publish as it is", True), ("do not split by service", False)):
        told = outcome(make(union.registry, Wish(Q1, "public-exact", services), AT))
        one = found[change]
        assert (one.refused, one.cells) == (not told["published"], told["cells"])
        assert one.cells - one.shown == told["withheld"]
        assert one.refused is services


def test_a_replaced_edition_is_still_in_the_hands_of_its_readers(union: Desk, avia: Office) -> None:
    totals(avia)
    first = avia.hand_in(union)
    avia.desk.receive(avia.desk.add("doe").submission(notices=29, harms=("hate",)))
    totals(avia, edition="second")
    more = {"replaces": first["submission"], "because": "one more"}
    assert avia.hand_in(union, "second", **more)["status"] == "accepted"
    made = make(union.registry, EXACT, AT)
    assert leaks(made) == {"reader with former publications in hand, too"}
    body = json.loads(made.files["publication.json"])
    assert [one["edition"] for one in body["taken_in"]] == [2]


def test_so_is_one_that_was_withdrawn(union: Desk, avia: Office) -> None:
    totals(avia)
    withdraw(union.registry, str(avia.hand_in(union)["submission"]), "by mistake", AT)
    made = make(union.registry, EXACT, AT)
    assert leaks(made) == {"reader with former publications in hand, too"}
    assert "taken_in" not in json.loads(made.files["publication.json"])


def monthly(desk: Desk, name: str, counts: tuple[int, int, int]) -> None:
    """A service reports month by month."""
    sender = desk.add(name)
    for month, count in zip(THREE, counts, strict=True):
        period = parse_period(month)
        span = {"start": period.start.isoformat(), "end": period.end.isoformat()}
        rows = [{**header(sender.service), "period": span}]
        rows += [
            notice(sender.service, 1000 * period.start.month + i, "hate", f"{month}-10")
            for i in range(count)
        ]
        records = write_records(desk.folder / f"{name}-{month}.jsonl", rows)
        package = sender.packed(f"{name}-{month}", records=(records,), period=period)
        assert desk.receive(package)["status"] == "accepted"


THREE = ("2026-01", "2026-02", "2026-03")
MONTHS = {"ant": (40, 50, 7), "bee": (60, 70, 66), "cat": (55, 45, 52), "doe": (80, 81, 79)}


def by_month(tmp_path: Path) -> Office:
    """An authority that published each month; 7 notices of Ant in March are withheld."""
    made = office(tmp_path, "Months", {})
    for name, counts in MONTHS.items():
        monthly(made.desk, name, counts)
    for month in THREE:
        wish = Wish(parse_period(month), "public-exact")
        assert not publish(made.desk.registry, wish, made.folder / month, AT).protected.refused
    return made


def by_service(made: Made) -> dict[str, int | None]:
    """Notices by service, as published."""
    return {
        row["service"]: row["value"]
        for row in json.loads(made.files["publication.json"])["figures"]
        if row["metric"] == "notices.received" and row["service"] and row["harm"] is None
    }


def test_a_quarter_does_not_give_away_what_a_month_withholds(tmp_path: Path) -> None:
    made = make(by_month(tmp_path).desk.registry, EXACT, AT)
    assert not made.protected.refused
    # 97 less the 40 and 50 of the other months would be 7.
    assert by_service(made)["Ant"] is None
    assert by_service(made)["Doe"] == 240


def test_nor_does_a_quarter_of_ours_where_the_months_are_of_another(tmp_path: Path) -> None:
    theirs = by_month(tmp_path)
    union = Desk(create(tmp_path / "union", "Union", TODAY, None, "automatic"), tmp_path / "u")
    for name, notices in (("ant", 97), ("gnu", 90), ("hen", 75), ("owl", 66)):
        union.receive(union.add(name).submission(notices=notices, harms=("hate",)))
    theirs.register_at(union)
    for month in THREE:
        assert theirs.hand_in(union, month)["status"] == "accepted"
    made = make(union.registry, EXACT, AT)
    assert made.protected.refused or by_service(made)["Ant"] is None


def test_an_authority_that_knows_two_of_our_services_does_not_find_the_third(
    tmp_path: Path, union: Desk, avia: Office
) -> None:
    totals(avia)
    desk = Desk(create(tmp_path / "small", "Small", TODAY, None, "automatic"), tmp_path / "s")
    for name, notices in (("ant", 40), ("bee", 60), ("gnu", 7), ("hen", 75)):
        desk.receive(desk.add(name).submission(notices=notices, harms=("hate",)))
    avia.register_at(desk)
    assert avia.hand_in(desk)["status"] == "accepted"
    made = make(desk.registry, Wish(Q1, "public-exact"), AT)
    assert "authority Avia" in {one.attacker for one in made.protected.attacks}
    assert "authority Avia" not in leaks(made)
    shown = by_service(made)
    # Without Gnu, what Avia does not know must hold another service.
    assert (shown["Gnu"], shown["Hen"]) == (None, None)
