"""Limits on sign-ins and requests."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from harmscope.web import accounts, audit, limiting
from harmscope.web.configuration import Limits
from harmscope.web.limiting import Limiter
from harmscope.web.problem_details import Problem
from harmscope.web.shelves import HITS, Shelves

MINUTE = 1_800_000_000 // 60


@pytest.fixture
def minute(monkeypatch):
    """The minute of the clock, which the test moves."""
    now = [MINUTE]
    monkeypatch.setattr(limiting, "_minute", lambda: now[0])
    return now


@pytest.fixture
def shelves(tmp_path, database):
    made = Shelves(tmp_path, database)
    made.create()
    yield made
    made.close()


def refused(shelves, name="anna", address="10.0.0.1", most=6) -> str | None:
    try:
        limiting.attempt(shelves, most, name, address)
    except Problem as problem:
        return problem.headers["Retry-After"]
    return None


def test_failures_slow_down_and_then_lock_a_name_until_they_are_old(shelves, minute):
    assert [refused(shelves) is None for _ in range(5)] == [True] * 3 + [False] * 2
    for _ in range(3):
        minute[0] += 1
        assert refused(shelves) is None
        assert refused(shelves)
    minute[0] += 1
    assert refused(shelves, name="Anna")
    minute[0] += 15
    assert refused(shelves) is None
    limiting.sweep(shelves)


def test_another_name_is_free_until_the_address_has_failed_too_often(shelves, minute):
    answers = [refused(shelves, name=f"name {number}", most=2) is None for number in range(12)]
    assert answers == [True] * 5 + [False] * 7
    assert refused(shelves, name="name 99", address="10.0.0.2", most=2) is None


def test_a_success_forgets_the_failures_of_the_name(shelves, minute):
    for _ in range(3):
        assert refused(shelves) is None
    limiting.succeeded(shelves, "anna", "10.0.0.1")
    assert [refused(shelves) is None for _ in range(4)] == [True] * 3 + [False]


def test_of_many_attempts_at_once_no_more_pass_than_one_after_another(shelves, minute):
    passed = []
    threads = [
        threading.Thread(target=lambda: passed.append(refused(shelves) is None)) for _ in range(12)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sum(passed) == 3


def passes(limiter, who="anna") -> bool:
    try:
        limiter.count(who)
    except Problem as problem:
        return int(problem.headers["Retry-After"]) < 1
    return True


@pytest.mark.parametrize("rate", [1, 3, 100, 120, 600, 615])
def test_requests_are_counted_by_caller_and_minute(shelves, minute, rate):
    limiter = Limiter(rate, shelves)
    assert [passes(limiter) for _ in range(rate + 30)] == [True] * rate + [False] * 30
    assert passes(limiter, "ben")
    minute[0] += 1
    assert passes(limiter)


def kept(shelves) -> list[int]:
    """The counts that the database holds, of each caller and minute."""
    with shelves.reading() as connection:
        return sorted(connection.execute(select(HITS.c.count)).scalars())


def test_processes_count_together(shelves, minute):
    processes = [Limiter(600, shelves) for _ in range(4)]
    passed = [passes(processes[number % 4]) for number in range(1200)]
    assert sum(passed) == 600
    assert not any(passed[700:])
    minute[0] += 1
    first, *others = processes
    assert sum(passes(one) for one in others for _ in range(13)) == 39  # a share is begun in each
    assert sum(passes(first) for _ in range(700)) == 600 - 3 * 24


def test_of_each_share_one_request_writes(shelves, minute):
    limiter = Limiter(600, shelves)
    assert all(passes(limiter) for _ in range(12))
    assert kept(shelves) == [12]
    assert passes(limiter)
    assert kept(shelves) == [24]
    assert passes(limiter, "ben")
    assert kept(shelves) == [12, 24]


def test_who_is_refused_is_refused_without_the_database(shelves, minute):
    limiter = Limiter(3, shelves)
    assert sum(passes(limiter) for _ in range(50)) == 3
    assert kept(shelves) == [4]


def test_without_a_database_a_process_counts_alone(tmp_path, minute):
    limiter = Limiter(50, Shelves(tmp_path))  # the tables are missing
    assert [passes(limiter) for _ in range(60)] == [True] * 50 + [False] * 10


def test_what_passed_without_the_database_is_said_when_it_answers(tmp_path, database, minute):
    late = Shelves(tmp_path, database)
    limiter = Limiter(100, late)
    assert all(passes(limiter) for _ in range(4))  # two shares
    late.create()
    assert passes(Limiter(100, late))
    assert sum(passes(limiter) for _ in range(200)) == 100 - 4 - 2
    late.close()


def test_of_many_requests_at_once_no_more_pass_than_may(shelves, minute):
    processes = [Limiter(100, shelves) for _ in range(2)]
    with ThreadPoolExecutor(8) as threads:
        passed = list(threads.map(lambda number: passes(processes[number % 2]), range(300)))
    assert 96 <= sum(passed) <= 100


def test_of_first_shares_no_more_pass_than_may(shelves, minute):
    processes = [Limiter(100, shelves) for _ in range(60)]
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(passes, processes * 2)) == 100


ONE_PROCESS = """
import sys
from pathlib import Path
from harmscope.web import limiting
from harmscope.web.problem_details import Problem
from harmscope.web.shelves import Shelves

limiting._minute = lambda: 30_000_000
limiter = limiting.Limiter(100, Shelves(Path(sys.argv[1]), sys.argv[2] or None))
passed = 0
for _ in range(120):
    try:
        limiter.count("anna")
        passed += 1
    except Problem:
        pass
print(passed)
"""


def test_several_processes_let_no_more_pass_than_may(tmp_path, database, shelves):
    command = [sys.executable, "-c", ONE_PROCESS, str(tmp_path), database or ""]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    passed = [int(one.communicate()[0]) for one in started]
    # Each asks until it is refused, so nothing that was taken is left.
    assert sum(passed) == 100


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("somewhere", "somewhere"),
    ],
)
def test_an_address_stands_for_its_network(told, counted):
    class Asked:
        class client:  # noqa: N801
            host = told

    assert limiting.address_of(Asked) == counted


def test_the_door_locks_after_failures_and_the_right_password_does_not_open_it(opened):
    visitor = opened(server=True, limits=Limits(sign_ins=2))
    shelves = visitor.app.state.shelves
    accounts.add(shelves, "anna", "Alpha", "platform", "a long password")
    assert visitor.enter("anna", "wrong").status_code == 401
    assert visitor.enter("anna", "wrong").status_code in (401, 429)
    locked = visitor.enter("anna")
    assert locked.status_code == 429
    assert int(locked.headers["retry-after"]) >= 1
    assert "failed attempts" in locked.text
    told = {(one["act"], one["outcome"]) for one in audit.newest(shelves)}
    assert {("sign in", "refused"), ("sign in", "too many attempts")} <= told


def test_too_many_requests_are_refused_in_server_mode(opened):
    visitor = opened(server=True, limits=Limits(rate=5))
    codes = [visitor.get("/sign-in").status_code for _ in range(8)]
    assert codes[0] == 200
    assert codes[-1] == 429
    assert visitor.get("/healthz").status_code == 200
