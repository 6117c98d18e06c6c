import stat

import pytest

from harmscope.errors import UserError
from harmscope.importers.pseudonyms import Pseudonyms, key_for, make_key, read_key

KEY = bytes(range(32))


def test_same_account_gets_the_same_pseudonym():
    assert Pseudonyms(KEY).of("account", "7") == Pseudonyms(KEY).of("account", "7")


def test_kinds_are_kept_apart():
    assert Pseudonyms(KEY).of("account", "7") != Pseudonyms(KEY).of("subject", "7")


def test_another_key_gives_another_pseudonym():
    assert Pseudonyms(KEY).of("account", "7") != Pseudonyms(KEY[::-1]).of("account", "7")


def test_it_is_hmac_sha256():
    import hashlib
    import hmac

    whole = hmac.new(KEY, b"account\x007", hashlib.sha256).hexdigest()
    assert Pseudonyms(KEY).of("account", "7") == whole[:32]


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        Pseudonyms(b"short")


def test_a_missing_key_file_is_made_for_its_owner_alone(tmp_path):
    path = tmp_path / "key"
    made = key_for(path)
    assert read_key(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_is_never_overwritten(tmp_path):
    make_key(tmp_path / "key")
    with pytest.raises(UserError, match="cannot be written"):
        make_key(tmp_path / "key")


def test_a_key_that_others_may_read_is_refused(tmp_path):
    path = tmp_path / "key"
    make_key(path)
    path.chmod(0o644)
    with pytest.raises(UserError, match="others may read"):
        read_key(path)


@pytest.mark.parametrize("text", ["", "abcd", "no hexadecimal digits"])
def test_a_file_without_a_key_is_refused(tmp_path, text):
    path = tmp_path / "key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(UserError, match="does not hold a key"):
        read_key(path)


def test_without_a_file_two_runs_cannot_be_tied_together():
    assert key_for(None) != key_for(None)
