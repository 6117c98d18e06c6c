"""Receipts: the registry's signed answers to packages, and the reasons to refuse one.

They follow auth.031 of ISO 20022 (Financial Instrument Reporting Status Advice), which gives each
file and each record a status with counts and the rules that failed.
"""

import json
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from harmscope import __version__
from harmscope.canonical import canonical
from harmscope.errors import UserError
from harmscope.model.submission import PublicKey
from harmscope.registry.entries import Entry
from harmscope.submission.envelope import RECEIPT, opened, plain, seal, signers
from harmscope.submission.keys import usable
from harmscope.submission.problems import PASSING, Refused

# Why a sound package is not taken in, and what is noted beside one that is, in words.

REFUSALS: dict[str, tuple[str, str]] = {
    "unknown_sender": ("its sender is not registered", "register the sender and its key first"),
    "unknown_service": (
        "the service is not registered for this sender",
        "check the spelling, or have it registered",
    ),
    "nothing_valid": ("no record in it is valid", "mend what the rules name and submit again"),
    "bad_report": ("its report is not valid", "make it with harmscope report"),
    "old_report": (
        "its report is of an older version, and something in it can mean several things now",
        "make it again with a newer version of harmscope report",
    ),
    "other_service": ("it holds records of another service", "submit each service by itself"),
    "other_period": (
        "its records say another period than it does",
        "pack it with the period of the records",
    ),
    "already_reported": (
        "there is a submission for this service and period",
        "correct that one with --replaces and --because",
    ),
    "overlap": ("its period overlaps with one already reported", "submit the rest of the period"),
    "replaces_unknown": ("what it replaces is not here", "check the id"),
    "replaces_other": (
        "what it replaces is of another sender, service or period",
        "check the id",
    ),
    "replaces_not_current": (
        "what it replaces was replaced or withdrawn before",
        "replace the newest one",
    ),
}


CIRCUMSTANCES = (
    "unknown_sender",
    "unknown_service",
    "already_reported",
    "overlap",
    "replaces_unknown",
    "replaces_not_current",
    "wrong_key",
    "early_key",
)
"""Reasons that lie in the registry or in the day, not in the package: once a key is registered, or
an older submission withdrawn, the same bytes may come in."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason, as it stands in the ledger and on the receipt."""

    code: str
    member: str = ""

    def as_dict(self) -> dict[str, str]:
        """Code, fault and fix."""
        fault, fix = REFUSALS[self.code]
        return {"code": self.code, "fault": fault, "fix": fix}


# Receipts: the registry's signed answer to a package, after the status advice of ISO 20022.
#
# auth.031 (Financial Instrument Reporting Status Advice) gives each file and each record a status
# with counts and the rules that failed; its status codes stand beside ours.

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
    """A receipt: what it says, and the signed ``text`` of it (DSSE JSON)."""

    body: dict[str, Any]
    text: str

    @property
    def refused(self) -> bool:
        """Whether the package was not taken in."""
        return self.body["status"] in ("rejected", "corrupt")

    @property
    def line(self) -> str:
        """What it says in one line."""
        body = self.body
        why = "; ".join(problem["fault"] for problem in body["problems"])
        rows = f"{body['rows']['accepted']} of {body['rows']['read']} rows accepted"
        what = why or ("figures" if body.get("kind") == "figures" else rows)
        noted = "".join(f"; {one['metric']}: {one['words']}" for one in body.get("remarks", ()))
        return f"{body['status']} ({body['code']}), entry {body['seq']}: {what}{noted}"


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
