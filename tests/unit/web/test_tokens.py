"""API tokens: shown once, kept as a digest, for scopes and a time."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from harmscope.errors import UserError
from harmscope.times import today
from harmscope.web import accounts, tokens
from harmscope.web.shelves import TOKENS, Shelves

SOON = (today() + timedelta(days=30)).isoformat()


@pytest.fixture
def shelves(tmp_path, database):
    made = Shelves(tmp_path, database)
    made.create()
    yield made
    made.close()


@pytest.fixture
def tenant(shelves):
    return accounts.add(shelves, "anna", "Alpha", "platform", "a long password").tenant


def test_a_token_is_known_again_with_its_organisation_scopes_and_sender(shelves, tenant):
    scopes = ["submissions:write", "validate"]
    secret, made = tokens.make(shelves, tenant, "nightly", scopes, SOON, "root", "alpha")
    assert secret.startswith(tokens.PREFIX)
    found = tokens.caller(shelves, secret)
    assert found == tokens.TokenCaller(made, tenant, frozenset(scopes), "alpha")
    [told] = tokens.listed(shelves)
    assert (told.label, told.organisation, told.state) == ("nightly", "Alpha", "valid")
    assert told.scopes == ("validate", "submissions:write")
    assert tokens.listed(shelves, "another") == []


def test_the_database_does_not_hold_the_secret(shelves, tenant):
    secret, _ = tokens.make(shelves, tenant, "x", ["read"], SOON, "root")
    with shelves.reading() as connection:
        [row] = connection.execute(TOKENS.select()).all()
    assert secret.rpartition("_")[2] not in repr(row)
    assert secret[-20:] not in repr(row)


def test_a_wrong_expired_or_revoked_token_is_nobody(shelves, tenant):
    secret, made = tokens.make(shelves, tenant, "x", ["read"], SOON, "root")
    other, _ = tokens.make(shelves, tenant, "y", ["read"], SOON, "root")
    swapped = secret[: len("hsk_") + 33] + other[len("hsk_") + 33 :]
    for wrong in ("", "hsk_", secret[:-1], secret + "a", swapped, f"{'hsk_'}{'0' * 32}_{'a' * 43}"):
        assert tokens.caller(shelves, wrong) is None
    with shelves.writing() as connection:
        connection.execute(
            update(TOKENS).where(TOKENS.c.id == made).values(expires="2020-01-01T23:59:59Z")
        )
    assert tokens.caller(shelves, secret) is None
    tokens.revoke(shelves, tokens.listed(shelves)[0].id)
    tokens.revoke(shelves, tokens.listed(shelves)[1].id)
    assert tokens.caller(shelves, other) is None
    assert {one.state for one in tokens.listed(shelves)} == {"revoked"}


@pytest.mark.parametrize(
    ("scopes", "expires", "sender", "where"),
    [
        (["all"], SOON, None, "scope"),
        ([], SOON, None, "scope"),
        (["submissions:write"], SOON, None, "sender"),
        (["read"], "2020-01-01", None, "expires"),
        (["read"], "2099-01-01", None, "expires"),
        (["read"], "soon", None, "expires"),
    ],
)
def test_what_cannot_be_made_is_refused(shelves, tenant, scopes, expires, sender, where):
    with pytest.raises(UserError) as met:
        tokens.make(shelves, tenant, "x", scopes, expires, "root", sender)
    assert met.value.where == where


def test_an_unknown_organisation_or_id_is_refused(shelves):
    with pytest.raises(UserError, match="not known"):
        tokens.make(shelves, "none", "x", ["read"], SOON, "root")
    with pytest.raises(UserError, match="no such token"):
        tokens.revoke(shelves, "none")
