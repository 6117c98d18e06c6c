"""``import harmscope``: the public names, and what their results can do."""

import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path

import pytest

import harmscope as hs
from harmscope.api.api_page import api_page, classes, examples, functions
from harmscope.api.coverage import coverage
from harmscope.api.results import KeptFindings
from harmscope.findings import Finding

ROOT = Path(__file__).parents[3]
RECORDS = ROOT / "examples" / "platform-export" / "records.jsonl"
FIGURES = ROOT / "examples" / "advertiser-compare" / "figures.csv"
OZONE = ROOT / "examples" / "importers" / "ozone" / "raw"
DAY = "2026-11-30"


def test_the_public_names_are_these():
    assert functions() == [
        "claim", "compare", "diff", "due", "explain", "export", "import_log", "read", "reconcile",
        "report", "schema", "validate",
    ]  # fmt: skip
    assert classes() == [
        "ClaimResult", "CompareResult", "DiffResult", "DueResult", "ExplainPublishedResult",
        "ExplainResult", "ExportResult", "ImportResult", "ReadResult", "ReconcileResult",
        "ReportResult", "ValidationResult",
    ]  # fmt: skip
    rest = set(hs.__all__) - set(functions()) - set(classes())
    assert rest == {"UserError", "__version__", "taxonomy"}
    assert dir(hs) == sorted(hs.__all__)
    with pytest.raises(AttributeError, match="no attribute 'verify'"):
        hs.verify  # noqa: B018


def test_importing_it_loads_nothing_heavy():
    heavy = ["pandas", "numpy", "pyarrow", "duckdb", "ibis", "pydantic", "jsonschema", "typer"]
    code = f"import sys, harmscope; print([n for n in {heavy} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_page_is_what_the_docstrings_say():
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert page == api_page(), "run make generate"


