import csv
import json
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.importers.contract import Task
from harmscope.render.import_findings import findings_file, form_of, verdict_of
from harmscope.rules.import_ import BAD_TIME


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.csv", "csv"), ("a.JSON", "json"), ("a.sarif", "sarif"), ("a.sarif.json", "sarif")],
)
def test_the_name_says_the_form(name, form):
    assert form_of(Path(name)) == form


def test_a_name_that_says_no_form_is_refused():
    with pytest.raises(UserError, match="--findings"):
        form_of(Path("a.findings"))


def written(path, times=30):
    task = Task(written=2)
    task.skip("row without what an event needs", times)
    with findings_file(path, task, ["raw/log.csv"]):
        for line in range(times):
            task.tally.add(BAD_TIME.finding("log.csv", line + 2, 0, "/Eingang"))
    return path.read_bytes()


def test_every_place_is_written(tmp_path):
    rows = list(csv.DictReader(written(tmp_path / "f.csv").decode("utf-8-sig").splitlines()))
    assert [row["line"] for row in rows] == [str(line) for line in range(2, 32)]
    assert {row["pointer"] for row in rows} == {"/Eingang"}
    assert len(json.loads(written(tmp_path / "f.json"))["samples"]) == 30


@pytest.mark.parametrize("ending", ["sarif", "html", "txt", "parquet"])
def test_all_forms_of_validate_are_written(tmp_path, ending):
    assert written(tmp_path / f"f.{ending}")


def test_rows_are_accepted_or_skipped():
    task = Task(written=2)
    task.skip("x", 3)
    found = verdict_of(task, ["raw/log.csv"])
    assert (found.seen, found.accepted, found.skipped) == (5, 2, 3)
    assert found.files[0].notes == ["x: 3"]
