import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.submit import app
from harmscope.errors import UserError
from senders import header, notice, write_records

RUN = CliRunner()
CLOCK = ["--clock", "2026-04-20"]


def run(*words: object) -> tuple[int, str]:
    done = RUN.invoke(app, [str(word) for word in words], catch_exceptions=True)
    if isinstance(done.exception, UserError):
        raise done.exception
    return done.exit_code, done.output


def packed(folder: Path) -> Path:
    rows = [header("Alpha"), notice("Alpha", 1)]
    records = write_records(folder / "records.jsonl", rows)
    told = ["--sender", "alpha", "--service", "Alpha", "--period", "2026-Q1"]
    code, out = run("pack", records, *told, *CLOCK, "-o", folder / "s.zip")
    assert code == 0
    assert len(out.strip()) == 64
    return folder / "s.zip"


def test_keys_pack_sign_verify(tmp_path: Path) -> None:
    code, out = run("keys", "new", "--name", "alpha", "--out", tmp_path, *CLOCK)
    assert code == 0
    private, public = out.split()
    path = packed(tmp_path)
    assert run("verify", path, "--key", public, *CLOCK)[0] == 1
    key_id = run("keys", "show", public)[1].split()[0]
    assert run("sign", path, "--key", private) == (0, f"signed with key {key_id}\n")
    code, out = run("verify", path, "--key", public, *CLOCK, "--format", "json")
    assert code == 0
    assert json.loads(out)["statement"]["sender"] == "alpha"
    shown = run("keys", "show", public)[1]
    assert "2026-04-20/2028-04-18" in shown


def test_a_failure_is_said_in_words(tmp_path: Path) -> None:
    run("keys", "new", "--name", "alpha", "--out", tmp_path, *CLOCK)
    code, out = run("verify", packed(tmp_path), "--key", tmp_path / "alpha.public.json", *CLOCK)
    assert (code, out) == (1, "it has no signature; sign it with harmscope submit sign\n")


def test_a_time_limit_is_kept(tmp_path: Path) -> None:
    run("keys", "new", "--name", "alpha", "--out", tmp_path, *CLOCK)
    words = ("--key", tmp_path / "alpha.public.json", *CLOCK, "--time-limit", 0)
    code, out = run("verify", packed(tmp_path), *words)
    assert (code, out.splitlines()) == (
        1,
        [
            "checking it took longer than the limit; "
            "send it again, in smaller parts, or ask for a longer limit"
        ],
    )


def test_wrong_use_is_the_users_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--format"):
        run("keys", "show", tmp_path / "x", "--format", "xml")


DECLARED = 'profile = "core"\nservice = "Alpha"\nperiod = "2026-Q1"\n'


def pack_with(folder: Path, *words: object) -> tuple[int, str]:
    records = write_records(folder / "records.jsonl", [header("Alpha"), notice("Alpha", 1)])
    told = ["--sender", "alpha", "--service", "Alpha", "--period", "2026-Q1", *CLOCK]
    return run("pack", records, *words, *told, "-o", folder / "s.zip")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{}", "the report is not valid; run harmscope validate"),
        ("not json", "the report is not valid"),
    ],
)
def test_a_broken_report_is_not_packed(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "report.json").write_text(text)
    with pytest.raises(UserError, match=rf"report\.json: {fault}"):
        pack_with(tmp_path, "--report", tmp_path / "report.json")
    assert not (tmp_path / "s.zip").exists()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("nothing = ", "line|value|TOML"),
        ("x = 1\n", "it is missing|no such member"),
        (DECLARED.replace("Alpha", "Beta"), "it is for another service"),
        (DECLARED.replace("Q1", "Q2"), "it is for another period"),
    ],
)
def test_wrong_declared_facts_are_not_packed(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "declared.toml").write_text(text)
    with pytest.raises(UserError, match=rf"declared\.toml.*({fault})"):
        pack_with(tmp_path, "--declared", tmp_path / "declared.toml")
    assert not (tmp_path / "s.zip").exists()


def test_good_declared_facts_are_packed(tmp_path: Path) -> None:
    (tmp_path / "declared.toml").write_text(DECLARED)
    assert pack_with(tmp_path, "--declared", tmp_path / "declared.toml")[0] == 0
