import json
from dataclasses import replace
from pathlib import Path

import pytest

from desks import AT, Desk
from harmscope.disclosure.level import HIDDEN, Edition
from harmscope.model.period import parse_period
from harmscope.registry.authorities import Held, Stated, Whose, stating
from harmscope.registry.contributions import plan
from harmscope.registry.folder import create
from harmscope.registry.in_hand import attack, attack_former, in_hand, with_former
from harmscope.registry.pool import pool
from harmscope.registry.publications import Wish
from harmscope.registry.publish import make
from harmscope.registry.senders import add
from harmscope.registry.whole_numbers import AUTHORITY, EDITION
from offices import Office, office
from senders import QUARTER, TODAY, Sender, sender

Q1 = parse_period(QUARTER)
HARMS = ("hate", "hate", "hate", "hate", "fraud")


@pytest.fixture
def union(tmp_path: Path) -> Desk:
    registry = create(tmp_path / "union", "Union", TODAY, None, "automatic")
    return Desk(registry, tmp_path / "u")


def taken(union: Desk, tmp_path: Path, level: str = "public") -> Office:
    """A publication with a small count; its service Ant has 8 notices of fraud."""
    made = office(tmp_path, "Avia", {"Ant": 40, "Bee": 60, "Cat": 55}, harms=HARMS)
    assert not made.publish(level).protected.refused
    made.register_at(union)
    assert made.hand_in(union)["status"] == "accepted"
    return made


def test_a_publication_alone_gives_nothing_away(union: Desk, tmp_path: Path) -> None:
    taken(union, tmp_path)
    (found,) = in_hand(pool(union.registry, Q1).taken, None, {}, plan(), 5)
    assert found.withheld > 0
    assert (found.weak, found.linked) == (0, False)
    cells = found.edition.tables.cells
    assert all((AUTHORITY, "Avia") in cell.place for cell in cells)
    hidden = [i for i, shown in enumerate(found.edition.shown) if shown == HIDDEN]
    assert set(hidden) == found.edition.protected


def test_a_publication_without_counts_has_nothing_to_attack(union: Desk, tmp_path: Path) -> None:
    taken(union, tmp_path)
    (one,) = pool(union.registry, Q1).taken
    empty = replace(one, cells={}, withheld=frozenset())
    (found,) = in_hand([empty], None, {}, plan(), 5)
    assert (found.withheld, found.weak, found.linked) == (0, 0, False)
    assert found.edition.tables.cells == ()


def test_numbers_in_place_of_withheld_ones_add_up(union: Desk, tmp_path: Path) -> None:
    taken(union, tmp_path, "public-exact")
    (found,) = in_hand(pool(union.registry, Q1).taken, None, {}, plan(), 5)
    tables = found.edition.tables
    equal = [relation for relation in tables.relations if relation.sense == "equal"]
    assert equal
    for relation in equal:
        parts = sum(tables.cells[part].value for part in relation.parts)
        assert tables.cells[relation.total].value == parts
    for cell, shown in zip(tables.cells, found.edition.shown, strict=True):
        assert shown.low <= cell.value <= shown.high


def test_a_badly_protected_publication_is_noticed(union: Desk, tmp_path: Path) -> None:
    taken(union, tmp_path, "statutory")
    (one,) = pool(union.registry, Q1).taken
    # As if only one part of a sum were withheld: the others give it away.
    group = ("notices.received", ("service",))
    spoilt = type(one)(
        **{
            **{name: getattr(one, name) for name in one.__slots__},
            "withheld": frozenset({(group, ("Ant",))}),
        }
    )
    (found,) = in_hand([spoilt], None, {}, plan(), 5)
    assert found.weak == 1


def test_what_another_authority_withholds_of_a_service_of_ours_stays_withheld(
    union: Desk, tmp_path: Path
) -> None:
    avia = taken(union, tmp_path)
    # Ant reports the same 40 notices here, beside larger services.
    for name, notices in (("ant", 40), ("gnu", 90), ("hen", 75)):
        sender = union.add(name)
        union.receive(sender.submission(notices=notices, harms=HARMS))
    made = make(union.registry, Wish(Q1), AT)
    assert not made.protected.refused
    document = json.loads(made.files["publication.json"])
    (attempt,) = [
        one
        for one in document["disclosure"]["audit"]["attackers"]
        if one["attacker"] == "reader with every publication in hand"
    ]
    assert (attempt["narrowed_down"], attempt["tried"] > 0) == (0, True)
    theirs = json.loads((avia.folder / "p/publication.json").read_bytes())
    ours = {_place(row): row for row in document["figures"]}
    withheld = [row for row in theirs["figures"] if row["obs_status"] == "Q" and row["service"]]
    assert withheld
    for row in withheld:
        shown = ours[_place(row)]
        assert shown["value"] is None
        # A share has the limits that those of its two counts leave.
        width = 0.05 if row["unit"] == "share" else 5
        assert shown["high"] is None or shown["high"] - shown["low"] >= width


