"""``harmscope init-declared``."""

import tomllib
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from harmscope.cli.reports import init_declared
from harmscope.errors import UserError

app = typer.Typer()
app.command()(init_declared)


def test_it_writes_the_file_once(tmp_path: Path) -> None:
    path = tmp_path / "declared.toml"
    asked = ["--profile", "dsa-harmonised", "--service", "Lanternfish", "-o", str(path)]
    assert CliRunner().invoke(app, asked).exit_code == 0
    assert tomllib.loads(path.read_text(encoding="utf-8"))["service"] == "Lanternfish"
    with pytest.raises(UserError, match="already"):
        CliRunner().invoke(app, asked, catch_exceptions=False)
