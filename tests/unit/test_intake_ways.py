"""What a report takes in depends neither on the format nor on the number of processes."""

import json
from dataclasses import fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from harmscope.aggregation.normalise import Reading, judging, normalise
from harmscope.aggregation.parts import FLAT, Setting
from harmscope.errors import UserError
from harmscope.validation import taking, workers
from harmscope.validation.judge import Judge
from harmscope.validation.verdict import Options

CASES = Path(__file__).parents[1] / "cases"
OPTIONS = Options(clock=date(2026, 6, 1))
HEADER = {
    "record": "dataset",
    "version": "1.1",
    "service": "Example",
    "time_zone": "UTC",
    "taxonomy": "harm@1.0.0",
    "disclosure": "restricted",
    "jurisdictions": ["US"],
}


def lines() -> list[bytes]:
    """Every record of every case that is no header, with ids of their own."""
    found = []
    for path in sorted(CASES.glob("*/*.jsonl")):
        found += [line for line in path.read_bytes().splitlines() if b'"dataset"' not in line]
    return [
        line.replace(b'"i1"', b'"i%d"' % (number % 150)) for number, line in enumerate(found * 3)
    ]


def in_processes(jobs: int) -> Reading:
    """So many processes, with small chunks."""
    return partial(taking.taking, OPTIONS, workers.Processes(jobs, 80_000))


def taken(path: Path, folder: Path, reading: Reading) -> dict[str, Any]:
    """Everything that comes of a file, but for its name."""
    folder.mkdir()
    intake = normalise([path], folder, reading, Setting())
    found = {one.name: getattr(intake, one.name) for one in fields(intake)}
    found["heads"] = [(head.header, head.taken, head.days) for head in intake.heads]
    tables = {table: pq.read_table(folder / f"{table}.parquet").to_pylist() for table in FLAT}
    # The digest of a record depends on who makes it; which of them are equal must not.
    places: dict[str, int] = {}
    for row in tables["keys"]:
        row["digest"] = places.setdefault(row["digest"], len(places))
    return found | tables


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers.Processes, "fewest", 2)
    monkeypatch.setattr("harmscope.formats.member.CHUNK", 10_000)
    monkeypatch.setattr("harmscope.formats.sources.CHUNK", 10_000)


@pytest.mark.usefixtures("small")
def test_one_process_or_several_or_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"\n".join([json.dumps(HEADER).encode(), *lines(), b"{cut"]))
    judge = Judge(OPTIONS.errors_only())

    def broken(record: dict[str, object]) -> list[str]:
        return sorted({fault.code for fault in judge.errors(record)})

    ways = {
        "several": in_processes(3),
        "one": in_processes(1),
        "row by row": judging(broken),
    }
    found = {name: taken(path, tmp_path / name, way) for name, way in ways.items()}
    assert found["one"]["taken"] > 300
    assert len(found["one"]["excluded"]) > 20
    assert found["several"] == found["one"] == found["row by row"]


def test_lines_or_a_document(tmp_path: Path) -> None:
    records = [one for one in lines() if _is_whole(one)]
    whole = [json.dumps(HEADER).encode(), *records]
    (tmp_path / "r.jsonl").write_bytes(b"\n".join(whole))
    (tmp_path / "r.json").write_bytes(b"[" + b",\n".join(whole) + b"]")
    way = in_processes(1)
    by_line = taken(tmp_path / "r.jsonl", tmp_path / "lines", way)
    assert by_line["taken"] > 300
    assert by_line == taken(tmp_path / "r.json", tmp_path / "document", way)


def _is_whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict) and b"NaN" not in line
    except ValueError:
        return False


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_header_far_behind_stops_the_report(tmp_path: Path, jobs: int) -> None:
    path = tmp_path / "r.jsonl"
    body = lines()
    header = json.dumps(HEADER).encode()
    path.write_bytes(b"\n".join([header, *body, header, *body]))
    place = rf"r\.jsonl:{len(body) + 2}: HS204"
    with pytest.raises(UserError, match=place):
        taken(path, tmp_path / "f", in_processes(jobs))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("jobs", [1, 2])
def test_records_without_a_header_are_counted_as_such(tmp_path: Path, jobs: int) -> None:
    path = tmp_path / "r.jsonl"
    body = lines()
    path.write_bytes(b"\n".join(body))
    found = taken(path, tmp_path / "f", in_processes(jobs))
    assert found["taken"] == 0
    assert found["excluded"]["HS203"] > 300
    assert found["read"] == sum(found["excluded"].values())
