"""A home-made log goes from ``init-mapping`` to a report on the EU's template that the product's
own check passes, and to the figures of the 48 hours; no column is touched outside the product."""

import csv
import json
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app
from tests.e2e.home_made_log import write_log

PERIOD = ["--period", "2026-H2", "--service", "Plauderecke", "--tz", "Europe/Berlin"]
CLOCK = ["--clock", "2027-01-15"]
# What no table can say: where the clerks' clocks stand, and which kind of such images is meant.
EDITS = (
    ('zone = "UTC"', 'zone = "Europe/Berlin"'),
    ('ohne Einwilligung" = "ncii"', 'ohne Einwilligung" = "ncii.authentic"'),
)
HEADER = {
    '# service = "My service"': 'service = "Plauderecke"',
    "# jurisdictions": "jurisdictions",
    "# period = { start = 2026-01-01, end = 2026-03-31 }": (
        "period = { start = 2026-07-01, end = 2026-12-31 }"
    ),
    **{
        f'#   "{code}"': f'    "{code}"'
        for code in (
            *("visibility_restrictions", "account_restrictions", "user_flags", "legal_notices"),
            *("removal_requests", "internal_complaints"),
        )
    },
}


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def done(*args):
    result = run(*args)
    assert result.exit_code == 0, result.output
    return result


def edited(path, edits):
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """The log, imported: its folder, what a careful clerk counts in it, and its records."""
    folder = tmp_path_factory.mktemp("log")
    (folder / "raw").mkdir()
    counts = write_log(folder / "raw")
    mapping, header, records = folder / "m.toml", folder / "d.toml", folder / "r.jsonl"
    done("init-mapping", folder / "raw", "-o", mapping)
    edited(mapping, EDITS)
    done("init-dataset", "-o", header)
    edited(header, HEADER.items())
    options = ["--mapping", mapping, "--dataset", header, "--key-file", folder / "key"]
    result = done("import", folder / "raw", "--from", "mapping", *options, "-o", records)
    return SimpleNamespace(folder=folder, counts=counts, records=records, said=result.stderr)


def test_every_row_is_part_of_a_record(log):
    assert f"{300 + log.counts['appeals']} rows are part of a record" in log.said
    assert "error" not in log.said
    assert "warning" not in log.said


def test_no_record_is_refused(log):
    assert "valid: " in done("validate", log.records).stdout


def test_what_no_column_feeds_is_not_recorded(log):
    with log.records.open(encoding="utf-8") as file:
        head = json.loads(next(file))
    parts = {gap["part"] for gap in head["not_recorded"]}
    assert parts == {
        *("reach", "depicted", "consent", "generation", "provenance", "territory", "orders"),
        "exposure",
    }
    assert head["period"] == {"start": "2026-07-01", "end": "2026-12-31"}


def figures(log, profile):
    folder = log.folder / profile
    if not folder.exists():
        done("report", log.records, "--profile", profile, *PERIOD, *CLOCK, "-o", folder)
    with (folder / "figures.csv").open(encoding="utf-8-sig") as file:
        return {(row["panel"], row["metric"]): row for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    ("metric", "count"),
    [
        ("notices.received", "notices"),
        ("decisions.restricting", "restricting"),
        ("items.actioned", "removed"),
        ("appeals.filed", "appeals"),
        ("decisions.reversed", "granted"),
    ],
)
def test_the_report_counts_what_a_careful_clerk_counts(log, metric, count):
    row = figures(log, "core")["totals", metric]
    assert (row["value"], row["status"]) == (str(log.counts[count]), "exact")


def test_the_48_hours_are_counted_where_their_law_holds(log):
    found = figures(log, "synthetic-media")
    met = found["limit-states", "requests.limit_met"]
    assert met["dimension.clock"] == "us-take-it-down"
    assert int(met["value"]) == log.counts["in_time"]
    late = int(found["limit-states", "requests.limit_late"]["value"])
    assert late == log.counts["requests"] - log.counts["in_time"]


def test_the_official_report_passes_the_products_own_check(log):
    folder = log.folder / "dsa-harmonised"
    options = ["--profile", "dsa-harmonised", *PERIOD, *CLOCK]
    said = done("report", log.records, *options, "-o", folder).stderr
    assert f"Spam {log.counts['spam_legal']}." in said
    assert "error" not in run("validate", "--kind", "dsa-report", folder / "dsa").stdout
    with (folder / "dsa" / "4_notices.csv").open(encoding="utf-8-sig") as file:
        assert str(log.counts["legal"]) in file.read()
