import pytest
from pydantic import ValidationError

from harmscope.model.submission import Member, PublicKey

MEMBER = {"path": "data/a.jsonl", "role": "records", "sha256": "0" * 64, "bytes": 3, "rows": 1}


def test_a_member_lies_right_under_data() -> None:
    assert Member.model_validate(MEMBER).rows == 1
    for path in ("a.jsonl", "data/../a", "data/in/a", "data/.a", "/data/a"):
        with pytest.raises(ValidationError):
            Member.model_validate({**MEMBER, "path": path})


def test_a_public_key_is_32_bytes_in_base64() -> None:
    key = {
        "record": "key",
        "version": "1.0",
        "key_id": "0" * 32,
        "name": "alpha",
        "algorithm": "ed25519",
        "public_key": "A" * 43 + "=",
        "valid_from": "2026-01-01",
        "valid_to": "2026-12-31",
    }
    assert PublicKey.model_validate(key).name == "alpha"
    with pytest.raises(ValidationError):
        PublicKey.model_validate({**key, "public_key": "AAAA"})
