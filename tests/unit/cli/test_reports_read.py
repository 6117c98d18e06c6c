import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from harmscope.cli.reports import read
from harmscope.errors import UserError

ROWS = "app,policy_area,metric,period,value\nPhotos,Spam,Content Actioned,2022Q1,{}\n"


def run(*words: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(read)
    result = CliRunner().invoke(app, words)
    return result.exit_code, result.stdout


def test_writes_the_report_and_says_what_it_read(tmp_path: Path) -> None:
    source = tmp_path / "m.csv"
    source.write_text(ROWS.format("5"))
    code, out = run(str(source), "--from", "meta-cser", "-o", str(tmp_path / "m.json"))
    assert (code, out) == (0, "1 figure (1 exact)\n")
    assert json.loads((tmp_path / "m.json").read_text())["record"] == "published"


def test_an_unread_cell_gives_exit_code_1(tmp_path: Path) -> None:
    source = tmp_path / "m.csv"
    source.write_text(ROWS.format("many"))
    code, out = run(str(source), "--from", "meta-cser", "--format", "json")
    assert code == 1
    assert json.loads(out)["counts"] == {"RD010": 1}


def test_keeps_it_in_a_library(tmp_path: Path) -> None:
    source = tmp_path / "m.csv"
    source.write_text(ROWS.format("5"))
    code, _ = run(str(source), "--from", "meta-cser", "--into", str(tmp_path / "library"))
    assert code == 0
    assert len(list((tmp_path / "library").rglob("*.json"))) == 1


def test_what_files_were_taken_for_is_said_whether_they_can_be_read_or_not(tmp_path: Path) -> None:
    source = tmp_path / "m.csv"
    source.write_text(ROWS.format("5"))
    app = typer.Typer()
    app.command()(read)
    found = CliRunner().invoke(app, [str(source)])
    assert found.exit_code == 0
    assert "m.csv: taken for Meta's enforcement figures (--from meta-cser)" in found.stderr
    source.write_text(ROWS.format("5").replace("2022Q1", "2022Q1\x00"))
    broken = CliRunner().invoke(app, [str(source), "--service", "none-such"])
    assert isinstance(broken.exception, UserError)
    assert "taken for Meta's" in broken.stderr
