import json

import pytest
from typer.testing import CliRunner

from harmscope.cli.taxonomy import app
from harmscope.errors import UserError

RUNNER = CliRunner()


def run(*words, code=0):
    result = RUNNER.invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == code
    return result.output


def test_list_prints_every_system():
    text = run("list")
    for part in ("harm@1.0.0", "dsa@v2", "official", "minted", "2025-07-01"):
        assert part in text
    assert len(json.loads(run("list", "--format", "json"))) > 20
    assert "Harm to health" in run("list", "wef")
    assert json.loads(run("list", "wef", "--format", "json"))["system"] == "wef@2023-08"


def test_show_prints_definition_facets_and_names_elsewhere():
    text = run("show", "ncii.synthetic")
    for part in ("generative", "Requires the facets", "KEYWORD_NON_CONSENSUAL", "no equivalent"):
        assert part in text
    assert (
        json.loads(run("show", "ncii.synthetic", "--format", "json"))[0]["id"] == "ncii.synthetic"
    )


def test_map_prints_relation_rule_and_path():
    text = run("map", "dsa@v2", "garm@2022-06", "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH")
    for part in ("hate_speech", "candidate", "none", "hate"):
        assert part in text
    data = json.loads(run("map", "harm", "garm", "hate", "--format", "json"))
    assert data[0]["object"] == "hate_speech"


def test_map_carries_counts(tmp_path):
    file = tmp_path / "counts.csv"
    file.write_text("code,count\nhate,3\nviolence,2\n", encoding="utf-8")
    words = ("map", "harm@1.0.0", "garm@2022-06", "--counts", str(file))
    assert "allocated 3 + unallocated 2 = input 5" in run(*words)
    data = json.loads(run(*words, "--format", "json"))[0]
    assert data["allocated"] + data["unallocated"] == data["total"] == 5


def test_map_takes_codes_or_counts(tmp_path):
    with pytest.raises(UserError, match="exclude each other"):
        run("map", "harm", "garm", "hate", "--counts", str(tmp_path / "c.csv"))


def test_search():
    assert "ncii.threat" in run("search", "sextorsion")
    assert json.loads(run("search", "sextorsion", "--format", "json"))[0]["score"] > 80


def test_diff():
    assert "24  new" in run("diff", "dsa@v1", "dsa@v2")
    data = json.loads(run("diff", "dsa@v1", "dsa@v2", "--format", "json"))
    assert data["summary"]["dropped"] == 8


def test_lint_exits_with_1_for_findings(tmp_path):
    file = tmp_path / "list.json"
    file.write_text('["Terrorism", "Misinformation", "Gambling"]', encoding="utf-8")
    assert "LT004" in run("lint", str(file), code=1)
    data = json.loads(run("lint", str(file), "--format", "json", code=1))
    assert data["findings"][0]["rule"] == "LT004"
    file.write_text('["Terrorism", "Misinformation"]', encoding="utf-8")
    assert "no findings" in run("lint", str(file))


def test_export():
    assert json.loads(run("export"))["system"] == "harm@1.0.0"
    assert "skos:ConceptScheme" in run("export", "dsa@v2", "--format", "skos")
    assert json.loads(run("export", "garm", "--format", "misp"))["namespace"] == "harmscope-garm"


def test_reference_checks_and_writes(tmp_path):
    folder = str(tmp_path / "pages")
    assert "not current" in run("reference", "--check", "--folder", folder, code=1)
    assert "pages written" in run("reference", "--write", "--folder", folder)
    assert run("reference", "--check", "--folder", folder) == ""
