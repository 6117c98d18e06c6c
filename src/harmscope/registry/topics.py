"""What each entry of the ledger is about, so that a few can be found without reading the rest."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harmscope.registry.chain import Entry

TAKEN_IN = ("accepted", "partly", "received")
"""States in which a submission's entry says that it was taken in."""

TRUST, SENDER, SERVICE, OTHER = "trust", "sender", "service", "other"
_LAST = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry is about ``name`` (a digest) under ``topic``, from day ``first`` to day ``last``."""

    topic: str
    name: str
    first: str = ""
    last: str = _LAST


Of = Callable[[int], Sequence[Mention]]
"""Gives what the entry with a sequence number is about."""


def digest(text: str) -> str:
    """A name of any length and letters as one of 64 plain ones."""
    return hashlib.sha256(text.encode()).hexdigest()


def mentions(entry: Entry, of: Of) -> list[Mention]:
    """What an entry is about, at least one thing. What is done to a submission is about the same
    as the submission."""
    body: dict[str, Any] = entry.body
    if entry.kind in ("sender", "revocation"):
        name = str(body.get("name" if entry.kind == "sender" else "sender"))
        return [Mention(TRUST, ""), Mention(SENDER, digest(name))]
    if entry.kind == "submission" and body.get("status") in TAKEN_IN:
        span = (str(body.get("start")), str(body.get("end")))
        return [Mention(SERVICE, digest(str(body.get("service"))), *span)]
    if entry.kind in ("decision", "withdrawal", "erasure"):
        return list(of(body.get("seq", 0))) or [Mention(OTHER, "")]
    return [Mention(OTHER, "")]


def all_mentions(entries: Iterable[Entry]) -> Iterator[tuple[int, Mention]]:
    """Every (seq, mention) of a ledger, as its index must hold them."""
    found: dict[int, list[Mention]] = {}
    for entry in entries:
        found[entry.seq] = mentions(entry, lambda seq: found.get(seq, []))
        for one in found[entry.seq]:
            yield entry.seq, one
