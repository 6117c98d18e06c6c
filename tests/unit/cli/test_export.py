import json

from typer.testing import CliRunner

from harmscope.cli.app import app
from harmscope.errors import UserError


def test_an_unknown_form_is_wrong_use(tmp_path):
    options = ["--to", "nothing", "-o", str(tmp_path / "x.json")]
    result = CliRunner().invoke(app, ["export", str(tmp_path), *options])
    assert isinstance(result.exception, UserError)


def test_nothing_missing_is_a_clean_end(tmp_path):
    (tmp_path / "r.jsonl").write_text('{"record": "dataset"}\n')
    options = ["--to", "dsa-sor", "-o", str(tmp_path / "x.json")]
    result = CliRunner().invoke(app, ["export", str(tmp_path / "r.jsonl"), *options])
    assert result.exit_code == 0
    assert "0 statements written" in result.output


def test_records_are_made_public(tmp_path, header, notice, write_records):
    source = write_records(header(), *(notice(f"n{number}") for number in range(10)))
    out = tmp_path / "public.jsonl"
    options = ["--to", "public", "-o", str(out), "--format", "json"]
    result = CliRunner().invoke(app, ["export", str(source), *options])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["written"] == 10
    assert out.read_text(encoding="utf-8").count('"notice_id"') == 10
