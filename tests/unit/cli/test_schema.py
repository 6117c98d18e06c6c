import json

from typer.testing import CliRunner

from harmscope.cli.app import app

RUN = CliRunner()


def test_kinds_are_listed() -> None:
    assert "incident@1.0" in RUN.invoke(app, ["schema", "list"]).stdout
    rows = json.loads(RUN.invoke(app, ["schema", "list", "--format", "json"]).stdout)["schemas"]
    assert {"kind": "dsa-sor", "version": "2", "released": False} in rows


def test_a_schema_is_printed_as_it_lies_there() -> None:
    shown = json.loads(RUN.invoke(app, ["schema", "show", "notice@1.0"]).stdout)
    assert shown["$id"] == "urn:harmscope:schema:notice:1.0"


def test_check_is_silent_where_all_is_current() -> None:
    done = RUN.invoke(app, ["schema", "check"])
    assert (done.exit_code, done.stdout) == (0, "")
