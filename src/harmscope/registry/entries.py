"""Entries of the ledger: each carries the digest of the one before, and says what it is about."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harmscope.canonical import rfc8785_form
from harmscope.errors import UserError

# The chain: each entry carries the digest of the one before, so nothing can be slipped in.

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
        canonical = rfc8785_form(members)
    except ValueError:
        fix = "write it in UTF-8"
        raise UserError("ledger", "the text to be kept has broken characters", fix) from None
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


# What each entry of the ledger is about, so that a few can be found without reading the rest.

TAKEN_IN = ("accepted", "partly", "received")
"""States in which a submission's entry says that it was taken in."""

ACTS = ("decision", "withdrawal", "erasure", "reversal")
"""Entries about what is done to a submission after it came in."""

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
    if entry.kind in ACTS:
        return list(of(body.get("seq", 0))) or [Mention(OTHER, "")]
    return [Mention(OTHER, "")]


def all_mentions(entries: Iterable[Entry]) -> Iterator[tuple[int, Mention]]:
    """Every (seq, mention) of a ledger, as its index must hold them."""
    found: dict[int, list[Mention]] = {}
    for entry in entries:
        found[entry.seq] = mentions(entry, lambda seq: found.get(seq, []))
        for one in found[entry.seq]:
            yield entry.seq, one
