"""Two rows are the same record when they say the same, wherever it is asked: the order of members,
blanks, the spelling of numbers and the format of the file do not matter."""

import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harmscope.api.making import Options as ReportOptions
from harmscope.api.making import report
from harmscope.exporters import EXPORTERS
from harmscope.exporters.public import publish
from harmscope.exporters.run import export
from harmscope.formats import write
from harmscope.validation import Options, validate
from harmscope.validation.duplicates import content_of
from harmscope.validation.identify import STATEMENT, kind_of
from harmscope.validation.judge import Judge
from harmscope.validation.statement import SERVER

CASES = Path(__file__).parent
TODAY = Options(clock=date(2026, 11, 1))
Record = dict[str, Any]
Write = Callable[[Path, Record, Record], Path]

HEADER: Record = {
    "record": "dataset",
    "version": "1.1",
    "service": "Example",
    "time_zone": "UTC",
    "taxonomy": "harm@1.0.0",
    "disclosure": "restricted",
}


def incident() -> Record:
    lines = (CASES / "HS102" / "good.jsonl").read_text(encoding="utf-8").splitlines()
    return next(one for one in map(json.loads, lines) if one["record"] == "incident")


def turned(value: Any) -> Any:
    """The same with the members of every object in the other order."""
    if isinstance(value, dict):
        return {name: turned(inner) for name, inner in reversed(value.items())}
    return [turned(inner) for inner in value] if isinstance(value, list) else value


def in_lines(folder: Path, one: Record, other: Record) -> Path:
    path = folder / "records.jsonl"
    text = json.dumps(turned(other), indent=None, separators=(" ,  ", " : "))
    text = text.replace('"text"', '"\\u0074ext"')
    path.write_text(f"{json.dumps(HEADER)}\n{json.dumps(one)}\n{text}\n", encoding="utf-8")
    return path


def in_list(folder: Path, one: Record, other: Record) -> Path:
    path = folder / "records.json"
    path.write_text(json.dumps([HEADER, one, turned(other)], indent=2), encoding="utf-8")
    return path


def in_two_formats(folder: Path, one: Record, other: Record) -> Path:
    (folder / "both").mkdir()
    with write.records(folder / "both" / "a.parquet") as out:
        out.write_header(HEADER)
        out.write(one)
    in_lines(folder / "both", one, other).write_text(
        f"{json.dumps(HEADER)}\n{json.dumps(turned(other))}\n", encoding="utf-8"
    )
    return folder / "both"


@pytest.fixture(params=[in_lines, in_list, in_two_formats])
def twice(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """One incident twice."""
    put: Write = request.param
    return put(tmp_path, incident(), incident())


def test_validate_takes_both_and_warns(twice: Path) -> None:
    verdict = validate([twice], TODAY)
    assert verdict.rejected == 0
    assert verdict.tally.counts["HS202"] == 1
    assert "HS201" not in verdict.tally.counts


def test_a_report_counts_it_once(twice: Path) -> None:
    made = report([twice], ReportOptions("core", "2026-01", "all", clock="2026-11-01"))
    assert (made.quality.read, made.quality.counted) == (2, 1)
    (why,) = made.quality.excluded or ()
    assert (why.reason.startswith("HS202"), why.records) == (True, 1)


def test_a_public_data_set_holds_it_once(twice: Path, tmp_path: Path) -> None:
    out = tmp_path / "public.jsonl"
    done = publish([str(twice)], str(out), clock=TODAY.clock)
    assert done.skipped == {"HS202 duplicate_record": 1}
    assert done.withheld == 1


def test_statements_are_written_once(twice: Path, tmp_path: Path) -> None:
    outcome = export(EXPORTERS["dsa-sor"], [str(twice)], tmp_path / "o.json", None, TODAY.clock)
    assert outcome.skipped["HS202 duplicate_record"] == 1
    assert outcome.written + outcome.incomplete == 1


def test_the_spelling_of_a_number_does_not_matter(tmp_path: Path) -> None:
    lines = (CASES / "HS308" / "good.jsonl").read_text(encoding="utf-8").splitlines()
    one = next(one for one in map(json.loads, lines) if one["record"] == "exposure")
    text = json.dumps(one)
    other = text.replace('"value": 1', '"value": 1.0e0', 1)
    numbers = [name for name, value in one.items() if isinstance(value, int)]
    for name in numbers:
        other = text.replace(f'"{name}": {one[name]}', f'"{name}": {one[name]}.0')
    assert other != text
    path = tmp_path / "r.jsonl"
    path.write_text(f"{json.dumps(HEADER)}\n{text}\n{other}\n", encoding="utf-8")
    counts = validate([path], TODAY).tally.counts
    assert (counts["HS202"], counts["HS201"]) == (1, 0)


def test_two_services_may_use_one_id(tmp_path: Path) -> None:
    other = {**incident(), "service": "Another Example", "account_type": "business"}
    path = in_lines(tmp_path, incident(), other)
    counts = validate([path], TODAY).tally.counts
    assert not {"HS201", "HS202"} & counts.keys()
    made = report([path], ReportOptions("core", "2026-01", "all", clock="2026-11-01"))
    assert (made.quality.read, made.quality.counted) == (2, 2)


def test_a_record_corrects_one_of_its_own_service(tmp_path: Path) -> None:
    name = incident()["incident_id"]
    other = {**incident(), "service": "Another Example", "incident_id": "b", "supersedes": name}
    back = {**incident(), "supersedes": "b"}
    path = in_lines(tmp_path, back, other)
    assert "HS223" not in validate([path], TODAY).tally.counts
    other["service"] = back["service"]
    path = in_lines(tmp_path, back, other)
    assert validate([path], TODAY).tally.counts["HS223"] >= 1


def test_other_content_is_another_record(tmp_path: Path) -> None:
    other = {**incident(), "account_type": "business"}
    verdict = validate([in_lines(tmp_path, incident(), other)], TODAY)
    assert (verdict.tally.counts["HS201"], verdict.rejected) == (1, 1)


@pytest.mark.parametrize("rule", sorted(path.name for path in CASES.glob("HS[1345]*")))
def test_the_fast_path_knows_a_record_as_any_other_path_does(rule: str) -> None:
    judge, chance = Judge(TODAY), random.Random(rule)
    for path in (CASES / rule).glob("*.jsonl"):
        for line in path.read_bytes().splitlines():
            row = json.loads(line)
            kind = kind_of(row, None)
            if kind is None or judge.gate.line(line) is None:
                continue
            written = bytes(judge.gate.written)
            if kind != STATEMENT or (all(row.values()) and not row.keys() & SERVER):
                assert written == content_of(kind, row)
            names = list(row)
            chance.shuffle(names)
            mixed = turned({name: row[name] for name in names})
            assert content_of(kind, mixed) == content_of(kind, row)
            assert judge.gate.row(mixed) is not None
            assert bytes(judge.gate.written) == content_of(kind, row)
