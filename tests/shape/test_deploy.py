"""The unit for systemd starts the server with options that there are."""

import configparser
import shlex
from pathlib import Path

import typer

from harmscope.cli.app import app


def test_the_unit_names_options_of_the_command_and_leaves_time_to_stop(root: Path) -> None:
    unit = configparser.ConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(root / "deploy" / "harmscope.service", encoding="utf-8")
    service = unit["Service"]
    program, command, *words = shlex.split(service["ExecStart"])
    assert (program.rpartition("/")[2], command) == ("harmscope", "serve")
    known = typer.main.get_command(app).commands["serve"].params
    options = {name for one in known for name in (*one.opts, *one.secondary_opts)}
    used = [word for word in words if word.startswith("--")]
    assert "--accounts" in used
    assert set(used) <= options
    assert int(service["TimeoutStopSec"]) > 20
    assert service["DynamicUser"] == "yes"


def test_the_page_names_options_of_the_command(root: Path) -> None:
    page = (root / "docs" / "server.md").read_text(encoding="utf-8")
    known = typer.main.get_command(app).commands["serve"].params
    options = {name for one in known for name in (*one.opts, *one.secondary_opts)}
    table = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `--")]
    assert len(table) >= 7
    assert set(table) <= options
