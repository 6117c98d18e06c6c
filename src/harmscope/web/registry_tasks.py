"""Jobs of an official: packages taken in, pools counted, editions tried out and published."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from harmscope.formats.write import whole
from harmscope.model.period import parse_period
from harmscope.registry import publications
from harmscope.registry.checks import pool_record
from harmscope.registry.folder import Registry
from harmscope.registry.intake import Answer, take
from harmscope.registry.publications import Wish
from harmscope.registry.publish import Made, outcome, plans, prepared
from harmscope.registry.state import state_of
from harmscope.render.pool_table import pool_table
from harmscope.render.safe_text import json_text
from harmscope.render.writers import written
from harmscope.times import time_asked
from harmscope.web.publication_shelf import PublicationShelf, series_of
from harmscope.web.work import Work, Written


def receive(work: Work) -> dict[str, Any]:
    """Take packages in, each with its receipt.

    Asked: ``registry`` (folder), ``files`` (paths), ``clock``.
    """
    asked, answers = work.asked, []
    total, at = len(asked["files"]), time_asked(asked.get("clock"))
    work.tell(f"1 of {total}")
    for answer in take(Path(asked["registry"]), asked["files"], at, work.out):
        answers.append(_answer(answer))
        work.tell(f"{len(answers)} of {total} answered")
    names = dict.fromkeys(one["receipt"] for one in answers)
    files: list[Written] = [
        {"name": name, "label": f"Receipt of entry {int(name[:6])}"} for name in names
    ]
    return {"answers": answers, "files": files}


def _answer(answer: Answer) -> dict[str, Any]:
    body, since = answer.receipt.body, answer.receipt.since
    told = ("seq", "status", "code", "rows", "problems", "remarks", "sender", "service", "kind")
    return {
        "package": Path(answer.name).name,
        "receipt": answer.receipt.file_name,
        "refused": answer.receipt.refused,
        "since": since,
        "period": f"{body['start']}/{body['end']}" if "start" in body else None,
        **{name: body.get(name) for name in told},
    }


def pool(work: Work) -> dict[str, Any]:
    """Count a pool: the record as JSON and its figures as CSV.

    Asked: ``registry``, ``period``, ``as_of``.
    """
    asked = work.asked
    work.tell("counting")
    with Registry(Path(asked["registry"])) as registry:
        body = pool_record(registry, parse_period(asked["period"]), asked.get("as_of"))
    _write(work.out / "pool.csv", written("csv", [pool_table(body)]))
    _write(work.out / "pool.json", json_text(body).encode())
    files: list[Written] = [
        {"name": "pool.csv", "label": "Figures as CSV"},
        {"name": "pool.json", "label": "Figures, sources and doubts as JSON"},
    ]
    return {"period": body["period"], "as_of": body["as_of"], "files": files}


def preview(work: Work) -> dict[str, Any]:
    """Make an edition as it would be published; nothing is published.

    Asked: ``registry``, ``period``, ``level``, ``services``, ``as_of``, ``known`` (paths),
    ``clock``.
    """
    wish = _wish(work.asked)
    with Registry(Path(work.asked["registry"])) as registry:
        made = prepared(registry, wish, time_asked(work.asked.get("clock")), work.tell)
        state = state_of(registry.ledger.entries())
        again = publications.on_record(state, made.digest)
    return {**_told(work, made), "again": again, "files": _drafts(work, made)}


def _drafts(work: Work, made: Made) -> list[Written]:
    labels = {
        "figures.csv": "Figures as they would be shown",
        "disclosure.json": "Disclosure report",
    }
    if not made.protected.refused:
        labels = {"index.html": "The page as it would be published", **labels}
    else:
        del labels["figures.csv"]
    for name in labels:
        _write(work.out / name, made.files[name])
    return [{"name": name, "label": label} for name, label in labels.items()]


def plan(work: Work) -> dict[str, Any]:
    """Try out what could be coarsened; nothing is published. Asked as for :func:`preview`."""
    with Registry(Path(work.asked["registry"])) as registry:
        found = plans(registry, _wish(work.asked), work.tell)
    return {"proposals": [asdict(one) for one in found], "files": []}


def publish(work: Work) -> dict[str, Any]:
    """Publish an edition onto the shelf. Asked as for :func:`preview`, and ``data``, the app's
    folder."""
    asked = work.asked
    shelf, at = PublicationShelf(Path(asked["data"])), time_asked(asked.get("clock"))
    with Registry(Path(asked["registry"])) as registry:
        made = shelf.put(registry, _wish(asked), at, work.tell)
    told = _told(work, made)
    address = None if made.protected.refused else f"/publications/{told['series']}/{made.edition}/"
    return {**told, "address": address, "files": []}


def shelve(work: Work) -> dict[str, Any]:
    """Put an edition that a command published onto the shelf. Asked: ``registry``, ``data``,
    ``entry`` (of the ledger), ``clock``."""
    asked = work.asked
    shelf, at = PublicationShelf(Path(asked["data"])), time_asked(asked.get("clock"))
    with Registry(Path(asked["registry"])) as registry:
        brought = shelf.bring(registry, asked["entry"], at, work.tell)
    return {"address": brought.address, "title": brought.title, "files": []}


def _told(work: Work, made: Made) -> dict[str, Any]:
    """What came of it, in counts alone; the document goes into a file beside it."""
    _write(work.out / "publication.json", made.files["publication.json"])
    result = outcome(made)
    document = json.loads(made.files["publication.json"])
    return {
        **result,
        "series": series_of(made.wish),
        "refused": made.protected.refused,
        "disclosure": document["disclosure"],
    }


def _wish(asked: dict[str, Any]) -> Wish:
    return Wish(
        parse_period(asked["period"]),
        asked["level"],
        asked["services"],
        tuple(Path(path) for path in asked["known"]),
        asked["as_of"],
    )


def _write(path: Path, data: bytes) -> None:
    with whole(path) as file:
        file.write(data)
