"""A real Spark cluster on loopback gives what one machine gives, also where a worker dies."""

import json
import os
import pickle
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from functools import partial
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import clusters
from benchmarks.exports import HEADER, write_export
from desks import Desk
from harmscope.aggregation.parts import TablesApart
from harmscope.aggregation.report import Request, make_report
from harmscope.api.keeping import keeping_valid
from harmscope.api.making import Options, report
from harmscope.cli.app import app
from harmscope.cluster import Cluster, perform
from harmscope.engine import DuckDb
from harmscope.errors import UserError
from harmscope.formats.remote import at
from harmscope.hadoop import Store
from harmscope.model.period import parse_period
from harmscope.profiles import load
from harmscope.registry.checks import pool_record
from harmscope.registry.folder import create
from harmscope.validation import Options as Checks
from harmscope.validation import validate
from harmscope.validation.taking import taking
from senders import TODAY

# Spark's own client leaves sockets to be closed when they are collected.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

ROWS = 50_000  # ten tasks: two workers are at it when one is killed
PERIOD = "2026-H1"
DAY = "2026-06-01"
PROFILE = Path(__file__).parents[2] / "examples" / "own-profile" / "notices.toml"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[clusters.Running]:
    """One cluster for all tests of this file."""
    lack = clusters.missing()
    if lack is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(lack)
        pytest.skip(lack)
    folder = tmp_path_factory.mktemp("cluster")
    with clusters.settings(folder), clusters.cluster(folder) as running:
        yield running


