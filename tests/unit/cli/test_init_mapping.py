import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app
from harmscope.errors import UserError


def run(*args):
    return CliRunner().invoke(app, ["init-mapping", *map(str, args)])


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,closed\n1,2026-01-02\n")
    return path


def test_a_draft_goes_to_standard_output(table):
    result = run(table)
    assert result.exit_code == 0
    assert 'closed = "decision.decided_at"' in result.stdout


def test_a_file_is_never_overwritten(table, tmp_path):
    target = tmp_path / "m.toml"
    assert run(table, "-o", target).exit_code == 0
    before = target.read_text()
    assert isinstance(run(table, "-o", target).exception, UserError)
    assert target.read_text() == before


def test_an_empty_draft_for_a_system():
    assert "[policies]" in run("--from", "coop").stdout


def test_nothing_named_is_wrong_use():
    assert isinstance(run().exception, UserError)
