"""The API's limits, and the machine on which nobody signs in."""

import pytest
from fastapi.testclient import TestClient

from api_client import ApiServer, refused
from harmscope.web import tokens
from harmscope.web.configuration import Limits


@pytest.mark.parametrize("media", ["text/csv", "multipart"])
def test_a_body_beyond_the_limit_is_refused(opened, media):
    program = ApiServer(opened(server=True, limits=Limits(upload=2_000_000)).app).program()
    body = b"a" * 2_000_001
    if media == "multipart":
        for size in (1, 2):  # a little too large for a file, and too large for any request
            files = [("files", ("a.csv", body * size))]
            refused(program.post("validations", files=files), 413, "too large")
        refused(program.post("comparisons", files=files), 413, "too large")
    else:
        headers = {"File-Name": "a.csv", "Content-Type": media}
        refused(program.post("validations", content=body, headers=headers), 413, "too large")


def test_a_token_is_looked_up_once_for_each_request(server, monkeypatch):
    program, asked = server.program(), []
    look_up = tokens.caller
    monkeypatch.setattr(tokens, "caller", lambda *of: asked.append(of) or look_up(*of))
    sent = program.post("validations", files=[("files", ("a.jsonl", b"{}"))])
    assert (sent.status_code, len(asked)) == (202, 1)
    assert program.get("jobs").status_code == 200
    assert len(asked) == 2


def test_at_the_machine_itself_no_token_is_asked_for(opened):
    here = ApiServer(opened().app).stranger()
    done = here.ended(here.post("validations", files=[("files", ("a.jsonl", b"{}\n"))]))
    assert here.get("jobs").json()["jobs"][0]["id"] == done["id"]
    refused(ApiServer(here.app).stranger("hsk_wrong").get("jobs"), 401)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_another_site_cannot_use_it(opened, headers):
    here = ApiServer(opened().app).stranger()
    files = [("files", ("a.jsonl", b"{}\n"))]
    refused(here.post("validations", files=files, headers=headers), 403, "another site")
    refused(here.get("jobs", headers=headers), 403, "another site")
    own = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    assert here.get("jobs", headers=own).status_code == 200


def test_another_name_of_the_host_is_refused(opened):
    client = TestClient(opened().app, base_url="http://elsewhere.example")
    assert client.get("/api/v1/jobs").status_code == 400
