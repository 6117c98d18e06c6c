"""What is planted in the examples, names and addresses of people above all, turns up nowhere."""

import json
import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app

EXAMPLES = Path(__file__).parents[2] / "examples" / "importers"
FOLDERS = sorted(path.parent.name for path in EXAMPLES.glob("*/EXPECT.toml"))

PLANTED = re.compile(
    "|".join(
        (
            r"planted",  # texts, handles, addresses, names
            r"moderator@",
            r"@mail\.example",
            r"203\.0\.113\.",
            r"did:plc:",
            r"at://",
            r"https?://[a-z.]*example",
            r"\.planted\.example",
        )
    ),
    re.IGNORECASE,
)


def run(*args):
    result = CliRunner().invoke(app, [str(arg) for arg in args])
    assert result.exit_code in (0, 1), result.output
    return result.output


def text_of(path):
    if not zipfile.is_zipfile(path):
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as workbook:
        return "".join(workbook.read(name).decode("utf-8") for name in workbook.namelist())


def imported(name, target, *more):
    expect = tomllib.loads((EXAMPLES / name / "EXPECT.toml").read_text())
    options = ["--from", expect["from"], "-o", target, *more]
    if "mapping" in expect:
        options += ["--mapping", EXAMPLES / name / expect["mapping"]]
    return expect, run("import", EXAMPLES / name / "raw", *options)


@pytest.mark.parametrize("name", FOLDERS)
def test_something_is_planted(name):
    texts = [path.read_text(encoding="latin-1") for path in (EXAMPLES / name / "raw").iterdir()]
    assert any(PLANTED.search(text) for text in texts)


@pytest.mark.parametrize("name", FOLDERS)
def test_nothing_planted_comes_out(name, tmp_path):
    records = tmp_path / "records.jsonl"
    expect, said = imported(name, records)
    said += run("validate", records, "--clock", "2026-11-23")
    options = ["--profile", "core", "--period", expect["period"], "--service", expect["from"]]
    said += run("report", records, *options, "--clock", "2026-11-23", "-o", tmp_path / "report")
    written = [records, *(path for path in (tmp_path / "report").rglob("*") if path.is_file())]
    assert not PLANTED.search(said.replace(str(tmp_path), ""))
    for path in written:
        assert not PLANTED.search(text_of(path)), path.name


@pytest.mark.parametrize("name", ["ozone", "mastodon", "coop", "lemmy", "coral"])
def test_texts_are_kept_where_they_are_asked_for(name, tmp_path):
    imported(name, tmp_path / "records.jsonl", "--keep-text")
    lines = (tmp_path / "records.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [record["text"] for record in map(json.loads, lines) if "text" in record]
    assert texts
    assert not any("text" in record for record in map(json.loads, lines) if "incident_id" in record)


@pytest.mark.parametrize("name", FOLDERS)
def test_identifiers_of_accounts_are_keyed_hashes(name, tmp_path):
    imported(name, tmp_path / "records.jsonl")
    lines = (tmp_path / "records.jsonl").read_text(encoding="utf-8").splitlines()
    for record in map(json.loads, lines[1:]):
        for key in ("reporter_key", "subject_key"):
            assert re.fullmatch("[0-9a-f]{32}", record.get(key, "0" * 32))
