"""Signed envelopes, and payloads sealed to a reader."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from harmscope.canonical import ascii_form
from harmscope.errors import UserError
from harmscope.formats.door import read_text, shown
from harmscope.model.submission import PublicKey
from harmscope.submission.keys import key_id, usable
from harmscope.submission.problems import Refused

# Encryption to the authority, in the age format, through the library pyrage.


def new_identity() -> tuple[str, str]:
    """A new key pair for receiving: (identity to keep secret, recipient to hand out)."""
    identity = _pyrage().x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def recipient(identity: str) -> str:
    """The recipient of an identity. Raises UserError where it is none."""
    pyrage = _pyrage()
    try:
        return str(pyrage.x25519.Identity.from_str(identity).to_public())
    except pyrage.IdentityError:
        raise UserError(
            "identity", "it is not an age identity", "bring it back from a copy"
        ) from None


def recipient_of(text: str) -> str:
    """The recipient in ``text``: an ``age1…`` key, or a file that holds one on a line."""
    if text.startswith("age1"):
        return text
    if not Path(text).exists():
        fix = "give an age1… key or a file that holds one"
        raise UserError("--encrypt-to", "there is no key to encrypt to", fix)
    lines = read_text(Path(text)).splitlines()
    found = next((line.strip() for line in lines if line.startswith("age1")), None)
    if found is None:
        fix = "give an age1… key or a file that holds one"
        raise UserError("--encrypt-to", "there is no key to encrypt to", fix)
    return found


def identity_of(path: Path) -> str:
    """The identity in a file. Raises UserError where it holds none."""
    lines = read_text(path).splitlines()
    found = next((line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")), None)
    if found is None:
        fix = "name the file in which the age identity was kept"
        raise UserError(shown(str(path)), "it holds no age identity", fix)
    return found


def encrypt(source: Path, target: Path, recipient: str) -> None:
    """Encrypt a file to ``recipient``. Raises UserError where that is no key."""
    pyrage = _pyrage()
    try:
        to = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        fix = "ask the authority for its key again"
        raise UserError("--encrypt-to", "this is not an age key", fix) from None
    pyrage.encrypt_file(str(source), str(target), [to])


def decrypt(source: Path, target: Path, identity: str) -> None:
    """Decrypt a file. Raises Refused ``cannot_unseal`` where the identity does not open it."""
    pyrage = _pyrage()
    try:
        key = pyrage.x25519.Identity.from_str(identity)
        pyrage.decrypt_file(str(source), str(target), [key])
    except (pyrage.DecryptError, pyrage.IdentityError, OSError):
        raise Refused("cannot_unseal", shown(source.name)) from None


def _pyrage() -> ModuleType:
    try:
        return import_module("pyrage")
    except ImportError:
        fix = 'install it with: pip install "harmscope[registry]"'
        raise UserError("encryption", "the library for it is not installed", fix) from None


# DSSE envelopes: a signature over the exact bytes and their type (DSSE protocol 1.0.2).
#
# The signed bytes are the pre-authentication encoding, so that no parser stands between the bytes
# and the signature, and a payload of one type can never pass for another.

SUBMISSION = "application/vnd.harmscope.submission+json"
RECEIPT = "application/vnd.harmscope.receipt+json"
DECISION = "application/vnd.harmscope.decision+json"
MANIFEST = "application/vnd.harmscope.manifest+json"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Payload, its type, and signatures as (key id, signature).

    The key id is a hint and may be empty (DSSE, protocol.md): it decides nothing.
    """

    type: str
    payload: bytes
    signatures: tuple[tuple[str, bytes], ...]


def encoded(type_: str, payload: bytes) -> bytes:
    """The pre-authentication encoding that is signed."""
    kind = type_.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def seal(type_: str, payload: bytes, key: Ed25519PrivateKey) -> bytes:
    """A signed envelope as JSON. The same input gives the same bytes."""
    body = {
        "payload": base64.b64encode(payload).decode(),
        "payloadType": type_,
        "signatures": [
            {
                "keyid": key_id(key.public_key()),
                "sig": base64.b64encode(key.sign(encoded(type_, payload))).decode(),
            }
        ],
    }
    return _written(body)


def plain(data: bytes) -> bool:
    """Whether an envelope is written as ``seal`` writes it, to the byte."""
    try:
        return _written(json.loads(data)) == data
    except (ValueError, RecursionError):
        return False


def _written(body: object) -> bytes:
    return ascii_form(body) + b"\n"


def opened(data: bytes) -> Envelope:
    """An envelope out of its JSON. Raises Refused ``bad_envelope`` where it is none."""
    try:
        body = json.loads(data)
        signatures = tuple(
            (str(one.get("keyid") or ""), _bytes(one["sig"])) for one in body["signatures"]
        )
        payload = _bytes(body["payload"])
        return Envelope(str(body["payloadType"]), payload, signatures)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, binascii.Error):
        raise Refused("bad_envelope") from None


_TO_STANDARD = str.maketrans("-_", "+/")


def _bytes(text: str) -> bytes:
    """Base64 read strictly: padded, in one alphabet, the standard or the URL-safe one."""
    data = base64.b64decode(text.translate(_TO_STANDARD), validate=True)
    if text not in (base64.b64encode(data).decode(), base64.urlsafe_b64encode(data).decode()):
        raise ValueError
    return data


def signers(envelope: Envelope, keys: Mapping[str, Ed25519PublicKey]) -> list[str]:
    """Ids of those keys whose signature holds.

    A signature without a key id is tried with each key; one of another key is passed over. Raises
    Refused ``bad_signature`` where a key that is named signed something else.
    """
    found = []
    for name, signature in envelope.signatures:
        tried = [name] if name else list(keys)
        held = [one for one in tried if one in keys and _holds(envelope, signature, keys[one])]
        if name in keys and not held:
            raise Refused("bad_signature")
        found += held
    return list(dict.fromkeys(found))


def read_signed(data: bytes, key: PublicKey, types: Sequence[str]) -> dict[str, Any] | None:
    """The record in an envelope of one of these payload types, written as ``seal`` writes it; None
    where ``key`` did not sign it."""
    try:
        envelope = opened(data)
        ours = envelope.type in types and plain(data)
        signed = ours and signers(envelope, {key.key_id: usable(key)})
    except Refused:
        return None
    if not signed:
        return None
    body: dict[str, Any] = json.loads(envelope.payload)
    return body


def _holds(envelope: Envelope, signature: bytes, key: Ed25519PublicKey) -> bool:
    try:
        key.verify(signature, encoded(envelope.type, envelope.payload))
    except InvalidSignature:
        return False
    return True
