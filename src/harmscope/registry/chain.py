"""The chain: each entry carries the digest of the one before, so nothing can be slipped in."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import rfc8785

from harmscope.errors import UserError

Body = dict[str, object]
START = "0" * 64
"""What stands before the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger. ``at`` is a UTC time; ``previous`` the hash of the entry before."""

    seq: int
    at: str
    kind: str
    body: Body
    previous: str
    hash: str


def link(seq: int, at: str, kind: str, body: Body, previous: str) -> Entry:
    """The entry with its hash: SHA-256 of all other members in the canonical form of RFC 8785.

    Raises UserError for words that have no such form: characters that are not Unicode.
    """
    members = {"seq": seq, "at": at, "kind": kind, "body": body, "previous": previous}
    try:
        canonical = rfc8785.dumps(members)  # type: ignore[arg-type]
    except rfc8785.CanonicalizationError:
        fix = "write it in UTF-8"
        raise UserError("ledger", "what is to be kept holds broken characters", fix) from None
    digest = hashlib.sha256(canonical).hexdigest()
    return Entry(seq, at, kind, body, previous, digest)


def breaks(entries: Iterable[Entry]) -> Iterator[tuple[int, str]]:
    """Places where the chain does not hold: (seq, what is wrong), in order."""
    previous, expected = START, 1
    for entry in entries:
        if entry.seq != expected:
            yield expected, f"entry {expected} is missing or out of order"
        made = link(entry.seq, entry.at, entry.kind, entry.body, entry.previous)
        if made.hash != entry.hash:
            yield entry.seq, f"entry {entry.seq} was altered"
        if entry.previous != previous:
            yield entry.seq, f"entry {entry.seq} does not follow the one before it"
        previous, expected = entry.hash, entry.seq + 1
