"""The ledger and the receipts as files that need no database."""

import json
from dataclasses import asdict
from pathlib import Path

from harmscope.formats.write import whole
from harmscope.registry import publications
from harmscope.registry.folder import Registry
from harmscope.registry.state import State, state_of
from harmscope.registry.submissions import rows


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
