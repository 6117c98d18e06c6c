"""The published editions of a registry, and the record of each audit."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

from harmscope.canonical import ascii_form
from harmscope.disclosure.cells import Cell, Relation, Tables
from harmscope.disclosure.level import Edition, Shown
from harmscope.errors import UserError, offer
from harmscope.formats.door import REPORT, read_bytes
from harmscope.model.period import Period
from harmscope.registry.entries import Entry
from harmscope.registry.folder import Registry, checked_text
from harmscope.registry.state import COUNTING, State, state_of
from harmscope.times import utc_text

# What a publication showed and what it withheld, kept for the audit of the next one.


def dumped(edition: Edition) -> bytes:
    """An edition as JSON. It holds what was withheld: it never leaves the registry."""
    body = {
        "cells": [
            {
                "table": cell.table,
                "place": [list(pair) for pair in cell.place],
                "value": cell.value,
                "unit": cell.unit,
                "shares": dict(cell.shares),
                "traits": sorted(cell.traits),
                "open_sender": cell.open_sender,
                "shown": _shown(shown),
                "protected": number in edition.protected,
            }
            for number, (cell, shown) in enumerate(
                zip(edition.tables.cells, edition.shown, strict=True)
            )
        ],
        "relations": [[r.total, list(r.parts), r.sense] for r in edition.tables.relations],
    }
    return ascii_form(body) + b"\n"


def loaded(path: Path) -> Edition:
    """An edition out of its JSON."""
    body = json.loads(path.read_text(encoding="utf-8"))
    cells = tuple(
        Cell(
            table=one["table"],
            place=tuple((name, code) for name, code in one["place"]),
            value=one["value"],
            unit=one["unit"],
            shares=one["shares"],
            traits=frozenset(one["traits"]),
            open_sender=one["open_sender"],
        )
        for one in body["cells"]
    )
    relations = tuple(
        Relation(total, tuple(parts), sense) for total, parts, sense in body["relations"]
    )
    shown = tuple(_back(one["shown"]) for one in body["cells"])
    protected = frozenset(i for i, one in enumerate(body["cells"]) if one["protected"])
    return Edition(Tables(cells, relations), shown, protected)


def _shown(shown: Shown) -> list[Any]:
    high = None if shown.high == inf else shown.high
    return [shown.state, shown.value, shown.low, high]


def _back(one: list[Any]) -> Shown:
    state, value, low, high = one
    return Shown(state, value, low, inf if high is None else high)


# What publications say of themselves: the terms of use, and whom to ask.


class Licence(NamedTuple):
    """A licence by its SPDX id, with its name and address."""

    id: str
    name: str
    url: str


LICENCES = {
    one.id: one
    for one in (
        Licence(
            "CC0-1.0",
            "CC0 1.0 Universal",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        Licence(
            "CC-BY-4.0",
            "Creative Commons Attribution 4.0 International",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        Licence(
            "OGL-UK-3.0",
            "Open Government Licence v3.0",
            "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        ),
        Licence(
            "DL-DE-BY-2.0",
            "Datenlizenz Deutschland, Namensnennung, Version 2.0",
            "https://www.govdata.de/dl-de/by-2-0",
        ),
    )
}
"""Licences for open data, as SPDX names them; the first stands where none was chosen."""


def licence_of(state: State) -> Licence:
    """The licence of what is published in this state."""
    return LICENCES[state.imprint.get("licence", next(iter(LICENCES)))]


def set_imprint(
    registry: Registry, licence: str | None, contact: str | None, at: datetime
) -> Entry:
    """Set the licence and the contact that publications show from now on."""
    body: dict[str, object] = {}
    if licence is not None:
        if licence not in LICENCES:
            raise UserError("--licence", "the licence is not known", offer(licence, LICENCES))
        body["licence"] = licence
    if contact is not None:
        body["contact"] = checked_text("--contact", contact)
    if not body:
        raise UserError("imprint", "nothing is given", "give --licence, --contact or both")
    with registry.ledger.writing() as tx:
        return tx.append(utc_text(at), "imprint", body)


# What a registry has published before, and what was public beside it.

Publication = dict[str, Any]
_STILL = ("publication", "deadline", "revocation")
"""Kinds of entries that move no figure."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be published. ``known`` are reports that senders published themselves."""

    period: Period
    level: str = "public"
    services: bool = True
    known: tuple[Path, ...] = ()
    as_of: int | None = None


