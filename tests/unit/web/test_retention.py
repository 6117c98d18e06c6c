"""What is too old is deleted, and nothing else."""

import io
import os
import time
from dataclasses import replace

import pytest
from sqlalchemy import insert, select, update

from harmscope.web import audit, jobs, retention, sessions
from harmscope.web.configuration import Configuration
from harmscope.web.retention import Keeper
from harmscope.web.shelves import AUDIT, HITS, JOBS, KEPT_ANSWERS, SESSIONS, UPLOADS, Shelves
from harmscope.web.uploads import Tenant

OLD = "2020-01-01T00:00:00Z"
TENANT = "0" * 32


@pytest.fixture
def place(tmp_path, database):
    shelves = Shelves(tmp_path, database)
    shelves.create()
    yield Configuration(tmp_path), shelves
    shelves.close()


def write(shelves, statement) -> None:
    with shelves.writing() as connection:
        connection.execute(statement)


def test_old_uploads_and_jobs_go_and_those_in_use_or_new_stay(place):
    configuration, shelves = place
    mine = Tenant(shelves, configuration.data, TENANT, configuration.limits)
    kept, used, old = (mine.take([("a", io.BytesIO(b"x"))]) for _ in range(3))
    for one in (used, old):
        write(shelves, update(UPLOADS).where(UPLOADS.c.id == one.id).values(made=OLD))
    open_ = jobs.ask(shelves, TENANT, None, "validate", {"upload": used.id}, 9)
    over, fresh = (jobs.ask(shelves, TENANT, None, "validate", {}, 9) for _ in range(2))
    for job in (open_, over, fresh):
        mine.job_folder(job.id).mkdir(parents=True)
    done = update(JOBS).values(state=jobs.DONE)
    write(shelves, done.where(JOBS.c.id == over.id).values(ended=OLD))
    write(shelves, done.where(JOBS.c.id == fresh.id).values(ended="2099-01-01T00:00:00Z"))
    retention.sweep(configuration, shelves)
    assert {one.id for one in mine.listed()} == {kept.id, used.id}
    assert not old.folder.exists()
    assert used.folder.exists()
    assert {one.id for one in jobs.listed(shelves, TENANT)} == {open_.id, fresh.id}
    assert not mine.job_folder(over.id).exists()
    assert mine.job_folder(fresh.id).exists()


def test_folders_without_a_line_go_after_a_day(place):
    configuration, shelves = place
    uploads = configuration.data / "tenants" / TENANT / "uploads"
    (uploads / "new").mkdir(parents=True)
    (uploads / "cut-off").mkdir()
    ago = time.time() - 2 * retention.DAY
    os.utime(uploads / "cut-off", (ago, ago))
    retention.sweep(configuration, shelves)
    assert [one.name for one in uploads.iterdir()] == ["new"]


def test_sessions_counts_and_answers_that_are_over_are_forgotten(place):
    configuration, shelves = replace(place[0], server=True), place[1]
    now = int(time.time())
    cookie, _ = sessions.start(shelves, None)
    stale = {"digest": "x", "csrf": "x", "made": now - 9999, "seen": now - 9999}
    write(shelves, insert(SESSIONS).values(**stale))
    for window in (now // 60, now // 60 - 99):
        write(shelves, insert(HITS).values(who="x", window=window, count=1))
    for made in (now, now - 2 * retention.DAY):
        values = {"key": str(made), "request": "x", "status": 200, "body": "", "made": made}
        write(shelves, insert(KEPT_ANSWERS).values(**values))
    retention.sweep(configuration, shelves)
    with shelves.reading() as connection:
        assert connection.execute(select(HITS.c.window)).scalars().all() == [now // 60]
        assert connection.execute(select(KEPT_ANSWERS.c.made)).scalars().all() == [now]
        left = connection.execute(select(SESSIONS.c.digest)).scalars().all()
    assert left == [sessions.digest(cookie)]


def test_at_the_machine_itself_a_page_left_open_overnight_is_still_good(place):
    configuration, shelves = place
    now = int(time.time())
    for days in (2, 40):
        ago = now - days * retention.DAY
        line = {"digest": sessions.digest(f"{days}"), "csrf": "x", "made": ago, "seen": ago}
        write(shelves, insert(SESSIONS).values(**line))
    limits = configuration.limits
    assert sessions.current(shelves, "2", limits, server=False) is not None
    assert sessions.current(shelves, "40", limits, server=False) is None
    assert sessions.current(shelves, "2", limits, server=True) is None
    retention.sweep(configuration, shelves)
    with shelves.reading() as connection:
        left = connection.execute(select(SESSIONS.c.digest)).scalars().all()
    assert left == [sessions.digest("2")]


def test_the_audit_log_is_shortened_after_years_and_says_so(place):
    configuration, shelves = place
    audit.note(shelves, None, "sign in")
    for _ in range(3):
        line = {"at": OLD, "account": "anna", "tenant": TENANT, "act": "sign in", "outcome": "done"}
        write(shelves, insert(AUDIT).values(**line))
    retention.sweep(configuration, shelves)
    retention.sweep(configuration, shelves)
    told = [(one["act"], one["outcome"]) for one in audit.newest(shelves)]
    assert told == [("shorten audit log", "3 lines deleted"), ("sign in", "done")]


def test_the_keeper_sweeps_when_it_starts_and_ends_at_once(place):
    configuration, shelves = place
    write(shelves, insert(HITS).values(who="x", window=1, count=1))
    keeper = Keeper(configuration, shelves)
    keeper.start()
    keeper.close()
    with shelves.reading() as connection:
        assert connection.execute(select(HITS.c.who)).first() is None