@pytest.mark.parametrize("name", functions())
def test_each_example_runs(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    exec(examples()[name], {"hs": hs})


@pytest.fixture
def faulty(tmp_path):
    lines = RECORDS.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "faulty.jsonl"
    broken = [line.replace('"harm":', '"harms":') for line in lines[1:4]]
    path.write_text("\n".join([*lines, *broken, "{"]) + "\n", encoding="utf-8")
    return path


def test_every_finding_is_kept_with_its_place(faulty, tmp_path):
    checked = hs.validate(faulty, clock=DAY)
    assert not checked.ok
    rows = checked.to_pandas()
    assert len(rows) == len(checked.findings) == sum(checked.verdict.tally.counts.values())
    last = rows.iloc[-1] if rows.iloc[-1]["line"] is not None else rows.iloc[0]
    assert rows["line"].dtype == "Int64"
    assert last["file"] == "faulty.jsonl"
    assert checked.to_dict()["rows"]["seen"] == checked.verdict.seen
    assert "not valid" in str(checked)


@pytest.mark.parametrize("ending", ["csv", "parquet", "json", "sarif", "html", "txt"])
def test_the_outcome_is_written_as_the_command_writes_it(ending, faulty, tmp_path):
    form = "text" if ending == "txt" else ending
    (made,) = hs.validate(faulty, clock=DAY).write(tmp_path / f"own.{ending}")
    other = tmp_path / f"command.{ending}"
    words = ["validate", str(faulty), "--clock", DAY, "--format", form, "-o", str(other)]
    subprocess.run([sys.executable, "-m", "harmscope", *words], capture_output=True, check=False)
    assert made.read_bytes() == other.read_bytes()


def test_the_page_needs_what_accepted_records_are_like(faulty, tmp_path):
    with pytest.raises(hs.UserError, match="stats=True"):
        hs.validate(faulty, clock=DAY, stats=False).write(tmp_path / "page.html")


def test_what_is_waived_says_why(faulty, tmp_path):
    waivers = tmp_path / "waivers.toml"
    plain = hs.validate(faulty, clock=DAY)
    rule = plain.findings[0].rule
    waivers.write_text(
        f'[[waiver]]\nrule = "{rule}"\nreason = "known"\nexpires = 2027-01-01\n', encoding="utf-8"
    )
    checked = hs.validate(faulty, clock=DAY, waivers=waivers)
    rows = checked.to_pandas()
    assert set(rows[rows["rule"] == rule]["waived"]) == {"known"}
    assert rule not in {finding.rule for finding in checked.findings}


def test_findings_are_kept_in_a_file():
    kept = KeptFindings()
    finding = Finding("HS000", "slug", "error", "a.jsonl", "what", "fix", 3, None, "/a")
    kept.take(finding, None)
    kept.take(finding, "known")
    assert list(kept) == [(finding, None), (finding, "known")]
    assert list(kept) == list(kept)


def test_records_of_a_log(tmp_path):
    made = hs.import_log(OZONE, "ozone")
    assert made.ok
    rows = made.to_pandas()
    assert set(rows["record"]) == {"dataset", "notice", "incident"}
    assert len(rows) == made.task.records + 1
    (path,) = made.write(tmp_path / "records.jsonl")
    assert path.read_bytes() == made.records.read_bytes()
    assert made.to_dict()["records"] == made.task.records
    assert "records written" in str(made)
    with pytest.raises(hs.UserError, match="another form"):
        made.write(tmp_path / "records.parquet")
    named = hs.import_log(OZONE, "ozone", output=tmp_path / "named.jsonl.gz")
    assert [one["record"] for one in named.rows()] == list(rows["record"])


def test_a_report_and_what_is_held_beside_it(tmp_path):
    made = hs.report(RECORDS, period="2026-H1", clock=DAY)
    rows = made.to_pandas()
    assert {"section", "panel", "metric", "value", "status"} <= set(rows.columns)
    assert "232 figures" in str(made)
    assert made.write(tmp_path / "out")[0].name == "report.html"
    assert hs.UserError is not None
    other = hs.diff(made, tmp_path / "out" / "report.json")
    assert not other.restates
    assert other.to_pandas().empty
    found = hs.reconcile(made, RECORDS, clock=DAY)
    assert set(found.to_pandas()["state"]) == {"equal"}
    assert found.to_dict()["record"] == "reconciliation"


def test_a_published_report_compared(tmp_path):
    found = hs.read(FIGURES, "figures")
    assert found.ok
    assert found.summary()["figures"] == len(found.reading.figures)
    assert found.keep(tmp_path / "library").is_file()
    assert len(found.to_pandas()) == len(found.reading.figures)
    shown = hs.compare([found])
    assert shown.to_dict()["record"] == "comparison"
    for name in ("c.html", "c.csv", "c.json"):
        assert shown.write(tmp_path / name)[0].is_file()
    (path,) = found.write(tmp_path / "f.json")
    assert hs.diff(found, path).to_pandas().empty
    assert str(hs.diff(path, path)).startswith("0 changed")


def test_what_is_not_said_is_told_by_the_content():
    found = hs.read(FIGURES)
    assert found.reading.format == "figures"
    assert len(found.notes) == 1
    declared = hs.validate(ROOT / "examples" / "platform-export" / "declared.toml", clock=DAY)
    assert declared.kind == "declared"
    assert declared.notes


@pytest.mark.parametrize("ending", ["csv", "json", "html", "xlsx"])
def test_a_difference_is_written(ending, tmp_path):
    found = hs.read(FIGURES, "figures")
    (path,) = hs.diff(found, found).write(tmp_path / f"d.{ending}")
    assert path.stat().st_size
    with pytest.raises(hs.UserError, match="end the name in"):
        hs.diff(found, found).write(tmp_path / "d.docx")


def test_a_notebook_shows_first_rows_and_no_markup_of_the_data(tmp_path):
    path = tmp_path / "figures.csv"
    text = FIGURES.read_text(encoding="utf-8")
    path.write_text(text.replace("Halcyon", "<b>Halcyon</b>"), encoding="utf-8")
    shown = hs.read(path, "figures")._repr_html_()
    assert "<table" in shown
    assert "<b>" not in shown
    assert "more rows" in hs.report(RECORDS, period="2026-H1", clock=DAY)._repr_html_()


def test_taxonomy_and_schema():
    assert hs.taxonomy.show("ncii.synthetic")[0]["id"] == "ncii.synthetic"
    assert hs.taxonomy.search("deepfake")[0].system.startswith("harm@")
    assert hs.schema("incident")["properties"]
    with pytest.raises(hs.UserError):
        hs.schema("nothing")


def test_nothing_is_written_over_what_is_read(tmp_path):
    path = tmp_path / "records.jsonl"
    path.write_bytes(RECORDS.read_bytes())
    for call in (
        lambda: hs.validate(path, keep=path, clock=DAY),
        lambda: hs.import_log(path, "ozone", output=path),
    ):
        with pytest.raises(hs.UserError, match="one of the files that are read"):
            call()
    assert path.read_bytes() == RECORDS.read_bytes()


def test_rows_are_told_while_records_are_checked_imported_looked_at_or_counted(tmp_path):
    one = RECORDS.read_bytes()
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for file in files:
        file.write_bytes(one)
    lines = one.count(b"\n")
    counted = partial(hs.report, period="2026-H1", clock=DAY)
    for ask, each in ((hs.validate, lines), (coverage, lines), (counted, lines - 1)):
        told: list[int] = []
        ask(files, rows=told.append)
        assert {each, 2 * each} <= set(told)  # a report counts no header
        assert told == sorted(told)
    told.clear()
    hs.import_log([OZONE, OZONE], "ozone", rows=told.append)
    assert told == sorted(told)
    assert told[-1] > 0


def test_rows_and_bytes_of_an_archive_are_told(tmp_path):
    archive = tmp_path / "both.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for name in ("a.jsonl", "b.jsonl"):
            file.writestr(name, RECORDS.read_bytes())
    each = RECORDS.read_bytes().count(b"\n") - 1
    told, read = list[int](), list[int]()
    hs.report(archive, period="2026-H1", clock=DAY, rows=told.append, reads=read.append)
    assert {each, 2 * each} <= set(told)
    assert sum(read) == archive.stat().st_size


def test_a_trial_reads_the_first_rows_and_says_so():
    whole, first = hs.import_log(OZONE, "ozone"), hs.import_log(OZONE, "ozone", first_rows=3)
    assert whole.task.read > first.task.read == 3
    assert any(note.startswith("a trial: only the first 3 rows") for note in first.task.notes)
    assert not any(note.startswith("a trial") for note in whole.task.notes)
