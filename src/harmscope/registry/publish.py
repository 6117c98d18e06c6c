"""Publishes a pool: protected, audited, with provenance, and the same bytes at any later time."""

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harmscope import __version__
from harmscope.disclosure.apply import Layout, apply, tables_of
from harmscope.disclosure.attackers import Known
from harmscope.disclosure.level import Edition as Attacked
from harmscope.disclosure.level import level
from harmscope.disclosure.protect import (
    Keeps,
    Proposal,
    Protected,
    Said,
    Tried,
    account,
    proposals,
)
from harmscope.errors import UserError
from harmscope.formats.write import whole
from harmscope.metrics.catalogue import METRICS
from harmscope.model.figure import Figure
from harmscope.model.report import Report
from harmscope.registry import datapackage, edition_manifest, provenance, publications
from harmscope.registry import publications as audit_record
from harmscope.registry.authorities import behind as behind_
from harmscope.registry.contributions import plan
from harmscope.registry.datapackage import known_of, layout_of
from harmscope.registry.folder import Registry
from harmscope.registry.joint_edition import (
    Edition,
    Hand,
    attacked,
    edition_of,
    hand_of,
    of_others,
    states_of,
)
from harmscope.registry.joint_pool import strength
from harmscope.registry.pool import Pool, pool, state_at
from harmscope.registry.publications import Wish
from harmscope.registry.state import State, state_of
from harmscope.render.html.publication_page import publication_page
from harmscope.render.writers import written
from harmscope.submission import published_folder
from harmscope.times import utc_text

# What changed between two editions of a publication, for machines: from what to what, and why.

Document = dict[str, Any]
_PLACE = ("metric", "period", "harm", "service", "territory", "order_state")
_TOLD = ("value", "low", "high")


def corrections(old: Document | None, new: list[dict[str, Any]], state: State) -> list[Document]:
    """The corrections so far, and those of this edition behind them; none is ever taken out."""
    if old is None:
        return []
    before = {_key(row): row for row in old["figures"]}
    after = {_key(row): row for row in new}
    changed = [
        {
            **{name: row[name] for name in _PLACE if row.get(name) is not None},
            "from": _told(before.get(key)),
            "to": _told(after.get(key)),
        }
        for key, row in sorted({**before, **after}.items(), key=lambda pair: str(pair[0]))
        if _told(before.get(key)) != _told(after.get(key))
    ]
    if not changed:
        return list(old["corrections"])
    made = {
        "edition": old["edition"] + 1,
        "replaces": old["edition"],
        "since_entry": old["as_of"],
        "because": _causes(state, old["as_of"]),
        "figures": changed,
    }
    return [*old["corrections"], made]


def _causes(state: State, since: int) -> list[dict[str, Any]]:
    """What came into the ledger after the entry ``since`` that moves figures."""
    found: list[dict[str, Any]] = [
        {
            "entry": one.seq,
            "service": one.service,
            "kind": "correction" if one.replaces else "submission",
            "because": one.because,
        }
        for one in state.submissions
        if one.seq > since and one.taken_as in ("accepted", "partly")
    ]
    found += [
        {
            "entry": decision["entry"],
            "service": one.service,
            "kind": decision["outcome"],
            "because": decision.get("reason"),
        }
        for one in state.submissions
        for decision in one.decisions
        if decision["entry"] > since
    ]
    return found


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in _PLACE)


def _told(row: dict[str, Any] | None) -> dict[str, Any] | None:
    if row is None:
        return None
    told = {name: row[name] for name in _TOLD if row.get(name) is not None}
    return told or {"status": row["obs_status"]}


# Publish a pool: protected, audited, with its provenance, and the same bytes at any later time.

