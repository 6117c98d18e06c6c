"""Long ledgers, made in bulk: past submissions of services that have nothing to do with a test."""

import json

from sqlalchemy import insert

from harmscope.registry.entries import START, Entry, all_mentions, digest, link
from harmscope.registry.ledger import ABOUT, COUNTED, ENTRIES, RECEIPTS, Ledger, Writing

AT = "2026-04-01T10:00:00Z"


def lengthen(ledger: Ledger, entries: int, services: int = 40) -> None:
    """Put so many sound entries of accepted submissions behind the last one."""
    with ledger.writing() as tx:
        known = list(tx.entries())
        made = _made(known, entries, services)
        about = [
            {"seq": seq, "topic": m.topic, "name": m.name, "first": m.first, "last": m.last}
            for seq, m in all_mentions(made)
        ]
        _written(tx, made, about)


def _made(known: list[Entry], entries: int, services: int) -> list[Entry]:
    made, previous = [], known[-1].hash if known else START
    for seq in range(len(known) + 1, len(known) + entries + 1):
        year = f"{1000 + seq // services:04d}"
        body: dict[str, object] = {
            "package": digest(f"package {seq}"),
            "status": "accepted",
            "rows": {"read": 1, "accepted": 1, "rejected": 0},
            "rules": {},
            "warnings": 0,
            "problems": [],
            "id": digest(f"submission {seq}"),
            "sender": f"old{seq % services}",
            "service": f"Old {seq % services}",
            "start": f"{year}-01-01",
            "end": f"{year}-12-31",
            "kind": "records",
            "objects": [],
        }
        made.append(link(seq, AT, "submission", body, previous))
        previous = made[-1].hash
    return made


def _written(tx: Writing, made: list[Entry], about: list[dict[str, object]]) -> None:
    rows = [
        {
            **{name: getattr(e, name) for name in ("seq", "at", "kind", "previous", "hash")},
            "body": json.dumps(e.body),
        }
        for e in made
    ]
    tx.connection.execute(insert(ENTRIES), rows)
    tx.connection.execute(insert(ABOUT), about)
    tx.connection.execute(
        insert(COUNTED), [{"submission": e.body["id"], "seq": e.seq} for e in made]
    )
    tx.connection.execute(
        insert(RECEIPTS),
        [{"package": e.body["package"], "seq": e.seq, "receipt": "{}"} for e in made],
    )
