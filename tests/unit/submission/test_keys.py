import json
import stat
from datetime import date
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.submission.keys import key_id, new_key, read_private, read_public

FROM, TO = date(2026, 1, 1), date(2027, 12, 31)


def test_a_new_key_is_readable_and_its_private_half_is_private(tmp_path: Path) -> None:
    private, public = new_key(tmp_path, "alpha", FROM, TO)
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    key = read_public(public)
    assert (key.name, key.valid_from, key.valid_to) == ("alpha", "2026-01-01", "2027-12-31")
    assert key_id(read_private(private).public_key()) == key.key_id


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    new_key(tmp_path, "alpha", FROM, TO)
    with pytest.raises(UserError, match="never overwritten"):
        new_key(tmp_path, "alpha", FROM, TO)


def test_a_name_must_be_an_identifier(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no name for a key"):
        new_key(tmp_path, "../up", FROM, TO)
    assert list(tmp_path.iterdir()) == []


def test_the_files_of_a_key_have_names_that_all_systems_take(tmp_path: Path) -> None:
    private, public = new_key(tmp_path, "aux:2026", FROM, TO)
    assert (private.name, public.name) == ("aux_2026.key.pem", "aux_2026.public.json")
    assert read_public(public).name == "aux:2026"
    with pytest.raises(UserError, match="never overwritten"):
        new_key(tmp_path, "aux_2026", FROM, TO)
    assert new_key(tmp_path, "nul", FROM, TO)[0].name == "nul_.key.pem"


def test_days_in_disorder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="later last day"):
        new_key(tmp_path, "alpha", TO, FROM)


def test_an_id_that_does_not_fit_the_bytes_is_refused(tmp_path: Path) -> None:
    _, public = new_key(tmp_path, "alpha", FROM, TO)
    body = json.loads(public.read_text())
    public.write_text(json.dumps({**body, "key_id": "0" * 32}))
    with pytest.raises(UserError, match="does not belong"):
        read_public(public)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"-----BEGIN PRIVATE KEY-----"])
def test_other_files_are_no_keys(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(UserError, match="not a private"):
        read_private(path)
    with pytest.raises(UserError, match="not a public"):
        read_public(path)


def test_where_nothing_can_be_written_no_key_is_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UserError, match="no key can be written there"):
        new_key(tmp_path / "file", "alpha", FROM, TO)