FILES = {
    "index.html": "text/html",
    "publication.json": "application/json",
    "figures.csv": "text/csv",
    "figures.parquet": "application/vnd.apache.parquet",
    "datapackage.json": "application/json",
    "corrections.json": "application/json",
    "disclosure.json": "application/json",
    "provenance.json": "application/json",
    "ro-crate-metadata.json": "application/ld+json",
    published_folder.KEY: "application/json",
    published_folder.NAME: "application/json",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A publication as bytes, with what the registry keeps to itself."""

    wish: Wish
    pool: Pool
    protected: Protected
    files: dict[str, bytes]
    edition: int
    known: dict[str, bytes]

    @property
    def digest(self) -> str:
        """SHA-256 of ``publication.json``, which names all the rest."""
        return hashlib.sha256(self.files["publication.json"]).hexdigest()


def make(registry: Registry, wish: Wish, at: datetime, said: Said | None = None) -> Made:
    """Make a publication at the UTC time ``at``; nothing is written. ``protected.refused`` says if
    it may not go out. An edition on record keeps the day on which it was recorded. ``said`` hears
    how far a long audit has come.

    Raises UserError where there is nothing to publish, or no such state of the ledger.
    """
    state = state_at(registry, wish.as_of)
    ground = _ground(registry, state, wish)
    made, others = ground.pool, ground.hand.taken
    protected, edition = _attempted(ground, ground.figures, said)
    old = publications.last(registry, state, wish)
    document = _document(registry, made, protected, edition, old)
    if others:
        document |= of_others(protected, made, edition, others)
    document["published_on"] = publications.published_on(registry, wish, at)
    document["licence"] = publications.licence_of(state)._asdict()
    if "contact" in state.imprint:
        document["contact"] = state.imprint["contact"]
    document["known"] = list(ground.known)
    document["corrections"] = corrections(old, document["figures"], state)
    files = _written(registry, made, edition, document)
    files |= edition_manifest.signed(registry, document, files)
    return Made(wish, made, protected, files, document["edition"], ground.known)


def prepared(registry: Registry, wish: Wish, at: datetime, said: Said | None = None) -> Made:
    """The publication as :func:`publish` would write it; nothing is written or recorded.

    Where nothing that moves a figure came since the last edition, it is that edition again.
    """
    same = publications.unchanged(registry, wish)
    made = make(registry, same or wish, at, said)
    if same is not None and not publications.on_record(state_at(registry, None), made.digest):
        # Another version of harmscope made it: this one makes an edition of its own.
        made = make(registry, wish, at, said)
    return made


def publish(
    registry: Registry, wish: Wish, target: Path, at: datetime, said: Said | None = None
) -> Made:
    """Make a publication, put it on record and write it into ``target``.

    What was published before, and what has not changed since, is written again with the same bytes
    and not recorded twice. A refused one is neither written nor recorded. Raises UserError for an
    older state than that of an edition on record, unless it is that edition.
    """
    made = prepared(registry, wish, at, said)
    if made.protected.refused:
        return made
    _record(registry, made, at)
    target.mkdir(parents=True, exist_ok=True)
    for name, data in made.files.items():
        with whole(target / name) as file:
            file.write(data)
    return made


def plans(registry: Registry, wish: Wish, said: Said | None = None) -> list[Proposal]:
    """What could be coarsened, each tried out as it would be published."""
    ground = _ground(registry, state_at(registry, wish.as_of), wish)

    def attempt(keeps: Keeps) -> Tried:
        kept = [one for one in ground.figures if keeps(ground.layout.place(one))]
        protected, edition = _attempted(ground, kept, said)
        if ground.hand.taken:
            place, both = ground.layout.place, zip(edition.figures, edition.rows, strict=True)
            rows = [row for figure, row in both if keeps(place(figure))]
            cells, hidden = len(rows), states_of(rows)["hidden"]
        else:
            cells = len(protected.shown)
            hidden = sum(one.state == "hidden" for one in protected.shown)
        return Tried(cells, cells - hidden, protected.refused)

    tables = tables_of(ground.figures, ground.layout)
    return proposals(tables, attempt, ground.layout.parents, said=said)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a publication is made of, and what an attacker has beside it. ``figures`` are those of
    our own services, ``known`` reports that are public already, and ``told`` what these say."""

    wish: Wish
    pool: Pool
    figures: list[Figure]
    layout: Layout
    known: dict[str, bytes]
    told: Known
    earlier: list[Attacked]
    hand: Hand


def _ground(registry: Registry, state: State, wish: Wish) -> _Ground:
    made, known = _pooled(registry, state, wish)
    earlier = publications.earlier(registry, state, wish)
    return _Ground(
        wish,
        made,
        _wanted(made, wish),
        layout_of(made, plan()),
        known,
        known_of(_reports(known), made.owners),
        earlier,
        hand_of(made, level(wish.level), earlier),
    )


def _attempted(
    ground: _Ground, figures: list[Figure], said: Said | None
) -> tuple[Protected, Edition]:
    """These of our own figures protected and attacked, and all figures as they would be shown."""
    beside = [*ground.earlier, *ground.hand.beside]
    asked = level(ground.wish.level)
    applied = apply(asked, figures, ground.layout, beside, ground.told, said=said)
    protected = attacked(applied.protected, ground.hand, ground.earlier)
    shown = [applied.figure(one) for one in figures]
    return protected, edition_of(ground.pool, shown, ground.wish.services)


def _pooled(registry: Registry, state: State, wish: Wish) -> tuple[Pool, dict[str, bytes]]:
    made = pool(registry, wish.period, state.seq)
    if not made.used:
        fix = "see harmscope registry list, and registry pool for what reaches beyond the period"
        raise UserError("publish", "no submission for this period counts", fix)
    return made, publications.known(registry, state, wish)


def _wanted(made: Pool, wish: Wish) -> list[Figure]:
    """The figures of our own services to publish; those about single services only where that is
    wished. A month that is the whole period would stand there twice."""
    own = [figure for figure, _ in made.own.values()]
    if not wish.services:
        own = [one for one in own if "service" not in dict(one.place)]
    whole = str(made.period)
    return [one for one in own if "month" not in dict(one.place) or one.period != whole]


def _document(
    registry: Registry,
    pooled: Pool,
    protected: Protected,
    edition: Edition,
    old: dict[str, Any] | None,
) -> dict[str, Any]:
    own, behind = registry.settings.registry, strength(edition.everybody)
    return {
        "record": "publication",
        "version": "1.0",
        "title": f"{registry.settings.registry}: {pooled.period}",
        "registry": registry.settings.registry,
        "period": str(pooled.period),
        "as_of": pooled.seq,
        "head": pooled.head,
        "edition": 1 if old is None else old["edition"] + 1,
        "made_by": {"name": "harmscope", "version": __version__},
        "services": {"behind": behind.services, "registered": behind.registered},
        "behind": behind_(edition.everybody, plan(), own),
        "absent": pooled.absent,
        "partly": pooled.partly,
        "disclosure": account(protected),
        "definitions": _definitions(edition.figures),
        "figures": edition.rows,
    }


def _written(
    registry: Registry, pooled: Pool, edition: Edition, document: dict[str, Any]
) -> dict[str, bytes]:
    title, table = document["title"], datapackage.table(edition.figures, edition.rows)
    tables = {f"figures.{ending}": written(ending, [table]) for ending in ("csv", "parquet")}
    bodies = {
        "publication.json": document,
        "datapackage.json": datapackage.description(title, table, tables, document),
        "corrections.json": document["corrections"],
        "disclosure.json": document["disclosure"],
        "provenance.json": provenance.prov(registry.settings.registry, pooled, title),
        "ro-crate-metadata.json": provenance.crate(pooled, title, FILES, document),
    }
    texts = {name: _json(body) for name, body in bodies.items()}
    page = {"index.html": publication_page(document).encode()}
    return {**page, **tables, **texts}


def _record(registry: Registry, made: Made, at: datetime) -> None:
    """Put a publication on record before a byte of it leaves: the next audit must know of it."""
    bodies = [made.files["publication.json"], audit_record.dumped(made.protected.edition())]
    with tempfile.TemporaryDirectory(prefix="harmscope-") as name, registry.taking_in():
        names: list[str] = []
        for number, data in enumerate([*bodies, *made.known.values()]):
            path = Path(name) / str(number)
            path.write_bytes(data)
            names.append(registry.store.put(path, ".json"))
        with registry.ledger.writing() as tx:
            state = state_of(tx.entries())
            if publications.on_record(state, made.digest):
                return
            if any(
                one["as_of"] >= made.pool.seq
                for one in publications.touching(state, made.wish.period)
            ):
                fault = "an edition that came later is on record, and this is not it"
                fix = "leave --as-of out, or give entry, level and options of that edition"
                raise UserError("publish", fault, fix)
            tx.append(utc_text(at), "publication", _entry(made, names))


def _entry(made: Made, names: Sequence[str]) -> dict[str, object]:
    return {
        "start": made.wish.period.start.isoformat(),
        "end": made.wish.period.end.isoformat(),
        "level": made.wish.level,
        "services": made.wish.services,
        "as_of": made.pool.seq,
        "edition": made.edition,
        "publication_object": names[0],
        "edition_object": names[1],
        "known": list(names[2:]),
        "objects": list(names),
    }


def _definitions(figures: Sequence[Figure]) -> dict[str, dict[str, Any]]:
    names = sorted({figure.metric for figure in figures})
    return {
        name: {
            "title": METRICS[name].title,
            "unit": METRICS[name].unit,
            "definition": METRICS[name].definition,
            "pooling": METRICS[name].pooling,
        }
        for name in names
    }


def _reports(known: Mapping[str, bytes]) -> list[Report]:
    try:
        return [Report.model_validate_json(data) for data in known.values()]
    except ValidationError:
        fix = "name a report.json, as harmscope report or read writes it"
        raise UserError("--known", "one of the files is not a report", fix) from None


def _json(body: object) -> bytes:
    return json.dumps(body, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n"


# What came of a publication or of a plan, as JSON and in lines.


def outcome(made: Made) -> dict[str, Any]:
    """The outcome of a publication. It says how many cells, never which; they are those that the
    publication shows, and so also the sums of publications that were taken in."""
    result = made.protected
    told = json.loads(made.files["publication.json"])["disclosure"]
    exposed = {one.key for attack in result.attacks for one in attack.exposures}
    return {
        "published": not result.refused,
        "edition": made.edition,
        "as_of": made.pool.seq,
        "sha256": made.digest,
        "cells": told["cells"],
        "share_shown": told["share_shown"],
        "withheld": told["states"].get("hidden", 0),
        "narrowed_down": len(exposed),
    }
