"""``harmscope serve`` and ``harmscope accounts``."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app
from harmscope.errors import UserError
from harmscope.times import today
from harmscope.web import accounts, audit, running, tokens
from harmscope.web.shelves import Shelves

RUN = CliRunner()
PASSWORD = "a long password"
SOON = (today() + timedelta(days=9)).isoformat()


@pytest.fixture
def call(tmp_path: Path, database):
    """Runs ``harmscope accounts`` on one database."""

    def run(*words: str, given: str = "") -> str:
        where = ["--data", str(tmp_path / "data"), *(["--database", database] if database else [])]
        done = RUN.invoke(app, ["accounts", *words, *where], input=given)
        if isinstance(done.exception, UserError):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


@pytest.fixture
def shelves(tmp_path, database):
    made = Shelves(tmp_path / "data", database)
    yield made
    made.close()


def add(call, name="anna", role="platform") -> None:
    call("add", name, "--organisation", "Alpha", "--role", role, given=f"{PASSWORD}\n")


def test_an_account_is_added_listed_disabled_and_let_in_again(call, shelves):
    add(call)
    assert "anna: platform, Alpha, no second factor" in call("list")
    [told] = json.loads(call("list", "--format", "json"))
    assert (told["name"], told["role"], told["disabled"]) == ("anna", "platform", False)
    assert PASSWORD not in json.dumps(told)
    assert accounts.signed_in(shelves, "anna", PASSWORD, "")
    call("disable", "anna")
    assert accounts.signed_in(shelves, "anna", PASSWORD, "") is None
    call("disable", "anna", "--undo")
    assert accounts.signed_in(shelves, "anna", PASSWORD, "")
    acts = [one["act"] for one in audit.newest(shelves)]
    assert acts == ["enable account", "disable account", "add account"]


def test_wrong_accounts_are_refused(call):
    add(call)
    with pytest.raises(UserError, match="there is an account"):
        add(call)
    with pytest.raises(UserError, match="role is not known"):
        add(call, "ben", "boss")
    with pytest.raises(UserError, match="too short"):
        call("add", "ben", "--organisation", "B", "--role", "platform", given="short\n")
    for act in ("disable", "reset"):
        with pytest.raises(UserError, match="no such account"):
            call(act, "nobody", given=f"{PASSWORD}\n")


def test_a_password_is_reset_and_a_second_factor_forgotten(call, shelves):
    import pyotp

    add(call)
    call("reset", "anna", given="another long password\n")
    assert accounts.signed_in(shelves, "anna", PASSWORD, "") is None
    account = accounts.signed_in(shelves, "anna", "another long password", "")
    secret, _ = accounts.new_second("anna")
    accounts.set_second(shelves, account.id, secret, pyotp.TOTP(secret).now())
    assert accounts.signed_in(shelves, "anna", "another long password", "") is None
    call("reset", "anna", "--second-factor")
    assert accounts.signed_in(shelves, "anna", "another long password", "")


def test_a_token_is_made_listed_and_revoked(call, shelves):
    add(call)
    words = ("nightly", "--organisation", "Alpha", "--scope", "submissions:write")
    secret = call("token", "make", *words, "--expires", SOON, "--sender", "alpha").splitlines()[-1]
    found = tokens.caller(shelves, secret)
    assert (found.sender, found.scopes) == ("alpha", {"submissions:write"})
    told = call("token", "list")
    assert f"{found.id}: nightly, Alpha, submissions:write, sender alpha, valid" in told
    assert json.loads(call("token", "list", "--format", "json"))[0]["id"] == found.id
    call("token", "revoke", found.id)
    assert tokens.caller(shelves, secret) is None
    assert "revoked" in call("token", "list")
    with pytest.raises(UserError, match="it is not known"):
        call("token", "make", "x", "--organisation", "Gamma", "--scope", "read", "--expires", SOON)
    with pytest.raises(UserError, match="no such token"):
        call("token", "revoke", "none")


@pytest.fixture
def started(monkeypatch):
    """What ``harmscope serve`` starts, in place of starting it."""
    found = []
    monkeypatch.setattr(running, "run", lambda *words: found.append(words))

    def serve(*words: str):
        done = RUN.invoke(app, ["serve", *words])
        if isinstance(done.exception, UserError):
            raise done.exception
        assert done.exit_code == 0, done.output
        return (*found[-1], done.output)

    return serve


def test_on_this_machine_it_asks_for_no_accounts(started, tmp_path):
    made, host, port, workers, *_ = started("--data", str(tmp_path))
    assert (made.server, made.secure, host, port, workers) == (False, False, "127.0.0.1", 8470, 1)
    assert made.data == tmp_path
    assert made.hosts == ("127.0.0.1", "localhost", "[::1]")


def test_beyond_this_machine_it_wants_names_and_accounts(started):
    with pytest.raises(UserError, match="is missing"):
        started("--host", "0.0.0.0")
    words = ("--host", "0.0.0.0", "--name", "reports.example.org")
    made, *_, said = started(*words)
    assert made.server
    assert made.second_factor
    assert made.hosts[0] == "reports.example.org"
    assert "without --https" in said
    made, *_, said = started(*words, "--https", "--no-second-factor", "--workers", "4")
    assert (made.secure, made.second_factor) == (True, False)
    assert "without --https" not in said


def test_a_wrong_day_or_a_taken_port_is_refused(started, tmp_path):
    import socket

    with pytest.raises(UserError):
        started("--clock", "someday")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UserError, match="cannot be listened on"):
            running._bound("127.0.0.1", taken.getsockname()[1])


def test_what_is_handed_over_to_the_processes_arrives(tmp_path, monkeypatch):
    from harmscope.web import configuration
    from harmscope.web.configuration import Configuration, Limits

    monkeypatch.setenv(configuration.NAME, "")
    made = Configuration(tmp_path, tmp_path / "r", True, ("a",), True, limits=Limits(rate=5))
    configuration.hand_over(made)
    assert configuration.handed_over() == made
