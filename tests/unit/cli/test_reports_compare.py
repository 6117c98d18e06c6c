import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from harmscope.cli.reports import compare
from harmscope.reading import read, write_published

ROWS = """app,policy_area,metric,period,value
Photos,Spam,Content Actioned,2022Q2,"3,100"
Videos,Spam,Content Actioned,2022Q2,"4,200"
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    source = tmp_path / "m.csv"
    source.write_text(ROWS)
    write_published(read([source], "meta-cser"), tmp_path / "m.json")
    return tmp_path / "m.json"


def run(*words: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(compare)
    result = CliRunner().invoke(app, words)
    return result.exit_code, result.stdout


def test_prints_verdicts(report: Path) -> None:
    code, out = run(str(report))
    assert code == 0
    assert "Photos and Videos: comparable with care" in out


def test_json_is_the_document(report: Path) -> None:
    _, out = run(str(report), "--format", "json", "--metric", "items", "--questions", "garm-amr")
    assert json.loads(out)["services"] == ["Photos", "Videos"]


def test_writes_a_page(report: Path) -> None:
    code, out = run(str(report), "-o", str(report.with_suffix(".html")))
    assert (code, out) == (0, "")
    assert report.with_suffix(".html").read_text().startswith("<!doctype html>")
