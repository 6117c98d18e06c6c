"""``harmscope init-declared``."""

import tomllib
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from harmscope.cli.init_declared import command
from harmscope.errors import UserError

app = typer.Typer()
app.command()(command)


def test_it_writes_the_file_once(tmp_path: Path) -> None:
    path = tmp_path / "declared.toml"
    asked = ["--profile", "dsa-harmonised", "--service", "Lanternfish", "-o", str(path)]
    assert CliRunner().invoke(app, asked).exit_code == 0
    assert tomllib.loads(path.read_text(encoding="utf-8"))["service"] == "Lanternfish"
    with pytest.raises(UserError, match="already"):
        CliRunner().invoke(app, asked, catch_exceptions=False)
