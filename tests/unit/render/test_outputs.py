import csv
import io
import json
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from harmscope.findings import Finding, Tally
from harmscope.render.outputs import COLUMNS, FORMATS, FORMS, FindingRows, form_named, output
from harmscope.render.writers import to_parquet
from harmscope.render.writers.to_csv import CsvRows
from harmscope.render.writers.to_parquet import ParquetRows
from harmscope.validation import Options, validate

BAD = Path(__file__).parents[2] / "cases" / "HS102" / "bad.jsonl"
DAY = date(2026, 6, 1)


def test_every_form_has_an_ending_of_its_own() -> None:
    assert sorted(FORMS.values()) == sorted(FORMATS)
    assert form_named("a.b/c.HTML") == "html"
    assert form_named("findings") is None


def written(form: str, *, stats: bool = False) -> bytes:
    file = io.BytesIO()
    with output(form, file, [str(BAD)], None, DAY, stats) as made:
        tally = Tally(sinks=made.sinks)
        outcome = validate([BAD], Options(clock=DAY), tally=tally, profile=made.profile)
        file.write(made.shown(outcome).encode())
    return file.getvalue()


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_form_names_the_rule(form: str) -> None:
    found = written(form)
    if form == "parquet":
        assert set(pq.read_table(io.BytesIO(found))["rule"].to_pylist()) == {"HS102"}
    else:
        assert b"HS102" in found


@pytest.mark.parametrize("form", ["sarif", "csv", "html"])
def test_every_finding_is_in_it(form: str) -> None:
    assert written(form).count(b"/decisions/0/decided_at") >= 1
    assert written(form).count(b"/decisions/0/applied_at") >= 1


def test_what_accepted_records_give_is_added_where_asked() -> None:
    assert "accepted" not in json.loads(written("json"))
    assert json.loads(written("json", stats=True))["accepted"]["dataset"]["records"] == 1
    assert b"accepted dataset records: 1" in written("text", stats=True)


FINDING = Finding("HS001", "slug", "error", "=a.jsonl", "is wrong", "mend, it", 7, 120, "/a/0")
BARE = Finding("HS205", "empty_file", "error", "a", "m", "f")


def test_one_row_a_finding_as_csv() -> None:
    out = io.BytesIO()
    with CsvRows(out, COLUMNS) as rows:
        sink = FindingRows(rows)
        sink.take(FINDING, "known")
        sink.take(BARE, None)
    head, row, bare = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
    assert head == [column.name for column in COLUMNS]
    assert row[3:] == ["'=a.jsonl", "7", "120", "/a/0", "is wrong", "mend, it", "known"]
    assert [*bare[4:7], bare[9]] == ["", "", "", ""]


def test_groups_of_rows_keep_the_order_as_parquet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_parquet, "GROUP", 10)
    out = io.BytesIO()
    with ParquetRows(out, COLUMNS) as rows:
        sink = FindingRows(rows)
        for line in range(35):
            sink.take(Finding("HS001", "s", "error", "a", "m", "f", line, None, "/a"), None)
        sink.take(FINDING, "known")
    table = pq.read_table(out)
    assert table["line"].to_pylist() == [*range(35), 7]
    assert table["waived"].to_pylist()[-2:] == [None, "known"]
    assert not table.schema.field("rule").nullable


def test_no_findings_leave_a_table_without_rows() -> None:
    out = io.BytesIO()
    with ParquetRows(out, COLUMNS):
        pass
    assert pq.read_table(out).num_rows == 0
