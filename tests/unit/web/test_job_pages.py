"""How far a job is, as the browser hears it."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from harmscope.errors import UserError
from harmscope.web import dispatcher, job_pages, jobs
from harmscope.web.configuration import Configuration
from harmscope.web.dispatcher import Dispatcher
from harmscope.web.job_pages import PART_OF
from harmscope.web.page_words import of_page, on_page, without_places
from harmscope.web.running import data_home
from harmscope.web.shelves import JOBS, Shelves
from harmscope.web.tasks import TASKS

RECORDS = Path(__file__).parents[3] / "examples" / "platform-export" / "records.jsonl"


@pytest.fixture(autouse=True)
def jobs_start_at_once():
    """They do not, here: they start as the app starts them."""


def test_events_of_a_job_end_with_it(visitor):
    sent = visitor.fill("/check", files=[("files", ("records.jsonl", RECORDS.read_bytes()))])
    heard = visitor.get(f"{sent.headers['location']}/events")
    assert heard.headers["content-type"].startswith("text/event-stream")
    told = [json.loads(one.removeprefix("data: ")) for one in heard.text.split("\n\n") if one]
    assert told[-1]["state"] == "done"


def test_what_changes_is_told_once_and_the_last_is_the_end(visitor, monkeypatch):
    state = visitor.app.state
    # No thread of the app takes it: it is somebody's who says so until long after.
    job = {"id": "0" * 32, "tenant": "local", "task": "validate", "asked": "{}", "tries": 1}
    with state.shelves.writing() as connection:
        row = {**job, "state": "running", "made": "2026-01-01T00:00:00Z", "beat": 2**40}
        connection.execute(insert(JOBS).values(**row, owner="me"))
    mine = jobs.find(state.shelves, "local", job["id"])
    seen = 0

    async def turn(_: float) -> None:
        nonlocal seen
        seen += 1
        if seen == 2:  # a turn in which nothing changed has passed
            with state.shelves.writing() as connection:
                connection.execute(update(JOBS).values(progress="half of it"))
        if seen == 3:
            jobs.finish(state.shelves, mine, "me", jobs.DONE, "{}")

    monkeypatch.setattr("harmscope.web.job_pages.sleep", turn)
    heard = visitor.get(f"/jobs/{mine.id}/events").text
    told = [json.loads(one.removeprefix("data: ")) for one in heard.split("\n\n") if one]
    assert [(one["state"], one["progress"]) for one in told] == [
        ("running", ""),
        ("running", "half of it"),
        ("done", "half of it"),
    ]


def test_too_many_streams_of_one_organisation_end_at_once(visitor, monkeypatch):
    sent = visitor.fill("/check", files=[("files", ("records.jsonl", RECORDS.read_bytes()))])
    monkeypatch.setattr(job_pages, "STREAMS", 0)
    heard = visitor.get(f"{sent.headers['location']}/events").text
    assert heard.count("data: ") == 1
    assert '"state": "done"' in heard or heard.endswith("retry: 10000\n\n")
    assert not job_pages._FOLLOWED


def test_the_list_of_checks_says_what_was_checked_and_how_it_ended(visitor):
    rows = RECORDS.read_bytes().splitlines(keepends=True)[:3]
    for name, data in (("good.jsonl", b"".join(rows)), ("bad.jsonl", b"".join([*rows, b"{}\n"]))):
        sent = visitor.fill("/check", files=[("files", (name, data))])
        visitor.finished(sent.headers["location"])
    shown = visitor.get("/check").text
    assert re.search(r"Done</span>, no errors</td><td[^>]*>good.jsonl<", shown)
    assert re.search(r"Done</span>, [1-9]\d* errors?</td><td[^>]*>bad.jsonl<", shown)


def test_the_data_of_the_app_lie_in_a_folder_of_the_user():
    assert data_home().is_absolute()
    assert "harmscope" in data_home().name


@pytest.fixture
def shelves(tmp_path, database):
    made = Shelves(tmp_path / "app", database)
    made.create()
    yield made
    made.close()


def test_many_jobs_of_one_organisation_hold_up_no_other(shelves):
    for number in range(6):
        jobs.ask(shelves, "crowd", None, "validate", {"number": number}, 99)
    late = jobs.ask(shelves, "single", None, "validate", {}, 99)
    both = [jobs.claim(shelves, owner) for owner in ("a", "b")]
    assert {one.tenant for one in both} == {"crowd", "single"}
    first = next(one for one in both if one.tenant == "crowd")
    # Both were served: now it is the turn of what came first again.
    for owner in ("a", "b"):
        jobs.finish(shelves, late, owner, jobs.DONE, "{}")
    again = jobs.ask(shelves, "single", None, "validate", {}, 99)
    assert jobs.claim(shelves, "b").id == again.id
    rest = [jobs.claim(shelves, "c").asked["number"] for _ in range(5)]
    assert sorted([first.asked["number"], *rest]) == [0, 1, 2, 3, 4, 5]
    assert jobs.claim(shelves, "c") is None


def test_a_job_whose_owner_fell_silent_is_claimed_again(shelves):
    mine = jobs.ask(shelves, "one", None, "validate", {}, 9)
    assert jobs.claim(shelves, "a").id == mine.id
    assert jobs.claim(shelves, "b") is None
    with shelves.writing() as connection:
        ago = int(time.time()) - jobs.SILENT - 2
        connection.execute(update(JOBS).values(beat=ago))
    assert jobs.claim(shelves, "b").id == mine.id


def test_a_server_that_stops_puts_its_jobs_back_into_the_queue(tmp_path, shelves):
    worker = Dispatcher(Configuration(tmp_path / "app"), shelves)
    ours, others, idle = (
        jobs.ask(shelves, tenant, None, "validate", {"files": []}, 9) for tenant in "abc"
    )
    with shelves.writing() as connection:
        for each, owner in ((ours, "me"), (others, "another server")):
            mine = update(JOBS).where(JOBS.c.id == each.id)
            connection.execute(mine.values(state=jobs.RUNNING, owner=owner, tries=1))
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    worker._closing.set()
    worker._attend(child, ours, "me", tmp_path / "job")
    assert child.returncode is not None
    with shelves.reading() as connection:
        rows = connection.execute(select(JOBS.c.id, JOBS.c.state, JOBS.c.owner, JOBS.c.tries)).all()
    # A try that was cut off does not count, and nobody else's work is touched.
    assert set(rows) == {
        (ours.id, "waiting", None, 0),
        (idle.id, "waiting", None, 0),
        (others.id, "running", "another server", 1),
    }


@pytest.mark.parametrize("how", ["stopped", "deleted"])
def test_what_a_job_wrote_before_it_was_stopped_or_deleted_goes(tmp_path, shelves, how):
    configuration = Configuration(tmp_path / "app")
    worker = Dispatcher(configuration, shelves)
    job = jobs.ask(shelves, "one", None, "validate", {"files": []}, 9)
    assert jobs.claim(shelves, "me") is not None
    folder = configuration.data / "tenants" / "one" / "jobs" / job.id
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    folder.mkdir(parents=True)
    (folder / "written").write_text("records", encoding="utf-8")
    jobs.stop(shelves, job)
    if how == "deleted":
        jobs.drop(shelves, job, folder / "elsewhere")
    worker._attend(child, job, "me", folder)
    assert child.returncode is not None
    assert not folder.exists()


def test_a_full_disk_is_said_and_not_taken_for_a_fault_of_ours(tmp_path, shelves, monkeypatch):
    worker = Dispatcher(Configuration(tmp_path / "app"), shelves)
    job = jobs.ask(shelves, "one", None, "validate", {"files": []}, 9)
    jobs.claim(shelves, "me")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(worker, "_started", full)
    worker._work(job, "me")
    found = jobs.find(shelves, "one", job.id)
    assert (found.state, found.outcome["fault"]) == ("failed", "the disk of the server is full")
    other = jobs.ask(shelves, "one", None, "validate", {"files": []}, 9)
    jobs.claim(shelves, "me")
    worker._conclude(dispatcher.FULL, other, "me", tmp_path)
    assert jobs.find(shelves, "one", other.id).outcome == found.outcome


@pytest.mark.parametrize("page", ["/import", "/library"])
def test_a_job_that_failed_names_the_file_as_it_came_and_the_way_on(visitor, page):
    sent = visitor.fill(page, {"system": "mapping"}, [("files", ("not a zip.zip", b"hello"))])
    shown = visitor.finished(sent.headers["location"]).text
    assert "not a zip.zip" in shown
    assert str(visitor.app.state.configuration.data) not in shown
    assert "tenants" not in shown
    assert "--" not in shown.partition("<main")[2].partition("</main>")[0].replace("<!--", "")
    assert f'href="{page}">Start again' in shown


def test_a_report_that_was_not_recognised_is_read_again_as_what_it_is(visitor):
    sent = visitor.fill("/library", {}, [("files", ("numbers.csv", b"a,b\n1,2\n"))])
    way = sent.headers["location"]
    shown = visitor.finished(way).text
    assert "say what the files are" in shown
    again = visitor.fill(way, {"kind": "figures"}, to=f"/library/again/{way.rpartition('/')[2]}")
    assert again.status_code == 303
    told = visitor.finished(again.headers["location"]).text
    assert '<option value="figures" selected>' in told  # read as that, it has no such columns


@pytest.mark.parametrize("task", TASKS)
def test_a_job_of_each_task_leads_back_and_on(visitor, task):
    for number, state in enumerate(("stopped", "running", "failed")):
        job = {"id": f"{number}" * 32, "tenant": "local", "task": task, "asked": "{}", "tries": 0}
        with visitor.app.state.shelves.writing() as connection:
            row = {**job, "state": state, "made": "2026-01-01T00:00:00Z", "beat": 2**40}
            connection.execute(insert(JOBS).values(**row))
        shown = visitor.get(f"/jobs/{job['id']}")
        assert shown.status_code == 200
        way = f'href="{PART_OF[task]}"' if state == "running" else ">Start again"
        assert way in shown.text, (task, state)


def test_words_of_commands_become_words_of_pages(tmp_path):
    assert of_page("read it with --service, and see --dataset") == (
        "read it with service, and see the file with more about the data set"
    )
    assert of_page("count them: harmscope report") == "count them: open Report in the menu"
    assert of_page("it first: harmscope import x.csv --from ozone (and so on)") == (
        "it first: open Import in the menu (and so on)"
    )
    assert of_page("run harmscope registry verify") == "run harmscope registry verify"
    assert of_page("they differ: see --key-file") == (
        "they differ; on the command line a key keeps them the same"
    )
    assert of_page("2026-01-01--x and -- y") == "2026-01-01--x and -- y"
    file = f"{tmp_path}/tenants/{'a' * 32}/uploads/{'b' * 32}/x y.csv"
    made = f"{tmp_path}/tenants/local/jobs/{'b' * 32}/out/records.jsonl"
    told = {"notes": [f"{file}: odd", made], "rows": 3}
    assert without_places(told, tmp_path) == {"notes": ["x y.csv: odd", "records.jsonl"], "rows": 3}
    error = UserError(file, "it is in /srv/registry/x", "give --because")
    said = on_page(error, tmp_path, "/srv/registry")
    assert (said.where, said.fault, said.fix) == (
        "x y.csv",
        "it is in the registry/x",
        "give the reason",
    )
