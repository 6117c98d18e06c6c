import stat

import pytest

from harmscope.errors import UserError
from harmscope.importers.pseudonyms import (
    Pseudonyms,
    case_id,
    key_for,
    make_key,
    read_key,
    record_id,
)

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
    with pytest.raises(UserError, match="other users may read"):
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


KEYED = Pseudonyms(bytes(32))


@pytest.mark.parametrize(
    "id_",
    ["7", "0123456789abcdef01234567", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "ab" * 32],
)
def test_counters_and_digests_stay(id_):
    assert record_id(("rows", id_), KEYED) == f"rows-{id_}"


@pytest.mark.parametrize(
    "id_", ["planted@mail.example", "handle", "did:plc:x", "203.0.113.7", "a b"]
)
def test_what_can_name_a_person_is_hashed(id_):
    found = record_id(("rows", id_), KEYED)
    assert id_ not in found
    assert len(found) == len("rows-") + 32


def test_the_events_of_one_row_have_ids_of_their_own():
    assert record_id(("rows#closed", "7"), KEYED) == "rows.closed-7"


def test_a_case_is_named_after_its_first_row():
    assert case_id(("rows", "7"), KEYED) == "case-rows-7"
