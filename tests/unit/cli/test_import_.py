import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from harmscope.cli.import_ import command
from harmscope.errors import UserError

app = typer.Typer()
app.command()(command)


def call(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


@pytest.fixture
def demo(root: Path) -> str:
    return str(root / "examples" / "demo" / "statements")


def test_a_clean_import_ends_with_0(demo: str, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    result = call(demo, "--from", "dsa-sor", "-o", str(out))
    assert result.exit_code == 0
    assert "300 rows read" in result.stderr
    assert not result.stdout
    assert out.read_bytes().count(b"\n") == 301


def test_the_result_as_json(demo: str, tmp_path: Path) -> None:
    result = call(demo, "--from", "dsa-sor", "-o", str(tmp_path / "o.parquet"), "--format", "json")
    assert json.loads(result.stdout)["written"] == 300


def test_faults_end_with_1_and_show_no_value(demo: str, tmp_path: Path) -> None:
    text = next(Path(demo).iterdir()).read_text(encoding="utf-8")
    path = tmp_path / "in.csv"
    path.write_text(text + "secret,row\n", encoding="utf-8")
    result = call(str(path), "--from", "dsa-sor", "-o", str(tmp_path / "o.jsonl"))
    assert result.exit_code == 1
    assert "skipped 1" in result.stderr
    assert "secret" not in result.stderr


def test_standard_input_and_output(demo: str) -> None:
    data = sorted(Path(demo).iterdir())[0].read_bytes()
    result = call("-", "--from", "dsa-sor", "-o", "-", stdin=data)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 61


@pytest.mark.parametrize("arguments", [("--from", "nothing"), ("--from", "dsa-sor")])
def test_wrong_use_is_a_user_error(arguments: Sequence[str], tmp_path: Path) -> None:
    result = call("missing.csv", *arguments, "-o", str(tmp_path / "o.jsonl"))
    assert isinstance(result.exception, UserError)
    assert not list(tmp_path.iterdir())
