"""Statements of reasons go out in batches, and what goes out is valid; the rest is listed."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def incident(number, **decision):
    taken = {
        "id": "1",
        "decided_at": "2026-03-02T10:00:00Z",
        "ground": "terms",
        "policy_ref": "House rule 3",
        "automation": "none",
        "actions": [{"kind": "visibility.removed"}],
        "facts": "A post was found to break the rule named.",
        "territory": ["DE", "AT"],
    }
    return {
        "record": "incident",
        "version": "1.0",
        "incident_id": f"case-{number}",
        "service": "forum",
        "subject_kind": "content",
        "harm": {"primary": "ncii.synthetic"},
        "content": {"medium": ["image"], "languages": ["de"], "created_at": "2026-03-01"},
        "generation": {"ai_involvement": "synthetic"},
        "depicted": {"real_person": "yes"},
        "detection": {"source": "user_flag", "automated": False},
        "decisions": [taken | decision],
    }


@pytest.fixture
def folder(tmp_path):
    """A folder with a file of fillings."""
    text = 'incompatible_content_explanation = "The rule forbids it."\n'
    (tmp_path / "fill.toml").write_text(text + 'illegal_content_explanation = "As the law says."\n')
    return tmp_path


def exported(folder, records, *more):
    path = folder / "records.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    options = ["--to", "dsa-sor", "-o", folder / "out.json", "--fill", folder / "fill.toml", *more]
    return run("export", path, *options)


def documents(folder):
    return [json.loads(path.read_text()) for path in sorted(folder.glob("out-0*.json"))]


def test_batches_hold_a_hundred(folder):
    result = exported(folder, [incident(n) for n in range(250)])
    assert result.exit_code == 0, result.output
    assert [len(one["statements"]) for one in documents(folder)] == [100, 100, 50]


def test_a_record_that_stands_there_twice_is_one_statement(folder):
    result = exported(folder, [incident(1), incident(2), incident(1)])
    assert [len(one["statements"]) for one in documents(folder)] == [2]
    assert "1: HS202 duplicate_record" in result.output


def test_what_is_written_is_valid(folder):
    exported(folder, [incident(n) for n in range(120)])
    for path in sorted(folder.glob("out-0*.json")):
        result = run("validate", path, "--kind", "dsa-sor", "--clock", "2026-11-23")
        assert result.exit_code == 0, result.output


def test_a_statement_says_what_the_record_says(folder):
    exported(folder, [incident(1)])
    ((statement,),) = [one["statements"] for one in documents(folder)]
    assert statement == {
        "puid": "case-1_1",
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": "House rule 3",
        "incompatible_content_explanation": "The rule forbids it.",
        "category": "STATEMENT_CATEGORY_CYBER_VIOLENCE",
        "category_specification": ["KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE"],
        "content_type": ["CONTENT_TYPE_IMAGE", "CONTENT_TYPE_SYNTHETIC_MEDIA"],
        "content_language": "DE",
        "content_date": "2026-03-01",
        "application_date": "2026-03-02",
        "decision_facts": "A post was found to break the rule named.",
        "territorial_scope": ["AT", "DE"],
        "source_type": "SOURCE_TYPE_OTHER_NOTIFICATION",
        "automated_detection": "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
    }


def test_what_is_missing_is_listed_and_not_written(folder):
    bare = incident(2)
    del bare["content"], bare["decisions"][0]["facts"]
    result = exported(folder, [incident(1), bare])
    assert result.exit_code == 1
    assert len(documents(folder)[0]["statements"]) == 1
    with (folder / "out-missing.csv").open() as file:
        rows = [(row["item"], row["missing"]) for row in csv.DictReader(file)]
    assert rows == [("case-2_1", name) for name in ("content_date", "decision_facts")]


def test_reversals_and_warnings_are_no_statements(folder):
    reversal = {
        "id": "2",
        "decided_at": "2026-03-05",
        "reverses": {"decision": "1", "cause": "error"},
    }
    undone = incident(1)
    undone["decisions"].append(reversal)
    warned = incident(2, actions=[{"kind": "account.warned"}])
    result = exported(folder, [undone, warned], "--format", "json")
    summary = json.loads(result.stdout)
    assert summary["written"] == 1
    assert sum(summary["skipped"].values()) == 2


def test_two_measures_where_the_form_holds_one_are_listed(folder):
    kinds = ("account.suspended", "account.terminated")
    both = incident(1, actions=[{"kind": kind} for kind in kinds])
    result = exported(folder, [both], "--format", "json")
    assert json.loads(result.stdout)["missing"] == {"decision_account": 1}


def test_statements_come_back_as_they_went(folder):
    exported(folder, [incident(1)])
    back = folder / "back.jsonl"
    (document,) = folder.glob("out-0*.json")
    (folder / "dataset.toml").write_text('service = "forum"\n')
    options = ["--keep-text", "--dataset", folder / "dataset.toml"]
    result = run("import", document, "-o", back, "--from", "dsa-sor", *options)
    assert result.exit_code == 0, result.output
    again = folder / "again.json"
    fill = folder / "fill.toml"
    run("export", back, "--to", "dsa-sor", "-o", again, "--fill", fill)
    (second,) = folder.glob("again-0*.json")
    (first,), (after,) = (json.loads(path.read_text())["statements"] for path in (document, second))
    assert after == first | {"puid": after["puid"]}


def test_a_filling_that_the_form_does_not_have_is_refused(folder):
    (folder / "fill.toml").write_text('facts = "x"\n')
    result = exported(folder, [incident(1)])
    assert result.exit_code != 0
    assert "no such member" in str(result.exception)


def test_an_unknown_form_is_refused(tmp_path):
    result = run("export", Path(__file__), "--to", "nothing", "-o", tmp_path / "x.json")
    assert "no such form" in str(result.exception)


def test_an_export_of_nothing_says_so_and_fails(folder):
    record = incident(1)
    del record["decisions"][0]["actions"]
    result = exported(folder, [record])
    assert result.exit_code == 1
    assert "nothing to submit: no record gave one of the statements" in result.output
    assert "left out 1: decision that restricts nothing" in result.output
    assert documents(folder) == []


def test_a_public_data_set_of_nothing_says_so_and_fails(folder):
    path = folder / "records.jsonl"
    head = {"record": "dataset", "version": "1.1", "service": "forum", "time_zone": "UTC"}
    head |= {"taxonomy": "harm@1.0.0", "disclosure": "restricted"}
    path.write_text("".join(json.dumps(one) + "\n" for one in (head, incident(1))))
    options = ["--to", "public", "-o", folder / "public.jsonl"]
    result = run("export", path, *options)
    assert result.exit_code == 1
    assert "nothing to publish: the file has only the header" in result.output
    result = run("export", path, *options, "--fill", folder / "fill.toml")
    assert str(result.exception).startswith("--fill: a public data set takes nothing")
