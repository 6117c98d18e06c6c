"""Receipts: the registry's signed answer to a package, after the status advice of ISO 20022.

auth.031 (Financial Instrument Reporting Status Advice) gives each file and each record a status
with counts and the rules that failed; its status codes stand beside ours.
"""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from harmscope import __version__
from harmscope.errors import UserError
from harmscope.model.submission import PublicKey
from harmscope.registry.chain import Entry
from harmscope.registry.refusals import CIRCUMSTANCES
from harmscope.submission.envelope import RECEIPT, opened, plain, seal, signers
from harmscope.submission.keys import usable
from harmscope.submission.problems import PASSING, Refused

CODES = {
    "accepted": "ACPT",
    "warning": "WARN",
    "partly": "PART",
    "received": "RCVD",
    "rejected": "RJCT",
    "corrupt": "CRPT",
}
"""Our states and the codes of ISO 20022 for them."""


def receipt(
    registry: str, entry: Entry, files: list[dict[str, Any]], size: int, key: Ed25519PrivateKey
) -> str:
    """The signed receipt for a submission's entry, as DSSE JSON."""
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
    payload = json.dumps(made, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return seal(RECEIPT, payload, key).decode()


def read(text: str | bytes, key: PublicKey) -> dict[str, Any]:
    """What a receipt says, once its signature holds. Raises UserError where it does not."""
    data = text.encode() if isinstance(text, str) else text
    try:
        envelope = opened(data)
        ours = envelope.type == RECEIPT and plain(data)
        signed = ours and signers(envelope, {key.key_id: usable(key)})
    except Refused:
        signed = []
    if not signed:
        fix = "ask the registry for the receipt and its public key again"
        raise UserError("receipt", "it was not signed with the registry's key", fix)
    body: dict[str, Any] = json.loads(envelope.payload)
    return body


def problems(text: str) -> list[dict[str, str]]:
    """Why a receipt of ours refuses; empty where it does not."""
    found: list[dict[str, str]] = json.loads(opened(text.encode()).payload)["problems"]
    return found


def passing(text: str) -> bool:
    """Whether this receipt of ours refuses for a reason that may be gone another time."""
    return any(one["code"] in (*PASSING, *CIRCUMSTANCES) for one in problems(text))
