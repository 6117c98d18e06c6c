import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.registry import app
from harmscope.errors import UserError
from senders import Sender, sender

RUN = CliRunner()
CLOCK = ("--clock", "2026-04-20")


def run(*words: object) -> str:
    done = RUN.invoke(app, [str(word) for word in words])
    if isinstance(done.exception, UserError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def alpha(tmp_path: Path, database: str | None) -> Sender:
    made = sender(tmp_path / "keys", "alpha")
    where = ("--database", database) if database else ()
    run("init", tmp_path / "r", "--name", "a", "--acceptance", "by_decision", *where, *CLOCK)
    public = made.folder / "alpha.public.json"
    run("senders", "add", tmp_path / "r", "alpha", "--key", public, "--service", "Alpha", *CLOCK)
    return made


def state(folder: Path) -> tuple[str, str]:
    one = json.loads(run("list", folder, "--format", "json"))[-1]
    return one["submission"], one["status"]


def test_decide_withdraw_erase(alpha: Sender, tmp_path: Path) -> None:
    folder = tmp_path / "r"
    run("receive", folder, alpha.submission(), *CLOCK)
    name, status = state(folder)
    assert status == "received"
    told = ("--official", "unit 7", "--reason", "complete", "--rules", "1.0")
    run("decide", folder, name, "--outcome", "accept", *told, *CLOCK)
    assert state(folder)[1] == "accepted"
    run("withdraw", folder, name, "--because", "wrong file", *CLOCK)
    assert state(folder)[1] == "withdrawn"
    run("erase", folder, name, "--official", "unit 7", "--because", "asked for", *CLOCK)
    assert state(folder)[1] == "erased"
    with pytest.raises(UserError, match="--outcome"):
        run("decide", folder, name, "--outcome", "perhaps", *told)


def test_senders_can_be_listed_and_revoked(alpha: Sender, tmp_path: Path) -> None:
    folder, key = tmp_path / "r", alpha.public.key_id
    run("senders", "revoke", folder, key, "--because", "lost", *CLOCK)
    assert "revoked from 2026-04-20" in run("senders", "list", folder)
    (row,) = json.loads(run("senders", "list", folder, "--format", "json"))
    assert row["key_id"] == key


def test_the_calendar_shows_standings(alpha: Sender, tmp_path: Path) -> None:
    folder = tmp_path / "r"
    run("calendar", "set", folder, "--period", "2026-Q1", "--due", "2026-04-30", *CLOCK)
    assert run("calendar", "show", folder, *CLOCK).startswith("2026-04-30  due ")
    (row,) = json.loads(run("calendar", "show", folder, *CLOCK, "--format", "json"))
    assert row["service"] == "Alpha"


def test_what_was_kept_long_enough_is_listed(alpha: Sender, tmp_path: Path) -> None:
    folder = tmp_path / "r"
    run("receive", folder, alpha.submission(), *CLOCK)
    assert run("calendar", "retention", folder, *CLOCK) == ""
    later = ("--clock", "2031-04-20")
    assert run("calendar", "retention", folder, *later).startswith("2031-04-20  ")
    (row,) = json.loads(run("calendar", "retention", folder, *later, "--format", "json"))
    assert row["service"] == "Alpha"
