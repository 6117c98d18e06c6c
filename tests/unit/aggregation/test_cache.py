"""What files gave before is taken over, and changes no figure."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from harmscope.aggregation.cache import Cache
from harmscope.aggregation.normalise import Intake, Parts, judging, normalise
from harmscope.aggregation.parts import FLAT, Setting
from harmscope.aggregation.report import Request, make_report
from harmscope.canonical import canonical
from harmscope.engine import DuckDb
from harmscope.errors import UserError
from harmscope.formats import Member
from harmscope.model.period import parse_period
from harmscope.profiles import load

Record = dict[str, Any]
Make = Callable[..., Record]
CLOCK = date(2026, 1, 1)
AHEAD = "HS113"


class Reader:
    """Judges nothing wrong but what is named ``ahead``; notes what it reads."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, make: Any) -> AbstractContextManager[Parts]:
        return self._noting(make)

    @contextmanager
    def _noting(self, make: Any) -> Iterator[Parts]:
        def faults(record: Record) -> list[str]:
            return [AHEAD] if record.get("incident_id") == "ahead" else []

        with judging(faults)(make) as parts:

            def noted(member: Member) -> Any:
                self.read.append(member.name)
                return parts(member)

            yield noted


class Runs:
    """Runs over the files of a folder, with one cache."""

    def __init__(self, tmp_path: Path) -> None:
        self.logs, self.cache, self.tmp = tmp_path / "logs", tmp_path / "cache", tmp_path
        self.logs.mkdir()
        self.number = 0

    def run(self, clock: date = CLOCK, **options: Any) -> tuple[list[str], Intake, dict[str, Any]]:
        """What was read, what came of it, and the tables."""
        self.number += 1
        reader, folder = Reader(), self.tmp / f"run-{self.number}"
        folder.mkdir()
        sources = options.pop("sources", [self.logs])
        setting = Setting(**options)
        cache = Cache(self.cache, setting, clock)
        intake = normalise(sources, folder, reader, setting, cache)
        tables = {name: pq.read_table(folder / f"{name}.parquet").to_pylist() for name in FLAT}
        return reader.read, intake, tables

    def write(self, name: str, *records: Record) -> Path:
        path = self.logs / name
        path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
        return path


@pytest.fixture
def runs(tmp_path: Path, header: Make, incident: Make, notice: Make) -> Runs:
    made = Runs(tmp_path)
    request = {"kind": "removal_request", "harm": {"primary": "ncii.synthetic"}}
    law = {"jurisdictions": ["US"], "requester": {"relation": "self"}}
    open_ = notice("n1", received_at="2026-07-02", outcome="pending", **request, **law)
    made.write("a.jsonl", header(), incident("a"), incident("b", service="Other"), open_)
    made.write("b.jsonl", header(), incident("a"), incident("c"))
    return made


def test_a_second_run_reads_nothing_and_gives_the_same(runs: Runs) -> None:
    first, second = runs.run(), runs.run()
    assert first[0] == ["logs/a.jsonl", "logs/b.jsonl"]
    assert second[0] == []
    assert second[1:] == first[1:]
    assert len(first[2]["clock"]) == 1


def test_what_changed_or_is_asked_otherwise_is_read_again(runs: Runs, incident: Make) -> None:
    runs.run()
    with (runs.logs / "b.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(incident("d")) + "\n")
    assert runs.run()[0] == ["logs/b.jsonl"]
    assert len(runs.run(zone="Asia/Tokyo")[0]) == 2
    assert len(runs.run(service="Other")[0]) == 2
    assert runs.run(service="Other")[1].taken == 1


def test_a_file_of_the_same_bytes_counts_again(runs: Runs) -> None:
    runs.run()
    shutil.copy(runs.logs / "a.jsonl", runs.logs / "c.jsonl")
    read, intake, _ = runs.run()
    assert read == []
    assert [head.name for head in intake.heads] == [f"logs/{name}.jsonl" for name in "abc"]
    assert intake.taken == 8


def _spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda entry: _spoil(entry / "0.flat"),
        lambda entry: (entry / "0.flat").unlink(),
        lambda entry: _spoil(entry / "entry.json"),
        lambda entry: (entry / "entry.json").write_bytes(b'{"entry": []}'),
        lambda entry: (entry / "entry.json").write_bytes(b"[]"),
        lambda entry: (entry / "entry.json").unlink(),
    ],
    ids=["altered", "gone", "altered list", "of no form", "of another form", "without a list"],
)
def test_a_damaged_entry_is_made_anew(runs: Runs, spoil: Callable[[Path], None]) -> None:
    first = runs.run()
    for entry in runs.cache.iterdir():
        spoil(entry)
    again = runs.run()
    assert again == first
    assert runs.run()[0] == []


