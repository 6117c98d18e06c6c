"""Publish a pool: protected, audited, with its provenance, and the same bytes at any later time."""

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harmscope import __version__
from harmscope.disclosure import Edition, Proposal, Protected, account, level, proposals, protect
from harmscope.errors import UserError
from harmscope.formats.names import shown
from harmscope.formats.write import whole
from harmscope.metrics.catalogue import METRICS
from harmscope.model.period import Period
from harmscope.model.report import Report
from harmscope.registry import datapackage, editions, provenance
from harmscope.registry.cells import cells_of, known_of
from harmscope.registry.corrections import corrections
from harmscope.registry.folder import Registry
from harmscope.registry.moment import written
from harmscope.registry.plan import plan
from harmscope.registry.pool import Pool, pool
from harmscope.registry.rows import Row, rows_of
from harmscope.registry.state import State, state_of
from harmscope.render.html.publication import publication_page

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
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be published. ``known`` are reports that senders published themselves."""

    period: Period
    level: str = "public"
    services: bool = True
    known: tuple[Path, ...] = ()
    as_of: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A publication as bytes, with what the registry keeps to itself."""

    wish: Wish
    pool: Pool
    protected: Protected
    files: dict[str, bytes]
    edition: int

    @property
    def digest(self) -> str:
        """SHA-256 of ``publication.json``, which names all the rest."""
        return hashlib.sha256(self.files["publication.json"]).hexdigest()


def make(registry: Registry, wish: Wish) -> Made:
    """Make a publication; nothing is written. ``protected.refused`` says if it may not go out."""
    state = state_of(registry.ledger.entries(), wish.as_of)
    pooled = pool(registry, wish.period, state.seq)
    tables = cells_of(pooled, plan(), services=wish.services)
    earlier = _earlier(registry, state, wish)
    known = known_of([_report(path) for path in wish.known])
    protected = protect(tables, level(wish.level), earlier, known)
    rows = rows_of(pooled, protected, services=wish.services)
    old = _last(registry, state, wish)
    files = _files(registry, pooled, protected, rows, (wish, state, old))
    return Made(wish, pooled, protected, files, 1 if old is None else old["edition"] + 1)


def publish(registry: Registry, wish: Wish, target: Path, at: datetime) -> Made:
    """Make a publication, write it into ``target`` and put it on record.

    What was published before is written again with the same bytes and not recorded twice. A
    refused one is neither written nor recorded.
    """
    made = make(registry, wish)
    if made.protected.refused:
        return made
    target.mkdir(parents=True, exist_ok=True)
    for name, data in made.files.items():
        with whole(target / name) as file:
            file.write(data)
    _record(registry, made, at)
    return made


def plans(registry: Registry, wish: Wish) -> list[Proposal]:
    """What could be coarsened, each tried out."""
    state = state_of(registry.ledger.entries(), wish.as_of)
    pooled = pool(registry, wish.period, state.seq)
    tables = cells_of(pooled, plan(), services=wish.services)
    known = known_of([_report(path) for path in wish.known])
    return proposals(tables, level(wish.level), None, _earlier(registry, state, wish), known)


def _earlier(registry: Registry, state: State, wish: Wish) -> list[Edition]:
    """Editions that touch the period, the newest first: what an attacker has on the shelf."""
    start, end = wish.period.start.isoformat(), wish.period.end.isoformat()
    return [
        editions.loaded(registry.store.path(one["edition_object"]))
        for one in reversed(state.publications)
        if one["start"] <= end and start <= one["end"]
    ]


def _last(registry: Registry, state: State, wish: Wish) -> dict[str, Any] | None:
    """The newest edition of the same publication."""
    for one in reversed(state.publications):
        same = (one["start"], one["end"], one["level"], one["services"])
        wanted = (wish.period.start.isoformat(), wish.period.end.isoformat())
        if same == (*wanted, wish.level, wish.services):
            path = registry.store.path(one["publication_object"])
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return found
    return None


def _files(
    registry: Registry,
    pooled: Pool,
    protected: Protected,
    rows: Sequence[Row],
    about: tuple[Wish, State, dict[str, Any] | None],
) -> dict[str, bytes]:
    wish, state, old = about
    title = f"{registry.settings.registry}: {pooled.period}"
    figures = [row.as_dict() for row in rows]
    document: dict[str, Any] = {
        "record": "publication",
        "version": "1.0",
        "title": title,
        "registry": registry.settings.registry,
        "period": str(pooled.period),
        "as_of": pooled.seq,
        "head": pooled.head,
        "edition": 1 if old is None else old["edition"] + 1,
        "made_by": {"name": "harmscope", "version": __version__},
        "known": [hashlib.sha256(path.read_bytes()).hexdigest() for path in wish.known],
        "services": {"behind": len(pooled.parts), "registered": _services(state)},
        "absent": pooled.absent,
        "disclosure": account(protected),
        "definitions": _definitions(rows),
        "figures": figures,
        "corrections": corrections(old, figures, state),
    }
    return _written(registry, pooled, rows, document)


def _written(
    registry: Registry, pooled: Pool, rows: Sequence[Row], document: dict[str, Any]
) -> dict[str, bytes]:
    title, tables = document["title"], {"figures.csv": datapackage.csv(rows)}
    tables["figures.parquet"] = datapackage.parquet(rows)
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in tables.items()}
    made_on = max((one.at[:10] for one in pooled.used), default=pooled.period.end.isoformat())
    bodies = {
        "publication.json": document,
        "datapackage.json": datapackage.description("figures", title, sums),
        "corrections.json": document["corrections"],
        "disclosure.json": document["disclosure"],
        "provenance.json": provenance.prov(registry.settings.registry, pooled, title),
        "ro-crate-metadata.json": provenance.crate(pooled, title, FILES, made_on),
    }
    texts = {name: _json(body) for name, body in bodies.items()}
    page = {"index.html": publication_page(document).encode()}
    return {**page, **tables, **texts}


def _record(registry: Registry, made: Made, at: datetime) -> None:
    with tempfile.TemporaryDirectory(prefix="harmscope-") as name, registry.taking_in():
        names: list[str] = []
        for data in (made.files["publication.json"], editions.dumped(made.protected.edition())):
            path = Path(name) / str(len(names))
            path.write_bytes(data)
            names.append(registry.store.put(path, ".json"))
        with registry.ledger.writing() as tx:
            state = state_of(tx.entries())
            if any(one["publication_object"] == names[0] for one in state.publications):
                return
            body: dict[str, object] = {
                "start": made.wish.period.start.isoformat(),
                "end": made.wish.period.end.isoformat(),
                "level": made.wish.level,
                "services": made.wish.services,
                "as_of": made.pool.seq,
                "edition": made.edition,
                "publication_object": names[0],
                "edition_object": names[1],
                "objects": names,
            }
            tx.append(written(at), "publication", body)


def _services(state: State) -> int:
    return len({name for sender in state.senders.values() for name in sender.services})


def _definitions(rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    names = sorted({row.metric for row in rows})
    return {
        name: {
            "title": METRICS[name].title,
            "unit": METRICS[name].unit,
            "definition": METRICS[name].definition,
            "pooling": METRICS[name].pooling,
        }
        for name in names
    }


def _report(path: Path) -> Report:
    try:
        return Report.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        fix = "name a report.json, as harmscope report or read writes it"
        raise UserError(shown(str(path)), "this is no report", fix) from None


def _json(body: object) -> bytes:
    return json.dumps(body, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n"
