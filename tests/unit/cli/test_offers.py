"""A name that is not known is answered with the nearest ones, on every command."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app
from harmscope.errors import UserError


def refused(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert isinstance(done.exception, UserError), done.output
    return str(done.exception)


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (("validate", "x.jsonl", "--kind", "dsa-rapport"), "did you mean dsa-report"),
        (("validate", "x.jsonl", "--select", "code_unlistd"), "did you mean code_unlisted"),
        (("validate", "x.jsonl", "--ignore", "HS0005"), "did you mean HS005"),
        (("validate", "x.jsonl", "--format", "jsn"), "did you mean json"),
        (("validate", "x.jsonl", "--ruleset", "strikt"), "did you mean strict"),
        (("validate", "x.jsonl", "--fail-on", "warnings"), "did you mean warning"),
        (("import", "x", "--from", "mastadon", "-o", "y.jsonl"), "did you mean mastodon"),
        (("read", "x", "--from", "dsa_raport"), "did you mean dsa-report"),
        (("export", "x", "--to", "dsa-sro", "-o", "y.json"), "did you mean dsa-sor"),
        (("migrate", "x", "--to", "datset@1.0", "-o", "y.jsonl"), "did you mean dataset@"),
        (("init-declared", "--profile", "dsa-harmonized", "-o", "y"), "did you mean dsa-harm"),
        (("init-mapping", "x", "--from", "lemy"), "did you mean lemmy"),
        (("taxonomy", "list", "gram"), "did you mean garm@"),
        (("taxonomy", "show", "ncii.synthetik"), "did you mean ncii.synthetic"),
        (("taxonomy", "export", "ozon"), "did you mean ozone@"),
        (("taxonomy", "map", "harm", "garm", "ncii.synthetik"), "did you mean ncii.synthetic"),
        (("schema", "show", "incidnt"), "did you mean incident@"),
        (("rules", "member_unknwon"), "did you mean member_unknown"),
    ],
)
def test_the_nearest_name_is_offered(arguments: tuple[str, ...], near: str) -> None:
    assert near in refused(*arguments)


def test_a_service_that_no_record_is_about(root: Path, tmp_path: Path) -> None:
    records = str(root / "examples" / "regulator-pool" / "quill.jsonl")
    options = ("--period", "2026-H1", "-o", str(tmp_path / "out"))
    said = refused("report", records, "--profile", "core", *options, "--service", "Quil")
    assert "did you mean Quill? use one of Quill, or give --service all" in said
    said = refused("report", records, "--profile", "cor", *options, "--service", "all")
    assert "did you mean core?" in said


def test_a_system_and_a_metric_of_a_comparison(tmp_path: Path) -> None:
    figures = tmp_path / "figures.csv"
    figures.write_text(
        "metric,unit,service,period,address,retrieved,quoted,value\n"
        "notices.received,notices,Example,2025-01-01/2025-12-31,https://example.org,2026-01-01,"
        "twelve,12\n",
        encoding="utf-8",
    )
    target = tmp_path / "a.json"
    done = CliRunner().invoke(app, ["read", str(figures), "--from", "figures", "-o", str(target)])
    assert done.exit_code == 0, done.output
    said = refused("compare", str(target), str(target), "--metric", "notices.recieved")
    assert "--metric: there is no such metric or concept; did you mean notices.received" in said
    said = refused("compare", str(target), str(target), "--in", "gram")
    assert "--in: there is no such system; did you mean garm@" in said
