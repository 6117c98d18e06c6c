"""A real server: killed, stopped, crowded, and given a large file."""

import re
import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.web_upload import MOST, Served, send, token

RECORDS = Path(__file__).parents[2] / "examples" / "platform-export" / "records.jsonl"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def serve(data: Path):
    started: list[Served] = []

    def make(*words: str) -> Served:
        started.append(Served(data, *words))
        return started[-1]

    yield make
    for one in started:
        one.kill()


def asked(served: Served) -> str:
    """Ask for a check; gives the job's address."""
    with served.browser() as browser:
        sent = browser.post(
            "/check",
            data={"csrf": token(browser, "/check")},
            files=[("files", ("records.jsonl", RECORDS.read_bytes()))],
        )
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


def state(data: Path) -> tuple[str, int]:
    connection = sqlite3.connect(data / "app.sqlite", timeout=60)
    try:
        return connection.execute("SELECT state, tries FROM web_jobs").fetchone()
    finally:
        connection.close()


def until_state(data: Path, wanted: str, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while state(data)[0] != wanted:
        assert time.monotonic() < until, state(data)
        time.sleep(0.02)


def test_a_killed_server_starts_again_and_finishes_its_job(serve, data):
    first = serve("--workers", "2")
    job = asked(first)
    until_state(data, "running")
    first.kill()
    assert state(data)[0] == "running"
    second = serve("--workers", "2")
    until_state(data, "done")
    assert state(data) == ("done", 2)
    with second.browser() as browser:
        assert "No errors" in browser.get(job).text
    assert second.stop() == 0


def test_a_stopped_server_ends_in_time_and_gives_its_job_back(serve, data):
    served = serve("--workers", "2")
    asked(served)
    until_state(data, "running")
    began = time.monotonic()
    assert served.stop(20) == 0
    assert time.monotonic() - began < 20
    assert state(data) in (("waiting", 0), ("done", 1))


def test_processes_whose_server_is_gone_let_go_of_the_port(serve, data):
    served = serve("--workers", "2")
    port = served.address.rpartition(":")[2]
    served.process.send_signal(signal.SIGKILL)
    served.process.wait()
    until = time.monotonic() + 60
    while True:
        try:
            again = Served(data, "--port", port)
            break
        except AssertionError:
            assert time.monotonic() < until
            time.sleep(0.5)
    assert again.stop() == 0


def test_fifty_uploads_at_once_all_get_an_answer(serve, data):
    served = serve("--workers", "2")
    with ThreadPoolExecutor(50) as threads:
        addresses = list(threads.map(lambda _: asked(served), range(50)))
    assert len(set(addresses)) == 50
    with served.browser() as browser:
        told = browser.get("/metrics").text
    assert 'harmscope_requests_total{method="POST",route="/check",status="303"} 50.0' in told
    [size] = re.findall(r"^harmscope_uploaded_bytes_total (\S+)$", told, re.MULTILINE)
    assert float(size) == 50 * RECORDS.stat().st_size
    assert served.stop() == 0


def test_a_large_upload_does_not_fill_the_memory_of_the_server(serve, data):
    served = serve()
    with served.browser() as browser:
        served.forget()
        before = served.held()
        assert send(browser, 300_000_000).status_code == 303
    assert before < served.held() < MOST
    assert served.stop() == 0


def test_the_files_of_the_server_are_for_its_user_alone(serve, data):
    served = serve()
    asked(served)
    modes = {path.stat().st_mode & 0o077 for path in (data, *data.rglob("*"))}
    assert modes == {0}
    assert served.stop() == 0


def test_accounts_of_a_server_live_in_postgresql(serve, data, postgresql):
    with postgresql.database() as address:
        served = serve("--database", address, "--workers", "2")
        job = asked(served)
        until = time.monotonic() + 120
        with served.browser() as browser:
            while "No errors" not in browser.get(job).text:
                assert time.monotonic() < until
                time.sleep(0.2)
        assert not (data / "app.sqlite").exists()
        assert served.stop() == 0
