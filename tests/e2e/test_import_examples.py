"""Every example of an importer, all the way: import, validate, report; against hand counts."""

import csv
import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app

EXAMPLES = Path(__file__).parents[2] / "examples" / "importers"
FOLDERS = sorted(path.parent.name for path in EXAMPLES.glob("*/EXPECT.toml"))
CLOCK = ("--clock", "2026-11-23")


def expected(name):
    return tomllib.loads((EXAMPLES / name / "EXPECT.toml").read_text())


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.fixture(scope="module", params=FOLDERS)
def example(request, tmp_path_factory):
    """Name, expectation, summary and records of an example, imported once."""
    name = request.param
    expect = expected(name)
    target = tmp_path_factory.mktemp(name) / "records.jsonl"
    options = ["--from", expect["from"], "-o", target, "--format", "json"]
    if "mapping" in expect:
        options += ["--mapping", EXAMPLES / name / expect["mapping"]]
    result = run("import", EXAMPLES / name / "raw", *options)
    assert result.exit_code == 0, result.output
    lines = target.read_text(encoding="utf-8").splitlines()
    return name, expect, json.loads(result.stdout), [json.loads(line) for line in lines], target


def of_kind(records, kind):
    return [record for record in records if record["record"] == kind]


def test_rows_are_counted(example):
    _, expect, summary, _, _ = example
    assert summary["read"] == expect["rows"]["read"]
    assert sum(summary["skipped"].values()) == expect["rows"]["skipped"]
    assert summary["read"] == summary["written"] + expect["rows"]["skipped"]


def test_findings_are_those_expected(example):
    _, expect, summary, _, _ = example
    assert summary["findings"] == expect["findings"]


def test_records_are_counted(example):
    _, expect, _, records, _ = example
    found = {kind: len(of_kind(records, kind.removesuffix("s"))) for kind in expect["records"]}
    assert found == expect["records"]


def test_notices_by_outcome(example):
    _, expect, _, records, _ = example
    assert Counter(one["outcome"] for one in of_kind(records, "notice")) == expect["notices"]


def test_decisions_by_kind(example):
    _, expect, _, records, _ = example
    found = Counter()
    for incident in of_kind(records, "incident"):
        for decision in incident.get("decisions", []):
            if "reverses" in decision:
                found[f"reversed_{decision['reverses']['cause']}"] += 1
            else:
                found["restricting" if "actions" in decision else "no_action"] += 1
    assert found == expect["decisions"]


def test_appeals_by_outcome(example):
    _, expect, _, records, _ = example
    appeals = [
        one for incident in of_kind(records, "incident") for one in incident.get("appeals", [])
    ]
    assert Counter(appeal["outcome"] for appeal in appeals) == expect["appeals"]


def test_ids_tie_notices_and_incidents_together(example):
    *_, records, _ = example
    notices = {one["notice_id"]: one for one in of_kind(records, "notice")}
    incidents = {one["incident_id"]: one for one in of_kind(records, "incident")}
    assert len(notices) + len(incidents) == len(records) - 1
    forward = {(n, i) for n, one in notices.items() for i in one.get("incident_ids", [])}
    backward = {(n, i) for i, one in incidents.items() for n in one.get("notice_ids", [])}
    assert forward == backward


def test_records_are_valid(example):
    *_, target = example
    result = run("validate", target, *CLOCK)
    assert result.exit_code == 0, result.output


def test_the_report_has_the_numbers_counted_by_hand(example, tmp_path):
    _, expect, _, _, target = example
    options = ["--profile", "core", "--period", expect["period"], "--service", expect["from"]]
    options += ["--tz", expect.get("zone", "UTC")]
    result = run("report", target, *options, *CLOCK, "-o", tmp_path / "report")
    assert result.exit_code == 0, result.output
    assert totals(tmp_path / "report", expect["figures"]) == expect["figures"]


def totals(folder, metrics):
    """Figures without a split, by metric, of those asked for."""
    with (folder / "figures.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    return {
        row["metric"]: int(row["value"])
        for row in rows
        if row["metric"] in metrics and row["panel"] == "totals"
    }