def test_an_entry_that_only_looks_sound_is_said(runs: Runs) -> None:
    runs.run()
    for entry in runs.cache.iterdir():
        _spoil(entry / "0.flat")
        said = json.loads((entry / "entry.json").read_bytes())["entry"]
        said["files"] = {"0.flat": sha256((entry / "0.flat").read_bytes()).hexdigest()}
        proof = {"entry": said, "sha256": sha256(canonical(said)).hexdigest()}
        (entry / "entry.json").write_bytes(canonical(proof))
    with pytest.raises(UserError, match="--cache"):
        runs.run()


def test_an_entry_that_cannot_be_used_leaves_nothing_behind(runs: Runs) -> None:
    runs.run()
    for entry in runs.cache.iterdir():
        _spoil(entry / "entry.json")
    runs.run()
    assert not list((runs.tmp / "run-2").glob("cached-*"))


def test_other_rules_of_the_time_zone_ask_for_another_entry(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.run(zone="Asia/Tokyo")
    assert runs.run(zone="Asia/Tokyo")[0] == []
    monkeypatch.setattr("harmscope.aggregation.cache.zone_digest", lambda zone: "newer")
    assert len(runs.run(zone="Asia/Tokyo")[0]) == 2


def test_an_entry_of_another_file_is_not_taken(runs: Runs) -> None:
    runs.run()
    one, other = sorted(runs.cache.iterdir())
    shutil.rmtree(other)
    shutil.copytree(one, other)
    assert len(runs.run()[0]) == 1


def test_a_run_on_an_earlier_day_reads_again(runs: Runs) -> None:
    runs.run()
    assert runs.run(CLOCK + timedelta(days=7))[0] == []
    assert len(runs.run(CLOCK - timedelta(days=1))[0]) == 2
    assert runs.run()[0] == []


def test_what_was_refused_for_its_day_is_read_again_on_another(
    runs: Runs, header: Make, incident: Make
) -> None:
    runs.write("c.jsonl", header(), incident("ahead"))
    assert runs.run()[1].excluded == {AHEAD: 1}
    assert runs.run()[0] == []
    assert runs.run(CLOCK + timedelta(days=1))[0] == ["logs/c.jsonl"]


def test_what_stops_a_run_leaves_no_entry(runs: Runs, header: Make) -> None:
    runs.write("b.jsonl", header(), header())
    with pytest.raises(UserError, match="HS204"):
        runs.run()
    assert len(list(runs.cache.iterdir())) == 1
    with pytest.raises(UserError, match="HS204"):
        runs.run()


def test_two_runs_at_once_leave_one_whole_entry(runs: Runs) -> None:
    cache = Cache(runs.cache, Setting(), CLOCK)
    key = cache.key(runs.logs / "a.jsonl")
    with cache.keeping(key) as one, cache.keeping(key) as other:
        for each in (one, other):
            each.member("")
        one.done()
        other.done()
    assert [path.name for path in runs.cache.iterdir()] == [key]
    assert cache.find(key, runs.tmp) is not None


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="--cache"):
        Cache(tmp_path / "file", Setting(), CLOCK)


def test_a_year_of_nights_reads_one_file_a_night_and_equals_a_full_report(
    tmp_path: Path, header: Make, incident: Make
) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(365)]
    for day in days[:-1]:
        _night(logs, day, header, incident)

    def report(reader: Reader, clock: date, cache: Path | None) -> bytes:
        period = parse_period("2025")
        request = Request(load("core"), period, "all", clock, cache=cache)
        return canonical(make_report([logs], request, reader, DuckDb).as_dict())

    first = Reader()
    report(first, days[-1], tmp_path / "cache")
    _night(logs, days[-1], header, incident)
    night, full = Reader(), Reader()
    of_night = report(night, CLOCK, tmp_path / "cache")
    assert of_night == report(full, CLOCK, None)
    assert (len(first.read), len(night.read), len(full.read)) == (364, 1, 365)
    assert night.read == ["logs/2025-12-31.jsonl"]


def _night(logs: Path, day: date, header: Make, incident: Make) -> None:
    text = day.isoformat()
    decisions = [{"id": "d", "decided_at": text, "actions": [{"kind": "visibility.removed"}]}]
    records = [
        header(period={"start": text, "end": text}),
        *(incident(f"{text}-{number}", decisions=decisions) for number in range(day.day % 3)),
        # The first case of the month is told again every night.
        incident(f"{text[:7]}-0", content={"created_at": text[:7] + "-01"}),
    ]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (logs / f"{text}.jsonl").write_text(lines, encoding="utf-8")
