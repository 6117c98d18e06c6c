"""Intake under SIGKILL, failing disks and many processes: nothing lost, nothing counted twice."""

import json
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from harmscope.model.period import parse_period
from harmscope.registry import senders
from harmscope.registry.folder import Registry, create
from harmscope.registry.state import state_of
from harmscope.registry.verify import check, check_receipt
from postgres import Server
from senders import TODAY, Sender, sender

AT = datetime(2026, 4, 20, 10)
PROGRAM = Path(__file__).parents[1] / "crash_intake.py"
STATEMENTS = PROGRAM.with_name("crash_statements.py")


class Desk:
    """A registry, packages of one sender with many services, and what was promised."""

    def __init__(
        self, folder: Path, database: str | None, packages: int, notices: int = 12
    ) -> None:
        self.folder, self.promised = folder / "registry", folder / "promised"
        self.alpha = sender(folder / "keys", "alpha")
        services = [f"Alpha {i}" for i in range(packages)]
        with create(self.folder, "authority", TODAY, database, "automatic") as registry:
            senders.add(registry, "alpha", services, self.alpha.public, AT)
        self.packages = [submitted(self.alpha, service, notices) for service in services]

    def run(self, mode: str, times: int = 0, packages: list[Path] | None = None) -> str:
        return finished(self.start(mode, times, packages))

    def start(
        self, mode: str, times: int = 0, packages: list[Path] | None = None
    ) -> subprocess.Popen[str]:
        names = self.listed(packages or self.packages)
        return started(PROGRAM, mode, self.folder, names, self.promised, times)

    def run_at_each_statement(self) -> str:
        names = self.listed(self.packages)
        return finished(started(STATEMENTS, self.folder, names, self.promised))

    def listed(self, packages: list[Path]) -> Path:
        names = self.folder.parent / f"list-{len(list(self.folder.parent.glob('list-*')))}"
        names.write_text("\n".join(map(str, packages)))
        return names

    def promises(self) -> list[dict[str, str]]:
        if not self.promised.is_file():
            return []
        return [json.loads(line) for line in self.promised.read_text().splitlines()]

    def judge(self) -> None:
        """Every promise is kept, everything came in once, nothing is left lying about."""
        with Registry(self.folder) as registry:
            for promise in self.promises():
                assert check_receipt(registry, promise["receipt"])["status"] == "accepted"
            assert check(registry).faults == []
        self.run("deliver")
        with Registry(self.folder) as registry:
            found = check(registry)
            assert found.ok, found.faults
            assert check(registry).swept == []
            current = state_of(registry.ledger.entries()).current()
        assert sorted(str(one.service) for one in current) == sorted(
            f"Alpha {i}" for i in range(len(self.packages))
        )
        assert found.submissions == len(self.packages)


def submitted(alpha: Sender, service: str, notices: int) -> Path:
    from senders import header, notice, write_records

    name = service.replace(" ", "-")
    rows = [header(service), *(notice(service, i) for i in range(notices))]
    records = write_records(alpha.folder / f"{name}.jsonl", rows)
    return alpha.packed(name, records=(records,), service=service, period=parse_period("2026-Q1"))


def started(program: Path, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(program), *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=900)
    assert process.returncode == 0, err[-2000:]
    return out


def killed(folder: Path, database: str | None, times: int) -> None:
    desk = Desk(folder, database, packages=min(times, 40))
    outcome = json.loads(desk.run("kill", times))
    assert outcome["killed"] > times // 4, outcome
    desk.judge()


def test_killed_at_random_moments(tmp_path: Path, database: str | None) -> None:
    killed(tmp_path, database, 24)


def failing(folder: Path, boundaries: int, faults: int) -> None:
    desk = Desk(folder, None, packages=boundaries * faults)
    outcome = json.loads(desk.run("boundary", faults))
    assert outcome["kill"] > boundaries * faults // 9, outcome
    assert outcome["ENOSPC exit 2"] > boundaries * faults // 9, outcome
    assert not [name for name in outcome if "exit 3" in name], outcome
    desk.judge()


def test_failing_at_write_boundaries(tmp_path: Path) -> None:
    failing(tmp_path, 30, faults=1)


@pytest.mark.fuzz
def test_failing_at_write_boundaries_in_every_way(tmp_path: Path) -> None:
    failing(tmp_path, 30, faults=3)


def test_failing_while_a_package_is_examined(tmp_path: Path) -> None:
    desk = Desk(tmp_path, None, packages=18)
    outcome = json.loads(desk.run("inside", 3))
    assert outcome["kill"] > 2, outcome
    assert outcome["ENOSPC exit 2"] > 2, outcome
    assert not [name for name in outcome if "exit 3" in name], outcome
    desk.judge()


def test_files_that_cannot_grow(tmp_path: Path) -> None:
    desk = Desk(tmp_path, None, packages=20)
    outcome = json.loads(desk.run("full", 20))
    assert outcome.get("exit 2", 0) > 3, outcome
    assert "exit 3" not in outcome, outcome
    desk.judge()


def test_failing_at_each_statement(tmp_path: Path, database: str | None) -> None:
    """At each statement, commit and end of a transaction: the process dies, or the database."""
    desk = Desk(tmp_path, database, packages=8)
    outcome = json.loads(desk.run_at_each_statement())
    assert outcome["places"] > 10, outcome
    assert outcome["kill killed"] == outcome["places"], outcome
    # Where the answer was there before the loss, it is given.
    assert outcome["lost exit 2"] + outcome["lost exit 0"] == outcome["places"], outcome
    assert outcome["used"] > 1, outcome
    desk.judge()


def test_a_server_that_crashes_loses_nothing(tmp_path: Path, postgresql: Server) -> None:
    with postgresql.database() as address:
        desk = Desk(tmp_path, address, packages=16)
        for turn in range(4):
            running = desk.start("deliver")
            time.sleep(0.7 + 0.15 * turn)
            postgresql.crash()
            _, err = running.communicate(timeout=300)
            assert running.returncode == 0 or "the database does not answer" in err, err[-2000:]
        desk.judge()


def many(folder: Path, database: str | None, processes: int, packages: int) -> None:
    """Every package is delivered by two processes at about the same time."""
    desk = Desk(folder, database, packages, notices=3)
    parts = [desk.packages[i::processes] for i in range(processes)]
    running = [
        desk.start("deliver", packages=[*part, *parts[i - 1]]) for i, part in enumerate(parts)
    ]
    for process in running:
        finished(process)
    promises = desk.promises()
    assert len(promises) == 2 * packages
    assert len({promise["receipt"] for promise in promises}) == packages
    desk.judge()


def test_many_processes_at_once(tmp_path: Path, database: str | None) -> None:
    many(tmp_path, database, processes=3, packages=18)


@pytest.mark.fuzz
def test_killed_two_hundred_times(tmp_path: Path, database: str | None) -> None:
    killed(tmp_path, database, 200)


@pytest.mark.fuzz
def test_eight_processes_deliver_two_hundred(tmp_path: Path, database: str | None) -> None:
    many(tmp_path, database, processes=8, packages=200)
