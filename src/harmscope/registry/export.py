"""What a registry gives out: authorities' measures, and the records that it holds."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from harmscope.errors import UserError
from harmscope.formats.door import read_json, shown
from harmscope.formats.write import whole
from harmscope.model.measure import Measure
from harmscope.registry import publications
from harmscope.registry.folder import Registry
from harmscope.registry.state import State, state_of
from harmscope.registry.submissions import rows
from harmscope.render.html.publication_page import measures_page
from harmscope.validation import Options, validate

# Measures of authorities, read for the page that sets them beside published figures.

_FIX = "name the publication.json that harmscope registry publish wrote"


def page(publication: Path, measures: Path, target: Path) -> None:
    """Write the page about the measures in ``measures`` beside the figures of ``publication``.

    Raises UserError where a measure is not valid, or the publication is none.
    """
    with whole(target) as file:
        file.write(measures_page(_document(publication), read(measures)).encode())


def read(path: Path) -> list[Measure]:
    """The measures in a file of records, by day. Raises UserError where one is not valid."""
    kept: list[dict[str, object]] = []
    verdict = validate([path], Options(), lambda _, line: kept.append(json.loads(line)))
    if verdict.fails():
        fix = "run harmscope validate on it and fix what it names"
        raise UserError(shown(path.name), "it holds records that are not valid", fix)
    found = [Measure.model_validate(one) for one in kept if one["record"] == "measure"]
    return sorted(found, key=lambda one: (one.start, one.measure_id))


def _document(path: Path) -> dict[str, Any]:
    body = read_json(path, _FIX)
    if not isinstance(body, dict) or body.get("record") != "publication":
        raise UserError(shown(str(path)), "this is not a publication", _FIX)
    return body


# The ledger and the receipts as files that need no database.


def export(registry: Registry, target: Path) -> list[Path]:
    """Write ``ledger.jsonl``, ``submissions.jsonl``, the registry's public key, every receipt, and
    every edition as it was published; gives the paths."""
    entries = registry.ledger.entries()
    target.mkdir(parents=True, exist_ok=True)
    texts = {
        target / "ledger.jsonl": [asdict(entry) for entry in entries],
        target / "submissions.jsonl": rows(state_of(entries)),
        target / "registry.public.json": [registry.public_key.as_dict()],
    }
    for path, bodies in texts.items():
        with whole(path) as file:
            for body in bodies:
                file.write(json.dumps(body, sort_keys=True, ensure_ascii=False).encode() + b"\n")
    receipts = target / "receipts"
    receipts.mkdir(exist_ok=True)
    found = list(texts)
    for seq, (package, text) in registry.ledger.receipts().items():
        path = receipts / f"{seq:06d}-{package[:12]}.receipt.json"
        with whole(path) as file:
            file.write(text.encode())
        found.append(path)
    return found + _editions(registry, state_of(entries), target / "publications")


def _editions(registry: Registry, state: State, folder: Path) -> list[Path]:
    folder.mkdir(exist_ok=True)
    found = []
    for one in state.publications:
        span = f"{one['start']}_{one['end']}-{one['level']}-edition-{one['edition']}"
        found.append(folder / f"{one['seq']:06d}-{span}.json")
        with whole(found[-1]) as file:
            file.write(publications.stored(registry, one["publication_object"]))
    return found
