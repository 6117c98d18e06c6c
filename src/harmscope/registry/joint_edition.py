"""An edition of several authorities: our own figures as they are shown, and those of publications
that were taken in.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from harmscope.disclosure.level import Edition as Attacked
from harmscope.disclosure.level import Level, level
from harmscope.disclosure.protect import Protected, account
from harmscope.model.figure import Figure
from harmscope.registry.authorities import Stated, Whose, stating
from harmscope.registry.contributions import plan
from harmscope.registry.joint_pool import joint_figures, twice
from harmscope.registry.pool import Pool
from harmscope.registry.published_rows import Row, place_of, row

if TYPE_CHECKING:
    from harmscope.registry.in_hand import InHand


@dataclass(frozen=True, slots=True)
class Edition:
    """What is shown: figures with their rows, and who says something in them."""

    figures: list[Figure]
    rows: list[Row]
    everybody: list[Stated]


def edition_of(made: Pool, shown: list[Figure], services: bool) -> Edition:
    """Our own figures as they are shown. Where publications were taken in, these are added: to what
    is shown of ours, never to what is withheld, so that the sums tell no more than the parts do."""
    rows, ours = [row(one) for one in shown], made.ours
    if ours is None or not made.taken:
        return Edition(shown, rows, made.everybody)
    whose = Whose(ours.authority, ours.period, ours.registered, ours.held, ours.without)
    own = [stating(whose, rows, plan())] if ours.held else []
    everybody = [*own, *made.taken]
    joint = [
        one
        for one in joint_figures(everybody, plan(), made.period)
        if services or "service" not in dict(one.figure.place)
    ]
    rows = [{**row(one.figure), "authorities": len(one.authorities)} for one in joint]
    return Edition([one.figure for one in joint], rows, everybody)


@dataclass(frozen=True, slots=True)
class Hand:
    """What an attacker has beside our editions: the publications that were taken in, and, where
    former ones have a service in common with others, all of these together."""

    taken: "list[InHand]"
    former: list[Attacked]

    @property
    def beside(self) -> list[Attacked]:
        """The editions that our own counts must stand up to."""
        linked = [one.beside for one in self.taken if one.linked]
        return [*linked, *(Attacked(one.tables, one.shown, frozenset()) for one in self.former)]


def hand_of(made: Pool, asked: Level, earlier: Sequence[Attacked]) -> Hand:
    """The publications of other authorities, as an attacker has them beside ours; ``earlier`` are
    our own editions before this one."""
    if not made.taken and not made.former:
        return Hand([], [])
    from harmscope.registry.in_hand import in_hand, with_former  # the solver loads slowly

    exact = (figure for figure, _ in made.own.values())
    counts = {(one.metric, place_of(one)): one.value for one in exact if isinstance(one.value, int)}
    for edition in earlier:
        for cell in edition.tables.cells:
            counts.setdefault(cell.key, cell.value)
    margin = _measure(asked).protection
    ours = made.ours if made.ours and made.ours.held else None
    former = with_former(made.taken, made.former, (ours, counts, plan()), margin)
    return Hand(in_hand(made.taken, ours, counts, plan(), margin), former)


def _measure(asked: Level) -> Level:
    """The level by which attackers are measured."""
    return level(asked.judged_by) if asked.judged_by else asked


def attacked(protected: Protected, hand: Hand, before: Sequence[Attacked]) -> Protected:
    """Our edition and those ``before`` it, attacked with all publications in hand as well: it is
    refused where that tells more than the publications do without it."""
    if not hand.taken and not hand.former:
        return protected
    from harmscope.registry.in_hand import attack, attack_former

    ours, margin = protected.edition(), _measure(protected.level).protection
    found = [attack(ours, hand.taken, margin, before)] if hand.taken else []
    if hand.former:
        found.append(attack_former(ours, hand.former, margin, before))
    return replace(protected, attacks=(*protected.attacks, *found))


def of_others(
    protected: Protected, pooled: Pool, edition: Edition, others: "Sequence[InHand]"
) -> dict[str, Any]:
    """What a publication says of those that were taken in, and of the attack with all in hand."""
    from harmscope.registry.in_hand import ATTACKER

    states = states_of(edition.rows)
    disclosure = account(protected) | {
        "cells": len(edition.rows),
        "states": dict(sorted(states.items())),
        "share_shown": round(1 - states["hidden"] / max(len(edition.rows), 1), 4),
    }
    audit = cast("dict[str, Any]", disclosure["audit"])
    tried = sum(one.withheld for one in others) + len(protected.edition().protected)
    told = [
        {**one, "tried": tried} if one["attacker"] == ATTACKER else one
        for one in audit["attackers"]
    ]
    disclosure["audit"] = {**audit, "attackers": told}
    return {
        "disclosure": disclosure,
        "taken_in": [
            _taken_in(one.about) | {"withheld": other.withheld, "narrowed_down": other.weak}
            for one, other in zip(pooled.taken, others, strict=True)
        ],
        "counted_twice": [
            {"service": service, "authorities": list(authorities)}
            for service, authorities in twice(edition.everybody)
        ],
    }


def states_of(rows: Sequence[Mapping[str, Any]]) -> Counter[str]:
    """How many figures of a publication are ``exact``, ``limits`` or ``hidden``."""
    return Counter(_state_of(each) for each in rows)


def _state_of(row: Mapping[str, Any]) -> str:
    if row["value"] is None and row["low"] is None:
        return "hidden"
    return "exact" if row["value"] is not None else "limits"


def _taken_in(about: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "authority": about["registry"],
        **{name: about[name] for name in ("title", "period", "edition", "sha256", "key_id")},
        "published_on": about.get("published_on"),
        "services": about["services"],
        "level": about["disclosure"]["level"],
    }
