"""Receipts: the registry's signed answers to packages, and the reasons to refuse one.

They follow auth.031 of ISO 20022 (Financial Instrument Reporting Status Advice), which gives each
file and each record a status with counts and the rules that failed.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from harmscope import __version__
from harmscope.canonical import canonical
from harmscope.errors import UserError
from harmscope.model.submission import PublicKey
from harmscope.registry.entries import Entry
from harmscope.submission.envelope import RECEIPT, opened, read_signed, seal
from harmscope.submission.problems import PASSING

Reason = dict[str, str]
"""A problem as receipts hold it."""

CIRCUMSTANCES = (
    "unknown_sender",
    "unknown_service",
    "already_reported",
    "overlap",
    "replaces_unknown",
    "replaces_not_current",
    "wrong_key",
    "early_key",
    "unknown_authority",
    "publication_of_another",
    "older_edition",
)
"""Reasons that lie in the registry or in the day, not in the package: once a key is registered, or
an older submission withdrawn, the same bytes may come in."""


# The signed answer to a package.

CODES = {
    "accepted": "ACPT",
    "warning": "WARN",
    "partly": "PART",
    "received": "RCVD",
    "rejected": "RJCT",
    "corrupt": "CRPT",
}
"""Our states and the codes of ISO 20022 for them."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt: what it says, and the signed ``text`` of it (DSSE JSON).

    ``since`` is the last decision on the submission after it was written, and how it stands:
    ``{"status", "outcome", "entry", "at"}``.
    """

    body: dict[str, Any]
    text: str
    since: dict[str, Any] | None = None

    @property
    def file_name(self) -> str:
        """The name of the receipt as a file."""
        return f"{self.body['seq']:06d}-{self.body['package']['sha256'][:12]}.receipt.json"

    @property
    def refused(self) -> bool:
        """Whether the package was not taken in, or was rejected later."""
        status = self.since["status"] if self.since else self.body["status"]
        return status in ("rejected", "corrupt")


def receipt(
    registry: str, entry: Entry, files: list[dict[str, Any]], size: int, key: Ed25519PrivateKey
) -> Receipt:
    """The signed receipt for a submission's entry."""
    body: dict[str, Any] = entry.body
    status = body["status"]
    if status == "accepted" and (body["warnings"] or body.get("remarks")):
        status = "warning"
    made = {
        "record": "receipt",
        "version": "1.0",
        "registry": registry,
        "seq": entry.seq,
        "entry": entry.hash,
        "previous": entry.previous,
        "received_at": entry.at,
        "package": {"sha256": body["package"], "bytes": size},
        "status": status,
        "code": CODES[status],
        "rows": body["rows"],
        "rules": body["rules"],
        "files": [{**one, "code": CODES[one["status"]]} for one in files],
        "problems": body["problems"],
        "remarks": body.get("remarks", []),
        "made_by": {"name": "harmscope", "version": __version__},
    }
    for name in ("id", "sender", "service", "start", "end", "kind", "replaces", "versions"):
        if body.get(name):
            made["submission" if name == "id" else name] = body[name]
    payload = canonical(made)
    # The order of its members is that of the signed bytes, now and whenever it is read again.
    return Receipt(json.loads(payload), seal(RECEIPT, payload, key).decode())


def read(text: str | bytes, key: PublicKey, types: Sequence[str] = (RECEIPT,)) -> dict[str, Any]:
    """What a receipt says, once its signature holds; or another record of these payload types that
    the registry signs. Raises UserError where it does not hold."""
    body = read_signed(text.encode() if isinstance(text, str) else text, key, types)
    if body is None:
        fix = "ask the registry for the receipt and its public key again"
        raise UserError("receipt", "it was not signed with the registry's key", fix)
    return body


def problems(text: str) -> list[Reason]:
    """Why a receipt of ours refuses; empty where it does not."""
    found: list[Reason] = json.loads(opened(text.encode()).payload)["problems"]
    return found


def same_reasons(one: list[Reason], other: list[Reason]) -> bool:
    """Whether two lists of problems name the same reasons, however they are worded."""
    first, second = ([(p["code"], p.get("member")) for p in each] for each in (one, other))
    return first == second


def passing(text: str) -> bool:
    """Whether this receipt of ours refuses for a reason that may be gone another time."""
    return any(one["code"] in (*PASSING, *CIRCUMSTANCES) for one in problems(text))
