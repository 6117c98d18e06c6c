from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from harmscope.cli.reports import diff
from harmscope.reading import read, write_published

ROWS = """app,policy_area,metric,period,value
Photos,Spam,Content Actioned,2022Q1,"3,100"
Photos,Spam,Content Actioned,2022Q2,"{}"
"""


@pytest.fixture
def editions(tmp_path: Path) -> list[str]:
    for name, value in (("old", "4,200"), ("new", "4,300")):
        (tmp_path / "m.csv").write_text(ROWS.format(value))
        write_published(read([tmp_path / "m.csv"], "meta-cser"), tmp_path / f"{name}.json")
    return [str(tmp_path / "old.json"), str(tmp_path / "new.json")]


def run(*words: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(diff)
    result = CliRunner().invoke(app, words)
    return result.exit_code, result.stdout


@pytest.mark.parametrize(
    ("form", "start"),
    [("text", "changed "), ("json", "{"), ("csv", "kind,"), ("html", "<!doctype html>")],
)
def test_a_restated_figure_gives_exit_code_1(editions: list[str], form: str, start: str) -> None:
    code, out = run(*editions, "--format", form)
    assert (code, out.startswith(start)) == (1, True)


def test_equal_editions_give_exit_code_0(editions: list[str]) -> None:
    code, out = run(editions[0], editions[0])
    assert (code, out) == (0, "0 changed, 0 dropped, 0 added; 2 figures are equal\n")
