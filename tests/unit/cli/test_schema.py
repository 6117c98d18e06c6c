import json

import pytest
from typer.testing import CliRunner

from harmscope import schemagen
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


def test_kinds_are_listed() -> None:
    assert "incident@1.0" in RUN.invoke(app, ["schema", "list"]).stdout
    rows = json.loads(RUN.invoke(app, ["schema", "list", "--format", "json"]).stdout)["schemas"]
    found = {(row["kind"], row["version"]): (row["newest"], row["released"]) for row in rows}
    assert found["dataset", "1.0"] == (False, True)
    assert found["dsa-sor", "2"][0]


def test_a_schema_is_printed_as_it_lies_there() -> None:
    shown = json.loads(RUN.invoke(app, ["schema", "show", "notice@1.0"]).stdout)
    assert shown["$id"] == "urn:harmscope:schema:notice:1.0"


def test_check_is_silent_where_all_is_current() -> None:
    done = RUN.invoke(app, ["schema", "check"])
    assert (done.exit_code, done.stdout) == (0, "")


def test_what_changed_is_shown_with_its_effect() -> None:
    args = ["schema", "diff", "dataset@1.0", "dataset@1.1"]
    assert "narrower  not_recorded.*.part: code removed: times" in RUN.invoke(app, args).stdout
    found = json.loads(RUN.invoke(app, [*args, "--format", "json"]).stdout)["differences"]
    assert {"wider", "narrower"} == {each["effect"] for each in found}


def test_schemas_are_written_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def write(*, release: bool) -> list[str]:
        asked.append(release)
        return ["incident/1.0/schema.json"]

    monkeypatch.setattr(schemagen, "write", write)
    done = RUN.invoke(app, ["schema", "write", "--release"])
    assert (done.stdout, asked) == ("wrote schemas/incident/1.0/schema.json\n", [True])
