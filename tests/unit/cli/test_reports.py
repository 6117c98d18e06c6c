"""``harmscope report``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from harmscope.cli.reports import report
from harmscope.errors import UserError

app = typer.Typer()
app.command()(report)

Make = Callable[..., dict[str, Any]]
ASKED = ["--profile", "core", "--period", "2025-07", "--service", "all"]


def test_it_prints_what_it_wrote(
    tmp_path: Path, header: Make, incident: Make, write_records: Callable[..., Path]
) -> None:
    source = write_records(header(), incident())
    result = CliRunner().invoke(app, [str(source), *ASKED, "-o", str(tmp_path / "out")])
    assert result.exit_code == 0
    paths = [Path(line) for line in result.stdout.splitlines()]
    assert paths[0].name == "report.html"
    assert all(path.is_file() for path in paths)


def test_a_missing_file_is_the_users_error(tmp_path: Path) -> None:
    missing = [str(tmp_path / "none.jsonl"), *ASKED, "-o", str(tmp_path / "out")]
    with pytest.raises(UserError, match="no such file"):
        CliRunner().invoke(app, missing, catch_exceptions=False)
    assert not (tmp_path / "out").exists()


def test_period_profile_and_service_must_be_said(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["r.jsonl", "-o", str(tmp_path)]).exit_code == 2


def test_findings_go_to_the_error_output_and_are_no_failure(
    tmp_path: Path, header: Make, incident: Make, write_records: Callable[..., Path]
) -> None:
    gap = {"part": "appeals", "reason": "Our log keeps none."}
    source = write_records(header(not_recorded=[gap]), incident())
    result = CliRunner().invoke(app, [str(source), *ASKED, "-o", str(tmp_path / "out")])
    assert result.exit_code == 0
    (line,) = [one for one in result.stderr.splitlines() if "appeals" in one]
    assert line.startswith("not_recorded: 13 figures of appeals.decided, appeals.filed")
    assert "Our log" not in result.stderr
