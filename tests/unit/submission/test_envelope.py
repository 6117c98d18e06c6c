"""Signed envelopes and sealed payloads."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from harmscope.errors import UserError
from harmscope.submission import envelope
from harmscope.submission.envelope import RECEIPT, SUBMISSION, encoded, opened, plain, seal, signers
from harmscope.submission.keys import key_id
from harmscope.submission.problems import Refused


def test_only_the_right_identity_opens(tmp_path: Path) -> None:
    identity, recipient = envelope.new_identity()
    stranger, _ = envelope.new_identity()
    plain, closed = tmp_path / "a", tmp_path / "a.age"
    plain.write_bytes(b"records")
    envelope.encrypt(plain, closed, recipient)
    assert b"records" not in closed.read_bytes()
    envelope.decrypt(closed, tmp_path / "b", identity)
    assert (tmp_path / "b").read_bytes() == b"records"
    with pytest.raises(Refused):
        envelope.decrypt(closed, tmp_path / "c", stranger)


def test_recipients_and_identities_come_out_of_files(tmp_path: Path) -> None:
    identity, recipient = envelope.new_identity()
    path = tmp_path / "key"
    path.write_text(f"# authority\n{recipient}\n{identity}\n")
    assert envelope.recipient_of(str(path)) == recipient
    assert envelope.recipient_of(recipient) == recipient
    assert envelope.identity_of(path) == identity


def test_other_text_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"\xff")
    with pytest.raises(UserError, match="not UTF-8 text"):
        envelope.recipient_of(str(path))
    with pytest.raises(UserError, match="not UTF-8 text"):
        envelope.identity_of(path)
    path.write_text("a poem\n")
    with pytest.raises(UserError, match="no key to encrypt to"):
        envelope.recipient_of(str(path))
    with pytest.raises(UserError, match="no age identity"):
        envelope.identity_of(path)
    with pytest.raises(UserError, match="not an age key"):
        envelope.encrypt(path, tmp_path / "x", "age1nonsense")


def test_an_identity_knows_its_recipient() -> None:
    identity, recipient = envelope.new_identity()
    assert envelope.recipient(identity) == recipient
    with pytest.raises(UserError, match="not an age identity"):
        envelope.recipient(identity[:-1])


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


def _told(change: Callable[[dict[str, Any]], object]) -> bytes:
    body = json.loads(seal(SUBMISSION, b"\xfb\xff\xfe", KEY))
    change(body)
    return json.dumps(body).encode()


def _url_safe(body: dict[str, Any]) -> None:
    for part, name in ((body, "payload"), (body["signatures"][0], "sig")):
        part[name] = part[name].replace("+", "-").replace("/", "_")


def _named(body: dict[str, Any], name: str | None) -> None:
    body["signatures"][0].pop("keyid")
    if name is not None:
        body["signatures"][0]["keyid"] = name


@pytest.mark.parametrize(
    "change",
    [
        _url_safe,
        lambda body: _named(body, None),
        lambda body: _named(body, ""),
        lambda body: body["signatures"].insert(0, {"keyid": "other", "sig": "AAAA"}),
    ],
    ids=["url_safe", "no_key_id", "empty_key_id", "another_signature"],
)
def test_either_alphabet_and_no_key_id_verify(change: Callable[[dict[str, Any]], object]) -> None:
    """DSSE: either alphabet of base64; the key id is a hint that may be left out."""
    other = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))).public_key()
    keys = {"x": other, NAME: KEY.public_key()}
    assert signers(opened(_told(change)), keys) == [NAME]


def test_a_signature_without_a_key_id_that_no_key_made_proves_nothing() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))).public_key()
    assert signers(opened(_told(lambda body: _named(body, None))), {"x": other}) == []


@pytest.mark.parametrize("text", ["-/8=", "+_8=", "__8", "//8", "//9="])
def test_mixed_alphabets_lost_padding_and_loose_bits_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        opened(_told(lambda body: body.update(payload=text)))
    assert refused.value.problem.code == "bad_envelope"


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"signatures": 1}', b"[" * 5000])
def test_what_is_no_envelope_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        opened(data)


def test_the_same_bytes_in_other_letters_are_not_plain() -> None:
    data = seal(RECEIPT, b"{}", KEY)
    assert plain(data)
    assert not plain(data[:-1] + b" ")
    assert not plain(data.replace(b'":', b'": '))
    assert not plain(b"[")


def test_base64_with_bits_that_say_nothing_is_none() -> None:
    data = seal(RECEIPT, b"{}", KEY)
    assert b'"e30="' in data
    with pytest.raises(Refused):
        opened(data.replace(b'"e30="', b'"e31="'))