def touching(state: State, period: Period) -> list[Publication]:
    """Publications that have a day in common with the period, the newest first."""
    start, end = period.start.isoformat(), period.end.isoformat()
    return [
        one for one in reversed(state.publications) if one["start"] <= end and start <= one["end"]
    ]


def earlier(registry: Registry, state: State, wish: Wish) -> list[Edition]:
    """Editions that touch the period, the newest first: what an attacker has on the shelf."""
    return [
        loaded(registry.store.path(one["edition_object"])) for one in touching(state, wish.period)
    ]


def last(registry: Registry, state: State, wish: Wish) -> Publication | None:
    """The newest edition of the same publication, as it was published."""
    one = _newest(state, wish)
    if one is None:
        return None
    text = stored(registry, one["publication_object"])
    found: Publication = json.loads(text)
    return found


def known(registry: Registry, state: State, wish: Wish) -> dict[str, bytes]:
    """Reports that are public already, by digest: those named now, and those that were named for
    earlier editions; what was public once stays so."""
    found = dict(map(_read, wish.known))
    names = [name for one in touching(state, wish.period) for name in one.get("known", ())]
    if wish.as_of is not None and not wish.known:
        again = list(_same(state_of(registry.ledger.entries()), wish))
        names += [n for one in again if one["as_of"] == wish.as_of for n in one.get("known", ())]
    found |= {name.partition(".")[0]: stored(registry, name) for name in names}
    return dict(sorted(found.items()))


def unchanged(registry: Registry, wish: Wish) -> Wish | None:
    """The wish for the newest edition over again, where nothing that moves a figure came since."""
    entries = registry.ledger.entries()
    one = _newest(state_of(entries), wish)
    if wish.as_of is not None or one is None:
        return None
    if any(_moves(entry) for entry in entries if entry.seq > one["as_of"]):
        return None
    told = {name.partition(".")[0] for name in one.get("known", ())}
    if not {digest for digest, _ in map(_read, wish.known)} <= told:
        return None
    return Wish(wish.period, wish.level, wish.services, (), one["as_of"])


def _moves(entry: Entry) -> bool:
    """Whether figures may be others after this entry; what was not taken in moves none."""
    if entry.kind == "submission":
        return entry.body["status"] in COUNTING
    return entry.kind not in _STILL


def published_on(registry: Registry, wish: Wish, at: datetime) -> str:
    """The day of an edition: that of its entry where it is on record, else that of ``at``."""
    if wish.as_of is not None:
        for one in _same(state_of(registry.ledger.entries()), wish):
            if one["as_of"] == wish.as_of:
                return str(one["at"])[:10]
    return utc_text(at)[:10]


def on_record(state: State, digest: str) -> bool:
    """Whether the publication with this digest is on record."""
    return any(one["publication_object"] == f"{digest}.json" for one in state.publications)


def _same(state: State, wish: Wish) -> Iterable[Publication]:
    wanted = (wish.period.start.isoformat(), wish.period.end.isoformat())
    for one in state.publications:
        if (one["start"], one["end"]) == wanted and (one["level"], one["services"]) == (
            wish.level,
            wish.services,
        ):
            yield one


def _newest(state: State, wish: Wish) -> Publication | None:
    return next(reversed(list(_same(state, wish))), None)


def _read(path: Path) -> tuple[str, bytes]:
    data = read_bytes(path, REPORT)
    return hashlib.sha256(data).hexdigest(), data


def stored(registry: Registry, name: str) -> bytes:
    """The bytes of an object of an edition. Raises UserError where it is missing."""
    try:
        return registry.store.path(name).read_bytes()
    except OSError:
        fault = "an edition that it published is missing in its store"
        fix = "run harmscope registry verify, and bring the file back from a copy"
        raise UserError("registry", fault, fix) from None
