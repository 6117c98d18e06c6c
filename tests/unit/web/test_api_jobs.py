"""The API for work: a check becomes a job, which is followed, read and deleted."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from api_client import Program, refused
from harmscope.web.shelves import AUDIT, JOBS, UPLOADS


@pytest.fixture
def records(root: Path) -> Path:
    return root / "examples" / "platform-export" / "records.jsonl"


def rows(server, table) -> list:
    with server.shelves.reading() as connection:
        return list(connection.execute(select(table)).all())


def queued(program: Program, name: str = "a.jsonl", **more: str):
    """A job whose file is no records: it is over soon, whatever it finds."""
    headers = {"File-Name": name, "Content-Type": "text/plain", **more}
    return program.post("validations", content=b"{}\n", headers=headers)


def test_a_file_is_checked_and_its_findings_are_read(server, records):
    program = server.program()
    asked = program.hand_over("validations?kind=incident&ruleset=strict", records)
    assert asked.json()["state"] == "waiting"
    done = program.ended(asked)
    assert done["state"] == "done", done
    assert done["outcome"]["verdict"]["rows"]["seen"] > 0
    table = next(one for one in done["files"] if one["name"] == "findings.csv")
    given = program.get(table["url"])
    assert given.status_code == 200
    assert given.text.startswith("rule,")
    told = program.get(done["links"]["events"])
    assert told.headers["Content-Type"].startswith("text/event-stream")
    last = json.loads(told.text.strip().rpartition("data: ")[2])
    assert last["state"] == "done"
    page = next(one for one in done["files"] if one["name"] == "page.html")
    assert "Content-Security-Policy" in program.get(page["url"]).headers
    folder = str(server.app.state.configuration.data)
    texts = [program.get(one["url"]).content.decode("utf-8", "replace") for one in done["files"]]
    assert folder not in "".join(texts) + json.dumps(done)


def test_several_files_come_as_a_form(server, records):
    program = server.program()
    files = [("files", ("one.jsonl", b"{}\n")), ("files", ("two.jsonl", b"{}\n"))]
    program.ended(program.post("validations", files=files))
    [kept] = rows(server, UPLOADS)
    assert json.loads(kept.files) == ["one.jsonl", "two.jsonl"]


def test_a_file_that_cannot_be_read_is_a_job_that_failed(server):
    program = server.program()
    files = [("files", ("a.jsonl", b"{}\n"))]
    job = program.ended(program.post("validations?kind=dsa-report", files=files))
    assert job["state"] == "failed"
    assert job["problem"]["fix"]
    assert str(server.app.state.configuration.data) not in json.dumps(job)
    refused(program.get(f"jobs/{job['id']}/files/0"), 404)


def test_the_start_says_what_there_is(server):
    program = server.program()
    links = program.get("").json()["links"]
    assert program.get(links["jobs"]).json() == {"jobs": []}
    assert program.get(links["openapi"]).json()["openapi"].startswith("3.1")


def test_jobs_are_listed_page_by_page(server):
    program = server.program()
    made = {queued(program, f"{n}.jsonl").json()["id"] for n in range(5)}
    way, seen = "jobs?limit=2", []
    while way:
        page = program.get(way).json()
        seen += [one["id"] for one in page["jobs"]]
        way = page.get("next")
    assert len(seen) == 5
    assert set(seen) == made
    refused(program.get("jobs?after=none"), 404)
    refused(program.get("jobs?limit=201"), 422)


def test_a_deleted_job_is_gone_with_its_files(server):
    program = server.program()
    job = program.ended(queued(program))
    way = job["links"]["self"]
    [folder] = (server.app.state.configuration.data / "tenants").glob(f"*/jobs/{job['id']}")
    assert program.delete(way).status_code == 204
    assert not folder.exists()
    refused(program.get(way), 404)
    refused(program.delete(way), 404)


def test_the_audit_log_names_the_token_and_no_file(server):
    program = server.program()
    queued(program, "secret-name.jsonl")
    [line] = [one for one in rows(server, AUDIT) if one.act == "validate"]
    assert line.account == f"token {program.name}"
    assert line.tenant == server.tenant("Alpha")
    assert "secret" not in repr(line)


# The same request sent twice.


def test_a_request_sent_again_under_its_key_is_done_once(server):
    program = server.program()
    first = queued(program, **{"Idempotency-Key": "one"})
    again = queued(program, **{"Idempotency-Key": "one"})
    assert again.json() == first.json()
    assert again.status_code == 202
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(rows(server, JOBS)) == len(rows(server, UPLOADS)) == 1
    assert queued(program, **{"Idempotency-Key": "two"}).json()["id"] != first.json()["id"]


def test_a_key_counts_for_one_request_and_one_token(server):
    program = server.program()
    first = queued(program, **{"Idempotency-Key": "one"})
    refused(queued(program, "b.jsonl", **{"Idempotency-Key": "one"}), 422, "another request")
    other = queued(server.program(), **{"Idempotency-Key": "one"})
    assert other.json()["id"] != first.json()["id"]
    refused(queued(program, **{"Idempotency-Key": "x" * 201}), 422)


def test_a_request_that_failed_may_be_sent_again_under_its_key(server):
    program = server.program()
    headers = {"File-Name": "a.jsonl", "Idempotency-Key": "one"}
    refused(program.post("validations", content=b"", headers=headers), 422, "no file")
    assert queued(program, **{"Idempotency-Key": "one"}).status_code == 202


# What is refused.


def test_a_token_is_asked_for(server):
    answer = server.stranger().get("jobs")
    assert refused(answer, 401, "missing")["fix"]
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    refused(server.stranger("hsk_wrong").get("jobs"), 401, "wrong")
    basic = server.stranger().get("jobs", headers={"Authorization": "Basic YTpi"})
    refused(basic, 401)


def test_files_of_somebody_without_a_token_are_not_kept(server):
    refused(queued(server.stranger()), 401)
    refused(queued(server.program(scopes=["read"])), 403)
    assert not rows(server, UPLOADS)


def test_a_token_sees_the_jobs_of_its_scopes_alone(server):
    checker, reader = server.program(scopes=["validate"]), server.program(scopes=["read"])
    job = queued(checker).json()
    assert [one["id"] for one in checker.get("jobs").json()["jobs"]] == [job["id"]]
    assert reader.get("jobs").json()["jobs"] == []
    refused(reader.get(job["links"]["self"]), 404)


def test_another_organisation_sees_and_touches_nothing(server):
    own, other = server.program(), server.program("Beta")
    job = own.ended(queued(own))
    way = job["links"]["self"]
    for address in (way, f"{way}/events", f"{way}/files/0"):
        refused(other.get(address), 404)
    refused(other.delete(way), 404)
    assert other.get("jobs").json()["jobs"] == []
    assert own.get(way).status_code == 200


@pytest.mark.parametrize(
    ("headers", "body", "status", "fault"),
    [
        ({"Content-Type": "text/csv"}, b"a,b\n", 422, "no name"),
        ({"File-Name": "a.csv"}, b"", 422, "no file"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"a=b", 415, "this form"),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"--y", 400, ""),
        ({"Content-Type": "multipart/form-data"}, b"--y", 400, ""),
    ],
)
def test_a_body_that_is_no_file_is_refused(server, headers, body, status, fault):
    refused(server.program().post("validations", content=body, headers=headers), status, fault)
    assert not rows(server, UPLOADS)


def test_an_unknown_option_is_refused(server):
    program, files = server.program(), [("files", ("a.jsonl", b"{}\n"))]
    refused(program.post("validations?rules=strict", files=files), 422, "rules")
    told = refused(program.post("validations?kind=incidnt", files=files), 422, "kind")
    assert "did you mean incident" in told["fix"]


def test_a_name_in_any_letters_is_taken(server):
    program = server.program()
    assert queued(program, "..%2F..%2Fm%C3%BCll.jsonl").status_code == 202
    [kept] = rows(server, UPLOADS)
    assert json.loads(kept.files) == ["m_ll.jsonl"]
