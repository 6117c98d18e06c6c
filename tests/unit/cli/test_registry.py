import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.registry import app
from harmscope.errors import UserError
from senders import Sender, sender

RUN = CliRunner()
CLOCK = ("--clock", "2026-04-20")


def run(*words: object, code: int = 0) -> str:
    done = RUN.invoke(app, [str(word) for word in words])
    if isinstance(done.exception, UserError):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def alpha(tmp_path: Path, database: str | None) -> Sender:
    made = sender(tmp_path / "keys", "alpha")
    where = ("--database", database) if database else ()
    run("init", tmp_path / "r", "--name", "authority", *where, *CLOCK)
    public = made.folder / "alpha.public.json"
    run("senders", "add", tmp_path / "r", "alpha", "--key", public, "--service", "Alpha", *CLOCK)
    return made


def test_receive_list_show_verify(alpha: Sender, tmp_path: Path) -> None:
    package, folder = alpha.submission(), tmp_path / "r"
    out = run("receive", folder, package, "--receipts", tmp_path / "out", *CLOCK)
    assert out.startswith("alpha-first.zip: accepted (ACPT), entry 2")
    (listed,) = json.loads(run("list", folder, "--format", "json"))
    assert listed["status"] == "accepted"
    assert "accepted" in run("list", folder)
    shown = json.loads(run("show", folder, listed["submission"][:10]))
    assert shown["package"]
    assert run("verify", folder).startswith("sound: 2 entries")
    (receipt,) = (tmp_path / "out").iterdir()
    assert "what the receipt of entry 2 says" in run("verify", folder, "--receipt", receipt)


def test_a_refused_package_ends_with_1(alpha: Sender, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"x")
    out = run("receive", tmp_path / "r", tmp_path / "x.zip", *CLOCK, "--format", "json", code=1)
    assert json.loads(out)[0]["code"] == "CRPT"


def test_a_slow_package_ends_with_1_and_one_line(alpha: Sender, tmp_path: Path) -> None:
    package = alpha.submission(notices=5_000)
    out = run("receive", tmp_path / "r", package, *CLOCK, "--time-limit", 0.05, code=1)
    assert out.splitlines() == [
        "alpha-first.zip: rejected (RJCT), entry 2: checking it took longer than the limit"
    ]
    assert "accepted" in run("receive", tmp_path / "r", package, *CLOCK)


def test_a_changed_object_ends_with_1(alpha: Sender, tmp_path: Path) -> None:
    run("receive", tmp_path / "r", alpha.submission(), *CLOCK)
    path = next((tmp_path / "r" / "objects").glob("??/*.parquet"))
    path.chmod(0o644)
    path.write_bytes(b"x")
    assert "was altered" in run("verify", tmp_path / "r", code=1)
    assert json.loads(run("verify", tmp_path / "r", "--format", "json", code=1))["ok"] is False


def test_no_registry_is_the_users_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no registry here"):
        run("list", tmp_path)


def test_a_registry_is_named_after_its_folder_unless_told_otherwise(tmp_path: Path) -> None:
    run("init", tmp_path / "coordinator", *CLOCK)
    text = "".join(
        path.read_text(encoding="utf-8") for path in (tmp_path / "coordinator").rglob("*.json")
    )
    assert '"coordinator"' in text
