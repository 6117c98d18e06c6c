"""A German table goes through init-mapping, two edits, and comes out as a right report."""

import csv
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app

HERE = Path(__file__).parents[2] / "examples" / "importers" / "home-made"
EDITS = (('zone = "UTC"', 'zone = "Europe/Berlin"'), ('"refuse"', '"earlier"'))


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def drafted(path):
    result = run("init-mapping", HERE / "raw", "-o", path)
    assert result.exit_code == 0, result.output
    return path.read_text(encoding="utf-8")


def imported(tmp_path, mapping):
    target = tmp_path / "records.jsonl"
    result = run("import", HERE / "raw", "-o", target, "--from", "mapping", "--mapping", mapping)
    records = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    return result, {record.get("notice_id"): record for record in records[1:]}


def test_the_draft_and_two_edits_are_the_mapping(tmp_path):
    text = drafted(tmp_path / "mapping.toml")
    for old, new in EDITS:
        assert text.count(old) == 1
        text = text.replace(old, new)
    assert text == (HERE / "mapping.toml").read_text(encoding="utf-8")


def test_every_guess_is_said(tmp_path):
    lines = drafted(tmp_path / "mapping.toml").splitlines()
    start, end = lines.index("[columns]"), lines.index("[times]")
    guesses = [place for place in range(start + 1, end) if re.match(r'["\w]', lines[place])]
    assert len(guesses) == 13
    assert all(lines[place - 1].startswith("# ") for place in guesses)


def test_times_are_right_on_both_sides_of_the_change(tmp_path):
    _, notices = imported(tmp_path, HERE / "mapping.toml")
    assert notices["rows-1001"]["received_at"] == "2025-10-24T07:15:00Z"
    assert notices["rows-1002"]["received_at"] == "2025-10-25T18:00:00Z"
    assert notices["rows-1002"]["decided_at"] == "2025-10-26T11:00:00Z"
    assert notices["rows-1003"]["received_at"] == "2025-10-26T00:30:00Z"
    assert notices["rows-1004"]["received_at"] == "2025-10-27T06:00:00Z"


def test_the_repeated_hour_is_refused_until_it_is_said_which(tmp_path):
    text = (HERE / "mapping.toml").read_text(encoding="utf-8").replace('"earlier"', '"refuse"')
    (tmp_path / "mapping.toml").write_text(text, encoding="utf-8")
    result, notices = imported(tmp_path, tmp_path / "mapping.toml")
    assert result.exit_code == 1
    assert "IM007" in result.output
    assert "rows-1003" not in notices


@pytest.mark.parametrize(("zone", "received"), [("Europe/Berlin", "5"), ("UTC", "6")])
def test_the_report_counts_days_in_the_zone_asked_for(tmp_path, zone, received):
    imported(tmp_path, HERE / "mapping.toml")
    options = ["--profile", "core", "--period", "2025-10", "--service", "mapping", "--tz", zone]
    result = run(
        "report",
        tmp_path / "records.jsonl",
        *options,
        "--clock",
        "2026-11-23",
        "-o",
        tmp_path / "out",
    )
    assert result.exit_code == 0, result.output
    with (tmp_path / "out" / "figures.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["panel"] == "totals"]
    assert {row["metric"]: row["value"] for row in rows}["notices.received"] == received
