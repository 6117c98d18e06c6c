from typer.testing import CliRunner

from harmscope.cli.app import app


def test_version() -> None:
    done = CliRunner().invoke(app, ["--version"])
    assert done.exit_code == 0
    assert done.output.startswith("harmscope ")


def test_no_command_shows_the_help_and_is_wrong_use() -> None:
    done = CliRunner().invoke(app, [])
    assert done.exit_code == 2
    assert "Commands" in done.output
