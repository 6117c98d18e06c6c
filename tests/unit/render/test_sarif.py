""""""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from harmscope.findings import Finding, Tally
from harmscope.render import sarif as module
from harmscope.render.sarif import Addresses, SarifSink, sarif
from harmscope.rules import CATALOGUE
from harmscope.validation import FileCount, Verdict


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data" / "sub").mkdir(parents=True)
    for name in ("data/a b.jsonl", "data/dump.zip", "data/sub/c.jsonl"):
        (tmp_path / name).touch()
    return tmp_path


def test_a_file_has_the_address_by_which_it_was_named(here: Path) -> None:
    assert Addresses(["data/a b.jsonl"]).of("a b.jsonl") == ("data/a%20b.jsonl", "")
    path = here / "data" / "a b.jsonl"
    assert Addresses([path]).of("a b.jsonl") == (path.as_uri(), "")


def test_a_member_of_an_archive_lies_in_it(here: Path) -> None:
    assert Addresses(["data/dump.zip"]).of("dump.zip/x/y.csv") == ("data/dump.zip", "x/y.csv")
    assert Addresses(["data"]).of("data/dump.zip/y.csv") == ("data/dump.zip", "y.csv")


def test_a_file_of_a_folder(here: Path) -> None:
    assert Addresses(["data"]).of("data/sub/c.jsonl") == ("data/sub/c.jsonl", "")
    assert Addresses(["data/sub"]).of("c.jsonl") == ("data/sub/c.jsonl", "")


def test_what_cannot_be_told_keeps_its_name(here: Path) -> None:
    same = Addresses(["data/sub/c.jsonl", "other/c.jsonl", "-"])
    assert same.of("c.jsonl") == ("c.jsonl", "")
    assert same.of("standard input") == ("standard%20input", "")
    assert Addresses(["data"]).of("data/gone.jsonl") == ("data/gone.jsonl", "")


SUBSET = Path(__file__).parent / "sarif_subset.schema.json"


def document(*findings: Finding, waived: str = "") -> dict[str, object]:
    sink = SarifSink()
    excuse = (lambda one: "known" if one.rule == waived else None) if waived else None
    verdict = Verdict(Tally(sinks=[sink], excuse=excuse), not_run={"HS113": "no clock was given"})
    verdict.files.append(FileCount("a.jsonl", 3, 1, notes=["encoding utf-8"]))
    verdict.tally.extend(findings)
    made: dict[str, object] = json.loads(sarif(verdict, sink, Addresses([])))
    subset = json.loads(SUBSET.read_text(encoding="utf-8"))
    checked = Draft202012Validator(subset, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in checked.iter_errors(made)] == []
    run = made["runs"][0]  # type: ignore[index]
    assert isinstance(run, dict)
    return run


def finding(code: str = "HS102", line: int | None = 3, file: str = "a.jsonl") -> Finding:
    return CATALOGUE[code].finding(file, line, 70, "/decisions/0/decided_at")


def test_a_result_names_rule_place_and_fix() -> None:
    run = document(finding("HS203", None), finding())
    first, second = run["results"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[first["ruleIndex"]], rules[second["ruleIndex"]]] == ["HS203", "HS102"]
    assert (first["level"], second["level"]) == ("warning", "error")
    assert "region" not in first["locations"][0]["physicalLocation"]
    place = second["locations"][0]
    assert place["physicalLocation"]["region"] == {"startLine": 3}
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "/decisions/0/decided_at"
    assert CATALOGUE["HS102"].fix in second["message"]["text"]


def test_a_place_has_one_print() -> None:
    run = document(finding(), finding(), finding(line=4))
    prints = [each["partialFingerprints"]["harmscopePlace/v1"] for each in run["results"]]
    assert prints[0] == prints[1] != prints[2]


def test_waived_findings_are_suppressed_and_counted_apart() -> None:
    run = document(finding(), finding("HS203"), waived="HS203")
    suppressed = [each.get("suppressions", []) for each in run["results"]]
    assert [len(each) for each in suppressed] == [0, 1]
    assert run["properties"]["waived"] == {"HS203": 1}
    assert run["properties"]["findings"] == {"HS102": 1}


def test_what_is_left_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "A_RULE", 2)
    monkeypatch.setattr(module, "MOST", 3)
    run = document(*(finding(line=n) for n in range(1, 6)), *[finding("HS203")] * 2)
    said = [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]]
    assert len(run["results"]) == 3
    assert "HS102: 2 of 5 findings are in this document" in said
    assert "HS203: 1 of 2 findings are in this document" in said
    assert "HS113 was not run: no clock was given" in said
    assert "a.jsonl: encoding utf-8" in said


def test_nothing_found_is_a_run_without_results() -> None:
    run = document()
    assert run["results"] == []
    assert run["properties"]["rows"]["seen"] == 4