def test_a_service_spelt_otherwise_is_the_same_service(union: Desk, tmp_path: Path) -> None:
    taken(union, tmp_path)
    loud = Loud("ant", sender(union.folder / "keys", "ant").folder)
    add(union.registry, "ant", [loud.service], loud.public, AT)
    union.receive(loud.submission(notices=40, harms=HARMS))
    made = pool(union.registry, Q1)
    assert made.ours is not None
    assert [held.service for held in made.ours.held] == ["ANT"]
    assert "ANT" in {held.service for held in made.taken[0].held}
    (found,) = in_hand(made.taken, made.ours, {}, plan(), 5)
    assert found.linked
    services = {dict(cell.place).get("service") for cell in found.edition.tables.cells}
    assert "ANT" in services
    assert "Ant" not in services


class Loud(Sender):
    """A sender that writes its service in capitals."""

    @property
    def service(self) -> str:
        return self.name.upper()


def _place(row: dict[str, object]) -> tuple[object, ...]:
    return tuple(row[name] for name in ("metric", "period", "harm", "service"))


def test_the_attack_takes_all_of_it_together(union: Desk, tmp_path: Path) -> None:
    taken(union, tmp_path)
    ant = union.add("ant")
    union.receive(ant.submission(notices=40, harms=HARMS))
    made = pool(union.registry, Q1)
    assert made.ours is not None
    counts = {
        (figure.metric, (("period", str(figure.period)), ("service", "Ant"))): int(figure.value)
        for figure, _ in made.own.values()
        if figure.dimensions == {"service": "Ant"} and isinstance(figure.value, int)
    }
    (found,) = in_hand(made.taken, made.ours, counts, plan(), 5)
    assert found.linked
    assert any((AUTHORITY, "Avia") not in cell.place for cell in found.edition.tables.cells)
    assert attack(found.edition, [found], 5).exposures == ()
    assert attack(found.edition, [], 5).exposures == ()
    assert attack(found.edition, [found], 5, [found.edition]).exposures == ()


def published(total: int, ant: int, bee: int | None, cat: int | None) -> Stated:
    """What Avia says of its three services."""
    none = dict.fromkeys(("harm", "territory", "order_state", "low", "high", "rounding"))
    rows = [
        none
        | {"metric": "notices.received", "period": str(Q1), "service": service, "value": value}
        | {"obs_status": "Q" if value is None else "A"}
        for service, value in ((None, total), ("Ant", ant), ("Bee", bee), ("Cat", cat))
    ]
    held = tuple(Held("Avia", name, "2026-01-01", "2026-03-31") for name in ("Ant", "Bee", "Cat"))
    return stating(Whose("Avia", Q1, 3, held, {}), rows, plan())


OURS = stating(
    Whose("Union", Q1, 1, (Held("Union", "Ant", "2026-01-01", "2026-03-31"),), {}), [], plan()
)


def former(new: Stated, old: Stated) -> list[Edition]:
    ant = ("notices.received", (("period", str(Q1)), ("service", "Ant")))
    return with_former([new], [old], (OURS, {ant: 40}, plan()), 5)


def test_a_former_edition_that_shows_the_same_is_about_the_same_counts() -> None:
    new, old = former(published(100, 40, None, None), published(100, 40, None, None))
    assert {cell.key for cell in new.tables.cells} == {cell.key for cell in old.tables.cells}
    assert [cell.value for cell in new.tables.cells] == [cell.value for cell in old.tables.cells]
    assert len(new.protected) == 2


def test_what_may_have_been_restated_is_a_count_of_its_own() -> None:
    new, old = former(published(100, 40, None, None), published(90, 40, None, None))
    apart = [cell for cell in old.tables.cells if EDITION in dict(cell.place)]
    assert {dict(cell.place).get("service") for cell in apart} == {None, "Bee", "Cat"}
    assert all(EDITION not in dict(cell.place) for cell in new.tables.cells)
    assert sum(cell.value for cell in apart if "service" in dict(cell.place)) == 50


def test_what_editions_tell_together_without_ours_is_not_laid_on_ours() -> None:
    new, old = former(published(100, 40, None, None), published(100, 40, 33, 27))
    # The former edition shows what this one withholds, if nothing was restated: a reader may guess.
    assert len(new.protected) == 2
    assert attack_former(new, [new, old], 5).exposures == ()
    assert with_former([published(100, 40, None, None)], [], (OURS, {}, plan()), 5) == []
