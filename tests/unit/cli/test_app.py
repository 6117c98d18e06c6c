""""""

from pathlib import Path

from typer.testing import CliRunner

from harmscope.cli.app import app
from harmscope.errors import UserError


def test_it_ends_with_the_paths_of_what_it_made(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["demo", "--out", str(tmp_path / "out")])
    assert done.exit_code == 0
    last = [line for line in done.output.splitlines() if line.endswith("report.html")]
    assert Path(last[0]).is_file()


def test_a_folder_that_cannot_be_written_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = CliRunner().invoke(app, ["demo", "--out", str(tmp_path / "file" / "below")])
    assert isinstance(done.exception, UserError)


def test_version() -> None:
    done = CliRunner().invoke(app, ["--version"])
    assert done.exit_code == 0
    assert done.output.startswith("harmscope ")


def test_no_command_shows_the_help_and_is_wrong_use() -> None:
    done = CliRunner().invoke(app, [])
    assert done.exit_code == 2
    assert "From a log to a report:\n  demo" in done.output
