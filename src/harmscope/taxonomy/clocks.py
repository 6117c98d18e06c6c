"""Removal clocks as data: which request starts which limit, where, since when, and who says so."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from harmscope.errors import UserError
from harmscope.resources import data_path
from harmscope.taxonomy.terms import Term, term_of

Certainty = Literal["seen", "secondary", "unverified"]
"""seen: the instrument itself was read. secondary: a summary by others. unverified: neither."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit.

    ``limit`` runs from the notice's time ``starts_at`` to its time ``met_at`` (names of fields of
    a notice). A notice starts the clock when its kind is in ``notice_kinds`` and, where these are
    given, its order's kind in ``order_kinds``, its requester's relation in ``relations``, its harm
    in ``harms`` or under one of them, and the legal basis of its order names one of
    ``legal_bases``. ``applies_if`` and ``exceptions`` are in words.
    """

    id: str
    title: str
    jurisdiction: str
    enforcer: str
    in_force_from: date
    in_force_to: date | None
    event: str
    notice_kinds: tuple[str, ...]
    order_kinds: tuple[str, ...]
    relations: tuple[str, ...]
    harms: tuple[str, ...]
    legal_bases: tuple[str, ...]
    starts_at: str
    met_at: str
    limit: Term
    wording: str
    applies_if: tuple[str, ...]
    exceptions: tuple[str, ...]
    also: tuple[str, ...]
    request_elements: tuple[str, ...]
    certainty: Certainty
    source: str
    note: str

    def in_force(self, day: date) -> bool:
        """Whether the limit is law on ``day``; the last day counts."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)


@cache
def clocks() -> tuple[Clock, ...]:
    """All shipped clocks, by id."""
    return tuple(_read(path) for path in sorted(data_path("taxonomy", "clocks").glob("*.toml")))


def bases_named(legal_basis: str | None) -> frozenset[str]:
    """Which of the legal bases that start a clock a text names."""
    if legal_basis is None:
        return frozenset()
    return frozenset(one for clock in clocks() for one in clock.legal_bases if one in legal_basis)


def clocks_of(category: str) -> list[Clock]:
    """The clocks that a notice about a category may start: those of every harm, of the category, of
    one above it, and of one below it."""
    return [
        one
        for one in clocks()
        if not one.harms or any(_meet(category, wanted) for wanted in one.harms)
    ]


def _meet(one: str, other: str) -> bool:
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def clock(clock_id: str) -> Clock:
    """The clock with this id; UserError if there is none."""
    for one in clocks():
        if one.id == clock_id:
            return one
    known = ", ".join(one.id for one in clocks())
    raise UserError("clocks", "there is no clock of that id", f"use one of {known}")


def _read(path: Path) -> Clock:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    trigger, limit, conditions = data["trigger"], data["limit"], data["conditions"]
    return Clock(
        id=data["id"],
        title=data["title"],
        jurisdiction=data["jurisdiction"],
        enforcer=data["enforcer"],
        in_force_from=data["in_force_from"],
        in_force_to=data.get("in_force_to"),
        event=trigger["event"],
        notice_kinds=tuple(trigger["notice_kinds"]),
        order_kinds=tuple(trigger["order_kinds"]),
        relations=tuple(trigger["relations"]),
        harms=tuple(trigger["harms"]),
        legal_bases=tuple(trigger.get("legal_bases", ())),
        starts_at=limit["starts_at"],
        met_at=limit["met_at"],
        limit=term_of(limit),
        wording=limit["wording"],
        applies_if=tuple(conditions["applies_if"]),
        exceptions=tuple(conditions["exceptions"]),
        also=tuple(conditions["also"]),
        request_elements=tuple(data["request"]["elements"]),
        certainty=data["certainty"],
        source=data["source"],
        note=data["note"],
    )
