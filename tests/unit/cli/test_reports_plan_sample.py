"""``harmscope plan-sample``."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from harmscope.cli.reports import plan_sample

app = typer.Typer()
app.command()(plan_sample)


@pytest.fixture
def strata(tmp_path: Path) -> str:
    path = tmp_path / "strata.csv"
    path.write_text("stratum,weight,rate\na,0.9,0.001\nb,0.1,0.05\n", encoding="utf-8")
    return str(path)


def test_text_and_json_say_the_same(strata: str) -> None:
    text = CliRunner().invoke(app, [strata, "--size", "500"])
    made = CliRunner().invoke(app, [strata, "--size", "500", "--format", "json"])
    plan = json.loads(made.stdout)
    assert sum(one["size"] for one in plan["strata"]) == 500
    assert f"{plan['deviation']:.4%}" in text.stdout
