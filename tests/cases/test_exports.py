"""An export never writes what ``validate`` refuses, and says what it left out for which rule."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harmscope.exporters import EXPORTERS
from harmscope.exporters.public import publish
from harmscope.exporters.run import export
from harmscope.formats import write
from harmscope.validation import Options, validate

CASES = Path(__file__).parent
EXAMPLES = CASES.parents[1] / "examples"
IDS = {name: f"{name}_id" for name in ("incident", "notice", "exposure", "measure")}
EXPORTS = [
    path
    for path in sorted(EXAMPLES.rglob("*.jsonl"))
    if '"dataset"' in path.read_text(encoding="utf-8").partition("\n")[0]
]
TODAY = Options(clock=date(2026, 11, 1))
Record = dict[str, Any]

HEADER: Record = {
    "record": "dataset",
    "version": "1.1",
    "service": "Example",
    "time_zone": "UTC",
    "taxonomy": "harm@1.0.0",
    "disclosure": "restricted",
}

FILL = """
automated_detection = "No"
automated_decision = "AUTOMATED_DECISION_NOT_AUTOMATED"
decision_facts = "A text."
content_date = "2025-01-01"
category = "STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE"
content_type = ["CONTENT_TYPE_TEXT"]
source_type = "SOURCE_VOLUNTARY"
illegal_content_legal_ground = "A law."
illegal_content_explanation = "A text."
incompatible_content_ground = "A rule."
incompatible_content_explanation = "A text."
"""


def records_of(name: str, most: int) -> Iterator[Record]:
    """Records of all cases with this name, several times each, so that they are alike."""
    for path in sorted(CASES.glob(f"HS[13]*/{name}.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            key = IDS.get(record.get("record", ""))
            if key and isinstance(record.get(key), str):
                for number in range(most):
                    yield _renamed(record, key, f"{path.parent.name}-{number}-")


def _renamed(record: Record, key: str, start: str) -> Record:
    made = {**record, key: start + record[key]}
    if isinstance(record.get("supersedes"), str):
        made["supersedes"] = start + record["supersedes"]
    return made


def written(path: Path, *records: Record) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return path


def errors(*paths: Path) -> dict[str, int]:
    tally = validate(paths, TODAY).tally
    return {code: n for code, n in tally.counts.items() if tally.severities[code] == "error"}


@pytest.mark.parametrize("name", ["good", "bad"])
def test_what_is_exported_of_all_cases_is_valid(name: str, tmp_path: Path) -> None:
    source = written(tmp_path / "all.jsonl", HEADER, *records_of(name, 10))
    verdict = validate([source], TODAY)
    done = publish([str(source)], str(tmp_path / "public.jsonl"), clock=TODAY.clock)
    assert done.written > 100
    assert errors(tmp_path / "public.jsonl") == {}
    out = tmp_path / "sor" / "out.json"
    out.parent.mkdir()
    fill = tmp_path / "fill.toml"
    fill.write_text(FILL, encoding="utf-8")
    outcome = export(EXPORTERS["dsa-sor"], [str(source)], out, fill, TODAY.clock)
    assert outcome.written > 0
    assert errors(*out.parent.glob("out-*.json")) == {}
    assert (name == "good") is (verdict.rejected == 0)
    left_out = {why: n for why, n in outcome.skipped.items() if why.startswith("HS")}
    assert sum(left_out.values()) == verdict.rejected + verdict.tally.counts.get("HS202", 0)


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_is_exported_of_examples_is_valid(path: Path, tmp_path: Path) -> None:
    publish([str(path)], str(tmp_path / "public.jsonl"), clock=TODAY.clock)
    export(EXPORTERS["dsa-sor"], [str(path)], tmp_path / "out.json", None, TODAY.clock)
    made = [tmp_path / "public.jsonl", *tmp_path.glob("out-*.json")]
    assert [errors(each) for each in made] == [{}] * len(made)


def put(folder: Path, form: str, *records: Record) -> Path:
    """The records in a file of some form."""
    path = folder / f"records.{form}"
    if form == "csv":
        names = list(dict.fromkeys(name for record in records for name in record))
        with path.open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, names)
            table.writeheader()
            table.writerows(records)
        return path
    with write.records(path) as out:
        for record in records:
            put_one = out.write_header if record["record"] == "dataset" else out.write
            put_one(record)
    return path


@pytest.mark.parametrize("form", ["jsonl", "jsonl.gz", "csv", "parquet"])
def test_notices_that_break_an_error_rule_are_neither_valid_nor_published(
    form: str, tmp_path: Path
) -> None:
    lines = (CASES / "HS152" / "bad.jsonl").read_text(encoding="utf-8").splitlines()
    bad = next(one for one in map(json.loads, lines) if one["record"] == "notice")
    bad = {name: value for name, value in bad.items() if isinstance(value, str)}
    source = put(tmp_path, form, HEADER, *({**bad, "notice_id": f"n{n}"} for n in range(30)))
    assert validate([source], TODAY).tally.counts["HS152"] == 30
    done = publish([str(source)], str(tmp_path / "public.jsonl"), clock=TODAY.clock)
    rule = next(why for why in done.skipped if why.startswith("HS152 "))
    assert (done.skipped[rule], done.written) == (30, 0)
    assert errors(tmp_path / "public.jsonl") == {}
