import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from harmscope.submission.envelope import RECEIPT, SUBMISSION, encoded, opened, seal, signers
from harmscope.submission.keys import key_id
from harmscope.submission.problems import Refused

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAME = key_id(KEY.public_key())


def test_the_encoding_is_that_of_the_protocol() -> None:
    # The example of the DSSE protocol text.
    assert encoded("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_a_sealed_payload_opens() -> None:
    data = seal(SUBMISSION, b"{}", KEY)
    envelope = opened(data)
    assert (envelope.type, envelope.payload) == (SUBMISSION, b"{}")
    assert signers(envelope, {NAME: KEY.public_key()}) == [NAME]
    assert seal(SUBMISSION, b"{}", KEY) == data


def test_unknown_keys_sign_nothing() -> None:
    assert signers(opened(seal(SUBMISSION, b"{}", KEY)), {}) == []


@pytest.mark.parametrize("member", ["payload", "payloadType"])
def test_an_altered_payload_or_type_is_found(member: str) -> None:
    body = json.loads(seal(SUBMISSION, b"{}", KEY))
    body[member] = {"payload": "e30K", "payloadType": RECEIPT}[member]
    with pytest.raises(Refused) as refused:
        signers(opened(json.dumps(body).encode()), {NAME: KEY.public_key()})
    assert refused.value.problem.code == "bad_signature"


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"signatures": 1}', b"[" * 5000])
def test_what_is_no_envelope_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        opened(data)
