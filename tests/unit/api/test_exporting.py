"""``hs.export``: one function for every form, and what it gives."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import harmscope as hs
from harmscope.cli.app import app

RECORDS = Path(__file__).parents[3] / "examples" / "platform-export" / "records.jsonl"
DAY = "2026-11-30"


def test_a_database_is_counted_by_its_tables(tmp_path):
    made = hs.export(RECORDS, "sqlite", tmp_path / "r.sqlite", clock=DAY)
    assert made.ok
    frame = made.to_pandas().set_index(["what", "name"])["count"]
    assert frame["records", "incident"] == frame["tables", "incident"] == 348
    assert "r.sqlite:" in str(made)
    assert "348 incidents" in str(made)
    [written] = made.write(tmp_path / "counts.json")
    assert json.loads(written.read_text()) == made.to_dict()


def test_the_command_prints_what_the_function_gives(tmp_path):
    options = ["--to", "duckdb", "-o", str(tmp_path / "a.duckdb"), "--clock", DAY]
    done = CliRunner().invoke(app, ["export", str(RECORDS), *options, "--format", "json"])
    assert done.exit_code == 0
    made = hs.export(RECORDS, "duckdb", tmp_path / "b.duckdb", clock=DAY)
    assert json.loads(done.stdout) == made.to_dict()
    again = CliRunner().invoke(app, ["export", str(RECORDS), *options])
    assert "the file exists" in str(again.exception)


def test_statements_and_public_data_come_through_the_same_function(tmp_path):
    made = hs.export(RECORDS, "public", tmp_path / "public.jsonl", clock=DAY)
    assert made.to_dict()["written"] == made.done.written
    assert "records read" in str(made)
    sent = hs.export(RECORDS, "dsa-sor", tmp_path / "out.json", clock=DAY)
    assert not sent.ok
    assert sent.table().head == ["what", "name", "count"]
    assert "statements written" in str(sent)


@pytest.mark.parametrize(
    ("form", "given", "place"),
    [
        ("public", {"fill": "x.toml"}, "--fill"),
        ("sqlite", {"fill": "x.toml"}, "--fill"),
        ("dsa-sor", {"keep_text": True}, "--keep-text"),
        ("public", {"memory_limit": "2GB"}, "--memory-limit"),
        ("nothing", {}, "--to"),
    ],
)
def test_an_option_without_a_use_is_refused(form, given, place, tmp_path):
    with pytest.raises(hs.UserError, match=place):
        hs.export(RECORDS, form, tmp_path / "x", **given)


def test_the_memory_limit_is_kept(tmp_path):
    with pytest.raises(hs.UserError, match="too small"):
        hs.export(RECORDS, "sqlite", tmp_path / "x.sqlite", memory_limit="10MB")
    assert hs.export(RECORDS, "sqlite", tmp_path / "x.sqlite", memory_limit="1GB").ok
