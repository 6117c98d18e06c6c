"""DSSE envelopes: a signature over the exact bytes and their type (DSSE protocol 1.0.2).

The signed bytes are the pre-authentication encoding, so that no parser stands between the bytes
and the signature, and a payload of one type can never pass for another.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from harmscope.canonical import ascii_form
from harmscope.submission.keys import key_id
from harmscope.submission.problems import Refused

SUBMISSION = "application/vnd.harmscope.submission+json"
RECEIPT = "application/vnd.harmscope.receipt+json"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Payload, its type, and signatures as (key id, signature)."""

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
    """An envelope out of its JSON. Raises Refused ``bad_signature`` where it is none."""
    try:
        body = json.loads(data)
        signatures = tuple((str(one["keyid"]), _bytes(one["sig"])) for one in body["signatures"])
        payload = _bytes(body["payload"])
        return Envelope(str(body["payloadType"]), payload, signatures)
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        raise Refused("bad_signature") from None


def _bytes(text: str) -> bytes:
    """Base64 read strictly: there is one way only to write the same bytes."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError
    return data


def signers(envelope: Envelope, keys: Mapping[str, Ed25519PublicKey]) -> list[str]:
    """Ids of those keys whose signature holds.

    Raises Refused ``bad_signature`` where a known key signed something else.
    """
    found = []
    for name, signature in envelope.signatures:
        key = keys.get(name)
        if key is None:
            continue
        try:
            key.verify(signature, encoded(envelope.type, envelope.payload))
        except InvalidSignature:
            raise Refused("bad_signature") from None
        found.append(name)
    return found
