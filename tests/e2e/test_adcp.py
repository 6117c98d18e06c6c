"""Validated deliveries answer the second question of the report for advertisers."""

import json

from typer.testing import CliRunner

from harmscope.cli.app import app

RESULTS = [
    {
        "record_id": f"imp_{number}",
        "verdict": "fail" if number % 20 == 0 else "pass",
        "features": [
            {
                "feature_id": "brand_suitability",
                "status": "failed" if number % 20 == 0 else "passed",
                "value": "high_risk" if number % 40 == 0 else "floor",
            }
        ],
    }
    for number in range(200)
]
SUMMARY = {"total_records": 200, "passed_records": 190, "failed_records": 10}
MAPPING = """\
mapping = "1.0"
from = "adcp"
[sample]
design = "simple"
policies = "Standards of one advertiser, edition 2"
"""
HEADER = """\
service = "Lanternfish"
period = { start = 2026-01-01, end = 2026-01-31 }
"""


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def test_advertisements_beside_unsuitable_content(tmp_path):
    request = {
        "standards_id": "acme_safety",
        "records": [
            {
                "record_id": one["record_id"],
                "timestamp": f"2026-01-{1 + place % 28:02d}T10:00:00Z",
                "artifact": {"assets": [{"type": "text", "content": "A paper boat"}]},
            }
            for place, one in enumerate(RESULTS)
        ],
    }
    source = tmp_path / "validations"
    source.mkdir()
    (source / "request.json").write_text(json.dumps(request), encoding="utf-8")
    answer = {"summary": SUMMARY, "results": RESULTS}
    (source / "response.json").write_text(json.dumps(answer, indent=1), encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "dataset.toml").write_text(HEADER, encoding="utf-8")
    records = tmp_path / "records.jsonl"
    options = ["--mapping", tmp_path / "mapping.toml", "--dataset", tmp_path / "dataset.toml"]
    result = run("import", source, "--from", "adcp", *options, "-o", records, "--format", "json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["read"] == 400
    assert "paper boat" not in records.read_text(encoding="utf-8")
    assert run("validate", records, "--clock", "2026-07-10").exit_code == 0
    asked = ["--profile", "garm-amr", "--period", "2026-01", "--service", "Lanternfish"]
    out = tmp_path / "report"
    result = run("report", records, *asked, "--clock", "2026-07-10", "-o", out)
    assert result.exit_code == 0, result.output
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    figures = {
        (one.get("dimensions") or {}).get("tier", ""): one
        for section in report["sections"]
        for panel in section["panels"]
        if panel["id"] == "adjacency"
        for one in panel["figures"]
    }
    assert {tier: one["numerator"] for tier, one in figures.items()} == {
        "": 10,
        "floor": 5,
        "high": 5,
    }
    assert figures[""]["value"] == 0.05
    assert figures[""]["interval"]["method"] == "Clopper-Pearson"
