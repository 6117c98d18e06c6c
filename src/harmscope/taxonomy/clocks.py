"""Removal clocks as data: which request starts which limit, where, since when, and who says so."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from harmscope.errors import UserError
from harmscope.resources import data_path

Certainty = Literal["seen", "secondary", "unverified"]
"""seen: the instrument itself was read. secondary: a summary by others. unverified: neither."""


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit.

    ``hours`` runs from the notice's time ``starts_at`` to its time ``met_at`` (names of fields of
    a notice). A notice starts the clock when its kind is in ``notice_kinds`` and, where these are
    given, its order's kind in ``order_kinds``, its requester's relation in ``relations`` and its
    harm in ``harms`` or under one of them. ``applies_if`` and ``exceptions`` are in words.
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
    starts_at: str
    met_at: str
    hours: int
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
        starts_at=limit["starts_at"],
        met_at=limit["met_at"],
        hours=limit["hours"],
        wording=limit["wording"],
        applies_if=tuple(conditions["applies_if"]),
        exceptions=tuple(conditions["exceptions"]),
        also=tuple(conditions["also"]),
        request_elements=tuple(data["request"]["elements"]),
        certainty=data["certainty"],
        source=data["source"],
        note=data["note"],
    )
