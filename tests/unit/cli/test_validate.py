import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app
from harmscope.errors import UserError

CASES = Path(__file__).parents[2] / "cases"
GOOD, BAD = (str(CASES / "HS102" / f"{name}.jsonl") for name in ("good", "bad"))
WARNED = str(CASES / "HS203" / "bad.jsonl")
RUN = CliRunner()


def run(*args: str) -> tuple[int, str]:
    done = RUN.invoke(app, ["validate", "--clock", "2026-06-01", *args])
    if isinstance(done.exception, UserError):
        raise done.exception
    return done.exit_code, done.stdout


def test_exit_codes() -> None:
    assert run(GOOD)[0] == 0
    assert run(BAD)[0] == 1
    assert run(WARNED)[0] == 0
    assert run(WARNED, "--fail-on", "warning")[0] == 1


def test_json_goes_to_standard_output() -> None:
    assert json.loads(run(BAD, "--format", "json")[1])["findings"]["error"] == 2


def test_the_outcome_goes_into_a_file(tmp_path: Path) -> None:
    code, shown = run(BAD, "-o", str(tmp_path / "out.txt"))
    assert (code, shown) == (1, "")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8").startswith("not valid")


def test_ignored_rules_are_not_asked() -> None:
    assert run(BAD, "--ignore", "HS102")[0] == 0
    assert run(BAD, "--select", "HS2")[0] == 0


@pytest.mark.parametrize(
    "args",
    [
        ("no such file",),
        (GOOD, "--format", "xml"),
        (GOOD, "--clock", "tomorrow"),
        (GOOD, "--kind", "nothing"),
        (GOOD, "--ignore", "nothing"),
        (GOOD, "--fail-on", "info"),
        (GOOD, "-o", "/no/such/folder/x"),
    ],
)
def test_wrong_use_is_the_users_error(args: tuple[str, ...]) -> None:
    with pytest.raises(UserError):
        run(*args)
