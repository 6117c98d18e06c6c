"""The example of authorised synthetic media: no finding, and the share of flags on it."""

import json
from pathlib import Path

from typer.testing import CliRunner

from harmscope.cli.app import app

RECORDS = Path(__file__).parents[2] / "examples" / "authorised-media" / "records.jsonl"


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def test_what_is_no_harm_gives_no_finding():
    result = run("validate", RECORDS, "--clock", "2026-07-10")
    assert result.exit_code == 0
    assert "no findings" in result.output


def test_the_report_says_how_many_flags_were_authorised(tmp_path):
    options = ["--profile", "synthetic-media", "--period", "2026-Q2", "--service", "Lanternfish"]
    result = run("report", RECORDS, *options, "--clock", "2026-07-10", "-o", tmp_path)
    assert result.exit_code == 0, result.output
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    section = next(one for one in report["sections"] if one["id"] == "authorised")
    found = {
        (one["metric"], *(one.get("dimensions") or {}).values()): (one["value"], one["status"])
        for panel in section["panels"]
        for one in panel["figures"]
    }
    assert found["synthetic.reviewed",] == (4, "exact")
    assert found["synthetic.found_authorised",] == (2, "exact")
    assert found["synthetic.authorised_share",] == (0.5, "exact")
    assert found["synthetic.found_no_harm", "protected_use"] == (1, "exact")
    assert ("synthetic.found_no_harm", "not_stated") not in found
    assert found["synthetic.consented",] == (1, "exact")
    assert found["synthetic.licensed",] == (1, "exact")
