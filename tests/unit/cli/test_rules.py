import json

from typer.testing import CliRunner

from harmscope.cli.app import app
from harmscope.rules import CATALOGUE

RUN = CliRunner()


def test_every_rule_is_listed() -> None:
    done = RUN.invoke(app, ["rules"])
    assert done.stdout.count("\n") == len(CATALOGUE)
    assert len(CATALOGUE) >= 60


def test_one_rule_by_code_or_slug() -> None:
    by_code = RUN.invoke(app, ["rules", "HS102"]).stdout
    assert by_code == RUN.invoke(app, ["rules", "decision_before_content"]).stdout
    assert by_code.startswith("HS102 decision_before_content")


def test_json() -> None:
    rules = json.loads(RUN.invoke(app, ["rules", "--format", "json"]).stdout)["rules"]
    assert [rule["code"] for rule in rules] == list(CATALOGUE)
    assert json.loads(RUN.invoke(app, ["rules", "HS102", "--format", "json"]).stdout)["fix"]