@pytest.fixture(scope="class")
def opened(
    cluster: clusters.Running, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    """One session for the tests of a class, with small tasks and a shared folder."""
    shared = clusters.address(tmp_path_factory.mktemp("shared"))
    with Cluster(cluster.address, shared=shared, apart=TablesApart()) as session:
        session.size = 2**17
        yield session


@pytest.fixture
def records(tmp_path: Path) -> list[Path]:
    """Incidents, some of them faulty, and notices under several laws."""
    incidents, notices = tmp_path / "incidents.jsonl", tmp_path / "notices.jsonl"
    write_export(incidents, 2_000, 0.02)
    chance = random.Random(5)
    lines = [HEADER | {"jurisdictions": ["EU", "IN"]}]
    lines += [_notice(chance, number) for number in range(1_000)]
    notices.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return [incidents, notices]


def _notice(chance: random.Random, number: int) -> dict[str, object]:
    day = chance.randint(10, 27)
    return {
        "record": "notice",
        "version": "1.0",
        "notice_id": f"n-{number}",
        "service": "Example",
        "kind": chance.choice(("legal_notice", "removal_request", "user_flag")),
        "received_at": f"2026-01-{day}T08:00:00Z",
        "decided_at": f"2026-01-{day + 1}T{chance.randint(10, 20)}:00:00Z",
        "outcome": "no_action",
    }


def test_a_worker_that_is_killed_changes_no_byte(cluster: clusters.Running, tmp_path: Path) -> None:
    source = tmp_path / "incidents.jsonl"
    write_export(source, ROWS, 0.001)
    _done(_started(source, tmp_path / "here"))
    running = _started(
        source, tmp_path / "there", "--engine", "spark", "--master", cluster.address,
        "--shared", str(tmp_path),
    )  # fmt: skip
    victim = cluster.workers[0]
    _await_work(victim.pid)
    os.killpg(victim.pid, signal.SIGKILL)
    time.sleep(1)
    assert running.poll() is None  # there was work left
    _done(running)
    made = [(tmp_path / name / "report.json").read_bytes() for name in ("here", "there")]
    assert made[0] == made[1]
    ran = json.loads((tmp_path / "there" / "run.json").read_bytes())
    assert ran["engine"]["name"] == "spark"


def _started(source: Path, out: Path, *more: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "harmscope", "report", str(source), "--profile", "core"]
    asked = ["--period", PERIOD, "--service", "Example", "--clock", DAY, "-o", str(out)]
    return subprocess.Popen([*command, *asked, *more], stdout=subprocess.DEVNULL)


def _done(process: "subprocess.Popen[bytes]") -> None:
    assert process.wait(timeout=900) == 0


def _await_work(worker: int) -> None:
    """Wait until an executor of the worker has processes of Python that examine chunks."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        listed = subprocess.run(
            ["ps", "-o", "args=", "-g", str(worker)], capture_output=True, text=True, check=False
        )
        if "pyspark.daemon" in listed.stdout or "pyspark/daemon" in listed.stdout:
            time.sleep(1)
            return
        time.sleep(0.1)
    raise AssertionError("no worker began to work")


class TestSession:
    """What one session does for report, validate and pool, on files at addresses."""

    def test_a_report_is_the_same(self, opened: Cluster, records: list[Path]) -> None:
        here = report(records, Options("india-monthly", PERIOD, "Example", clock=DAY))
        day = date.fromisoformat(DAY)
        asked = Request(load("india-monthly"), parse_period(PERIOD), "Example", day)
        reading = partial(taking, Checks(clock=day), opened)
        there = make_report(_addresses(records), asked, reading, opened.engine)
        assert there.model_dump_json() == here.model_dump_json()
        assert any(f.value for s in here.sections for panel in s.panels for f in panel.figures)

    def test_a_report_from_kept_records_is_the_same(
        self, opened: Cluster, records: list[Path], tmp_path: Path
    ) -> None:
        day, kept = date.fromisoformat(DAY), tmp_path / "kept.parquet"
        with keeping_valid(kept, Checks(clock=day), 1) as keep:
            validate(records[:1], Checks(clock=day), keep=keep)
        told: list[str] = []
        sources = [kept, records[1]]
        here = report(sources, Options("core", PERIOD, "Example", clock=DAY), told.append)
        asked = Request(load("core"), parse_period(PERIOD), "Example", day)
        reading = partial(taking, Checks(clock=day), opened)
        at_addresses = [kept, *_addresses(records[1:])]
        there = make_report(at_addresses, asked, reading, opened.engine, tell=told.append)
        assert there.model_dump_json() == here.model_dump_json()
        assert not told
        assert here.quality.counted > 2_900

    def test_explanations_are_the_same(
        self,
        opened: Cluster,
        records: list[Path],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """The command with its options, on the session that is open."""
        monkeypatch.setattr("harmscope.cluster.Cluster", lambda *_: nullcontext(opened))
        asked = ["--profile", str(PROFILE), "--period", "2026-01", "--service", "Example"]
        runs = {
            "here": list(map(str, records)),
            "there": [*_addresses(records), "--engine", "spark", "--master", "shared"],
        }
        found: dict[str, dict[str, bytes]] = {}
        for name, sources in runs.items():
            home, folder = tmp_path / name / "report", tmp_path / name / "explained"
            made = ["-o", str(home), "--explain", str(folder), "--clock", DAY]
            run = CliRunner().invoke(app, ["report", *sources, *asked, *made])
            assert run.exit_code == 0, run.output
            ran = json.loads((home / "run.json").read_bytes())
            assert ran["engine"]["name"] == {"here": "duckdb", "there": "spark"}[name]
            files = [*sorted(folder.rglob("*.*")), home / "report.json"]
            found[name] = {one.name: one.read_bytes() for one in files}
        assert found["there"] == found["here"]
        listed = json.loads(found["here"]["records.json"])
        assert len(listed["records"]) > 2_900
        explained = [json.loads(found["here"][f"{one}.json"]) for one in listed["figures"]]
        assert any(len(basis["counted"]) > 300 for one in explained for basis in one["basis"])

    def test_validation_is_the_same(self, opened: Cluster, records: list[Path]) -> None:
        checks = Checks(clock=date.fromisoformat(DAY))
        here, there = validate(records, checks), validate(_addresses(records), checks, crew=opened)
        assert there.tally.counts == here.tally.counts
        assert [one.as_dict() for one in there.tally.samples()] == [
            one.as_dict() for one in here.tally.samples()
        ]
        assert (there.accepted, there.rejected) == (here.accepted, here.rejected)
        assert here.rejected > 10

    def test_a_pool_is_the_same(self, opened: Cluster, tmp_path: Path) -> None:
        with create(tmp_path / "registry", "authority", TODAY, None, "automatic") as registry:
            desk = Desk(registry, tmp_path)
            for name, notices in (("alpha", 14), ("beta", 11)):
                desk.receive(desk.add(name).submission(notices=notices))
            asked = (registry, parse_period("2026-Q1"))
            here, there = pool_record(*asked), pool_record(*asked, open_engine=opened.engine)
        assert json.dumps(there) == json.dumps(here)
        assert any(one["value"] for one in here["figures"])

    def test_a_question_about_a_question_is_read(self, opened: Cluster, tmp_path: Path) -> None:
        path = tmp_path / "few.parquet"
        pq.write_table(pa.table({"number": pa.array([1, 2, None], pa.int64())}), path)
        number = ibis.table({"number": "int64"}, name="few").number
        asked = number.as_table().select(
            number, known=number.notnull().isnull(), listed=number.isin([1]).isnull()
        )
        rows = {}
        for engine in (DuckDb(tmp_path), opened.engine(tmp_path)):
            engine.table("few", path)
            rows[engine.name] = sorted(engine.rows(asked), key=str)
            engine.close()
        assert rows["spark"] == rows["duckdb"]
        assert [one["listed"] for one in rows["spark"]].count(True) == 1

    def test_files_at_addresses(self, opened: Cluster, tmp_path: Path) -> None:
        folder = tmp_path / "a folder"
        (folder / "inner").mkdir(parents=True)
        for name in ("b.csv", "inner/a.csv", "_SUCCESS", ".hidden"):
            (folder / name).write_bytes(name.encode() * 300_000)
        files, aside = at(clusters.address(folder)).files(clusters.address(folder))
        assert [(one.name, one.size) for one in files] == [
            ("a folder/b.csv", 1_500_000),
            ("a folder/inner/a.csv", 3_300_000),
        ]
        assert aside == 2
        assert b"".join(files[1].blocks()) == b"inner/a.csv" * 300_000
        blocks = files[1].blocks()
        assert next(blocks)
        blocks.close()
        named, _ = at(clusters.address(folder)).files(clusters.address(folder / "*.csv"))
        assert [one.name for one in named] == ["b.csv"]
        (folder / "b.csv").write_bytes(b"another")
        with pytest.raises(UserError, match=r"b\.csv: it changed while it was read"):
            list(named[0].blocks())

    @pytest.mark.parametrize(
        ("address", "fault"),
        [
            ("s3a://bucket/file", "its connector is not installed; add its package"),
            ("nosuch://host/file", "no connector reads addresses of this kind"),
            (clusters.address(Path("/nowhere")), "there is no such file"),
        ],
    )
    def test_what_cannot_be_read_is_said(self, opened: Cluster, address: str, fault: str) -> None:
        with pytest.raises(UserError, match=fault):
            at(address).files(address)

    def test_a_folder_that_is_not_shared_is_said(self, opened: Cluster, tmp_path: Path) -> None:
        store = at("x://y")
        assert isinstance(store, Store)
        with (
            pytest.raises(UserError, match="there is no such folder"),
            store.room(clusters.address(tmp_path / "none")),
        ):
            pass


def test_findings_are_written_to_an_address(
    cluster: clusters.Running, records: list[Path], tmp_path: Path
) -> None:
    asked = ["--clock", DAY, "--format", "parquet", "-o"]
    here, there = tmp_path / "here.parquet", tmp_path / "there.parquet"
    spark = ["--engine", "spark", "--master", "local[1]"]
    runs = [
        ["validate", *map(str, records), *asked, str(here)],
        ["validate", *_addresses(records), *asked, clusters.address(there), *spark],
    ]
    assert [CliRunner().invoke(app, run).exit_code for run in runs] == [1, 1]
    assert there.read_bytes() == here.read_bytes()


def _addresses(paths: list[Path]) -> list[str]:
    return [clusters.address(path) for path in paths]


def test_a_process_of_a_worker_is_made_ready_once(capsys: pytest.CaptureFixture[str]) -> None:
    how = pickle.dumps((print, ("ready",), None))
    made = [perform((how, 0, partial(pow, 2, power))) for power in (3, 4)]
    assert [pickle.loads(result) for (result,) in made] == [8, 16]
    assert capsys.readouterr().out == "ready\n"


def test_a_master_that_does_not_answer_is_said() -> None:
    lack = clusters.missing()
    if lack is not None and os.environ.get("CI") != "true":
        pytest.skip(lack)
    with pytest.raises(UserError, match="--master"):
        Cluster("no-such-scheme://127.0.0.1:1")
    with pytest.raises(UserError, match="--memory-limit"):
        Cluster("local[1]", "much")
