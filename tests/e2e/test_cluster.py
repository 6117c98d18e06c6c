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
from datetime import date
from functools import partial
from pathlib import Path

import pytest

import clusters
from benchmarks.exports import HEADER, write_export
from harmscope.api import Options, report
from harmscope.cluster import Cluster, perform
from harmscope.errors import UserError
from harmscope.validation import Options as Checks
from harmscope.validation import validate

# Spark's own client leaves sockets to be closed when they are collected.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

ROWS = 100_000
PERIOD = "2026-H1"
DAY = "2026-06-01"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[clusters.Running]:
    """One cluster for all tests of this file."""
    lack = clusters.missing()
    if lack is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(lack)
        pytest.skip(lack)
    with clusters.cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture
def records(tmp_path: Path) -> list[Path]:
    """Incidents, some of them faulty, and notices under several laws."""
    incidents, notices = tmp_path / "incidents.jsonl", tmp_path / "notices.jsonl"
    write_export(incidents, 3_000, 0.02)
    chance = random.Random(5)
    lines = [HEADER | {"jurisdictions": ["EU", "IN"]}]
    lines += [_notice(chance, number) for number in range(2_000)]
    notices.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return [incidents, notices]


def _notice(chance: random.Random, number: int) -> dict[str, object]:
    day = chance.randint(10, 27)
    return {
        "record": "notice",
        "version": "1.1",
        "notice_id": f"n-{number}",
        "service": "Example",
        "kind": chance.choice(("legal_notice", "removal_request", "user_flag")),
        "received_at": f"2026-01-{day}T08:00:00Z",
        "decided_at": f"2026-01-{day + 1}T{chance.randint(10, 20)}:00:00Z",
        "outcome": "no_action",
    }


@pytest.mark.parametrize("profile", ["india-monthly"])
def test_a_report_is_the_same_on_a_cluster(
    cluster: clusters.Running, records: list[Path], profile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Cluster, "size", 2**17)
    here, there = (
        report(records, Options(profile, PERIOD, "Example", clock=DAY, cluster=master))
        for master in (None, cluster.address)
    )
    assert there.model_dump_json() == here.model_dump_json()
    assert any(f.value for s in here.sections for panel in s.panels for f in panel.figures)


def test_validation_is_the_same_on_a_cluster(
    cluster: clusters.Running, records: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Cluster, "size", 2**17)
    checks = Checks(clock=date.fromisoformat(DAY))
    here = validate(records, checks)
    with Cluster(cluster.address) as crew:
        there = validate(records, checks, crew=crew)
    assert there.tally.counts == here.tally.counts
    assert [one.as_dict() for one in there.tally.samples()] == [
        one.as_dict() for one in here.tally.samples()
    ]
    assert (there.accepted, there.rejected) == (here.accepted, here.rejected)
    assert here.rejected > 10


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
    assert process.wait(timeout=300) == 0


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


def test_a_process_of_a_worker_is_made_ready_once(capsys: pytest.CaptureFixture[str]) -> None:
    start = pickle.dumps((print, ("ready",)))
    assert [perform((start, partial(pow, 2, power))) for power in (3, 4)] == [8, 16]
    assert capsys.readouterr().out == "ready\n"


def test_a_master_that_does_not_answer_is_said() -> None:
    lack = clusters.missing()
    if lack is not None and os.environ.get("CI") != "true":
        pytest.skip(lack)
    with pytest.raises(UserError, match="--master"):
        Cluster("no-such-scheme://127.0.0.1:1")
    with pytest.raises(UserError, match="--memory-limit"):
        Cluster("local[1]", "much")
