from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.submission import sign
from harmscope.submission.verify import Trust, verify
from senders import TODAY, sender


def test_signing_again_replaces_the_signature(tmp_path: Path) -> None:
    alpha, beta = sender(tmp_path, "alpha"), sender(tmp_path, "beta")
    path = alpha.submission()
    assert sign(path, beta.key_file, tmp_path / "other.zip") == beta.public.key_id
    assert verify(path, Trust([alpha.public], TODAY)).ok
    assert verify(tmp_path / "other.zip", Trust([beta.public], TODAY)).ok


def test_only_submissions_can_be_signed(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"hello")
    with pytest.raises(UserError, match="no BagIt bag"):
        sign(tmp_path / "x.zip", sender(tmp_path, "alpha").key_file)
