from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.submission import sealing
from harmscope.submission.problems import Refused


def test_only_the_right_identity_opens(tmp_path: Path) -> None:
    identity, recipient = sealing.new_identity()
    stranger, _ = sealing.new_identity()
    plain, closed = tmp_path / "a", tmp_path / "a.age"
    plain.write_bytes(b"records")
    sealing.encrypt(plain, closed, recipient)
    assert b"records" not in closed.read_bytes()
    sealing.decrypt(closed, tmp_path / "b", identity)
    assert (tmp_path / "b").read_bytes() == b"records"
    with pytest.raises(Refused):
        sealing.decrypt(closed, tmp_path / "c", stranger)


def test_recipients_and_identities_come_out_of_files(tmp_path: Path) -> None:
    identity, recipient = sealing.new_identity()
    path = tmp_path / "key"
    path.write_text(f"# authority\n{recipient}\n{identity}\n")
    assert sealing.recipient_of(str(path)) == recipient
    assert sealing.recipient_of(recipient) == recipient
    assert sealing.identity_of(path) == identity


def test_other_text_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"\xff")
    with pytest.raises(UserError, match="not UTF-8 text"):
        sealing.recipient_of(str(path))
    with pytest.raises(UserError, match="not UTF-8 text"):
        sealing.identity_of(path)
    path.write_text("a poem\n")
    with pytest.raises(UserError, match="no key to encrypt to"):
        sealing.recipient_of(str(path))
    with pytest.raises(UserError, match="no age identity"):
        sealing.identity_of(path)
    with pytest.raises(UserError, match="no age key"):
        sealing.encrypt(path, tmp_path / "x", "age1nonsense")


def test_an_identity_knows_its_recipient() -> None:
    identity, recipient = sealing.new_identity()
    assert sealing.recipient(identity) == recipient
    with pytest.raises(UserError, match="no age identity"):
        sealing.recipient(identity[:-1])
