"""A real Spark cluster for the tests: a master and two workers, each a process, on loopback."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

_ADDRESS = re.compile(r"Starting Spark master at (spark://127\.0\.0\.1:\d+)")
_JOINED = "Registering worker"
_PATIENCE = 120.0


def missing() -> str | None:
    """What is missing here for a cluster, and how to get it; None where nothing is."""
    if shutil.which("java") is None:
        return "Java is not installed (Debian, Ubuntu: apt-get install openjdk-17-jre-headless)"
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed; install it: pip install 'harmscope[spark]'"
    return None


_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java that starts soon and never becomes fast: most of what a test costs is its compiler."""

_SETTINGS = """
spark.hadoop.fs.viewfs.mounttable.harmscope.link./all  file:///
spark.sql.codegen.wholeStage  false
"""


@contextmanager
def settings(folder: Path) -> Iterator[None]:
    """Settings of Spark for this process and those that it starts, as a cluster has them: files
    have addresses of a kind that no path leads to (see :func:`address`)."""
    (folder / "spark-defaults.conf").write_text(_SETTINGS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv("JAVA_TOOL_OPTIONS", _QUICK)
        yield


def address(path: Path) -> str:
    """The address of a file or folder, which a mount table of Hadoop leads to."""
    return f"viewfs://harmscope/all{path}"


@dataclass(slots=True)
class Running:
    """A running cluster: its address, and the processes of its workers."""

    address: str
    workers: list["subprocess.Popen[bytes]"]


@contextmanager
def cluster(folder: Path) -> Iterator[Running]:
    """A master and two workers with one core each; all are ended in the end."""
    started: list[subprocess.Popen[bytes]] = []
    try:
        log = folder / "master.log"
        started.append(_start(log, "master.Master", "--host", "127.0.0.1", "--port", "0",
                              "--webui-port", "0"))  # fmt: skip
        address = _awaited(log, _ADDRESS.search).group(1)
        started += [_worker(folder, address, number) for number in range(2)]
        _awaited(log, lambda text: text.count(_JOINED) == 2)
        yield Running(address, started[1:])
    finally:
        # A worker's executors are in its group.
        for process in started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _worker(folder: Path, address: str, number: int) -> "subprocess.Popen[bytes]":
    where = ("--host", "127.0.0.1", "--webui-port", "0", "--cores", "1", "--memory", "1g")
    work = ("--work-dir", str(folder / f"work{number}"))
    return _start(folder / f"worker{number}.log", "worker.Worker", address, *where, *work)


def _start(log: Path, name: str, *arguments: str) -> "subprocess.Popen[bytes]":
    found = importlib.util.find_spec("pyspark")
    assert found is not None
    assert found.origin is not None
    home = Path(found.origin).parent
    command = ["java", "-Xmx256m", "-cp", f"{home}/jars/*", f"org.apache.spark.deploy.{name}"]
    environment = os.environ | {
        "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_SCALA_VERSION": "2.13",
    }  # fmt: skip
    with log.open("wb") as file:
        return subprocess.Popen(
            [*command, *arguments],
            stdout=file,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )


def _awaited(log, said):
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        found = said(log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"the cluster did not start:\n{log.read_text()[-2000:]}")
