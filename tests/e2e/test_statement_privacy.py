"""Persons planted in every free cell of statements of reasons: no finding or report repeats one."""

import csv
import re
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harmscope.cli.app import app

DUMP = Path(__file__).parents[2] / "examples/demo/statements/2025-07-to-12.csv"
TEXT = "planted.person@mail.example @plantedperson 203.0.113.77 planted text"
PLANTED = re.compile(r"planted|203\.0\.113\.|mail\.example", re.IGNORECASE)
CELLS = (
    {"category": "STATEMENT_CATEGORY_planted.person@mail.example"},
    {"category_specification": '["KEYWORD_@plantedperson"]'},
    {"decision_facts": TEXT},
    {"source_type": "SOURCE_ARTICLE_16", "source_identity": TEXT},
    {"content_type": '["CONTENT_TYPE_OTHER"]', "content_type_other": TEXT},
    {"decision_visibility": '["DECISION_VISIBILITY_OTHER"]', "decision_visibility_other": TEXT},
    {"incompatible_content_ground": TEXT, "incompatible_content_explanation": TEXT},
    {"decision_ground_reference_url": "https://mail.example/planted"},
    {"category_specification": '["KEYWORD_OTHER"]', "category_specification_other": TEXT},
    {"platform_uid": TEXT},
    {"application_date": TEXT},
    {"territorial_scope": f'["{TEXT}"]', "content_language": TEXT},
    {"content_id_ean": TEXT},
    {"uuid": TEXT},
)


def run(*args):
    result = CliRunner().invoke(app, [str(arg) for arg in args])
    assert result.exit_code in (0, 1), result.output
    return result.output


@pytest.fixture
def dump(tmp_path):
    with DUMP.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[: len(CELLS)]
    with (tmp_path / "dump.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | cells for row, cells in zip(rows, CELLS, strict=True))
    return tmp_path / "dump.csv"


def texts(folder):
    for path in folder.rglob("*"):
        if path.is_file() and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as workbook:
                yield "".join(workbook.read(name).decode("utf-8") for name in workbook.namelist())
        elif path.is_file():
            yield path.read_text(encoding="utf-8")


@pytest.mark.parametrize("keep", [(), ("--keep-text",)], ids=["texts dropped", "texts kept"])
def test_no_finding_and_no_report_repeats_a_person(dump, tmp_path, keep):
    records = tmp_path / "records.jsonl"
    said = run("import", dump, "--from", "dsa-sor", *keep, "-o", records)
    for source in (records, dump):
        for form in ("text", "json"):
            said += run("validate", source, "--format", form, "--clock", "2026-11-23")
    options = ["--profile", "core", "--period", "2025", "--service", "all"]
    said += run("report", records, *options, "--clock", "2026-11-23", "-o", tmp_path / "report")
    assert not PLANTED.search(said.replace(str(tmp_path), ""))
    found = list(texts(tmp_path / "report"))
    assert len(found) >= 4
    assert not [text for text in found if PLANTED.search(text)]


def test_free_text_is_kept_only_when_asked_for(dump, tmp_path):
    run("import", dump, "--from", "dsa-sor", "-o", tmp_path / "plain.jsonl")
    run("import", dump, "--from", "dsa-sor", "--keep-text", "-o", tmp_path / "texts.jsonl")
    assert "planted text" in (tmp_path / "texts.jsonl").read_text(encoding="utf-8")
    kept = [
        line
        for line in (tmp_path / "plain.jsonl").read_text(encoding="utf-8").splitlines()
        if "planted text" in line
    ]
    # Rules and references are codes of the platform, and stay; a validation rule looks at them.
    assert all("policy_ref" in line or "reference" in line for line in kept)
