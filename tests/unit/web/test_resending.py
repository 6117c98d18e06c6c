"""A form that came too late loses nothing that was typed."""

import html
import re

import pytest
from sqlalchemy import update

from harmscope.web import accounts, jobs, resending
from harmscope.web.shelves import SESSIONS

PASSWORD = "a long password"
FIELD = re.compile(r'<textarea hidden name="([^"]+)">\n(.*?)</textarea>', re.DOTALL)
ODD = 'Zeile eins\r\n<b>zwei</b> & "drei" </textarea>'


@pytest.fixture
def server(opened):
    made = opened(server=True)
    accounts.add(made.app.state.shelves, "anna", "Alpha", "platform", PASSWORD)
    made.enter("anna")
    return made


def end(server) -> None:
    """Let every session be over, as after an hour without a request."""
    with server.app.state.shelves.writing() as connection:
        connection.execute(update(SESSIONS).values(seen=1))


def held(page: str) -> list[tuple[str, str]]:
    return [(html.unescape(name), html.unescape(value)) for name, value in FIELD.findall(page)]


def token(page: str) -> str:
    return re.search(r'name="csrf" value="([^"]+)"', page)[1]


def test_what_was_typed_before_a_session_ended_is_sent_after_signing_in(server):
    old = server.token("/package")
    end(server)
    typed = {"sender": ODD, "service": "Quill", "because": "", "csrf": old}
    late = server.post("/package", data=typed, follow_redirects=False)
    assert late.status_code == 401
    assert "You were signed out" in late.text
    kept = held(late.text)
    odd = ODD.replace("\r", "")
    assert ("again.sender", odd) in kept
    form = {**dict(kept), "again": "/package", "csrf": token(late.text), "name": "anna"}
    wrong = server.post("/sign-in", data={**form, "password": "not the right one"})
    assert wrong.status_code == 401
    assert held(wrong.text) == kept
    form["csrf"] = token(wrong.text)
    entered = server.post("/sign-in", data={**form, "password": PASSWORD})
    assert entered.status_code == 200
    assert 'action="/package"' in entered.text
    assert dict(held(entered.text)) == {"sender": odd, "service": "Quill", "because": ""}
    again = {**dict(held(entered.text)), "csrf": token(entered.text)}
    sent = server.post("/package", data=again, follow_redirects=False)
    assert "correction" not in sent.text
    assert "period" in sent.text  # it came in, and says what is missing


def test_a_form_of_the_session_before_is_sent_again_with_one_press(server):
    old = server.token("/check")
    server.enter("anna")
    late = server.post("/import", data={"csrf": old, "system": "nothing"}, follow_redirects=False)
    assert (late.status_code, held(late.text)) == (403, [("system", "nothing")])
    again = {"csrf": token(late.text), "system": "nothing"}
    assert server.post("/import", data=again).status_code == 422


@pytest.mark.parametrize("address", ["/account/password", "/admin/accounts"])
def test_passwords_are_never_kept_in_a_page(server, address):
    end(server)
    form = {"password": PASSWORD, "new": PASSWORD, "again": PASSWORD}
    late = server.post(address, data=form, follow_redirects=False)
    assert late.status_code == 303
    assert late.headers["location"].startswith("/sign-in")
    assert PASSWORD not in late.text


def test_a_file_is_chosen_again_on_the_page_that_it_was_sent_from(server):
    end(server)
    headers = {"Referer": "http://127.0.0.1/check"}
    files = [("files", ("a.jsonl", b"{}"))]
    late = server.post("/check", files=files, headers=headers, follow_redirects=False)
    assert (late.status_code, late.headers["location"]) == (303, "/sign-in?next=/check")
    elsewhere = {"Referer": "http://elsewhere.example/x"}
    late = server.post("/check", files=files, headers=elsewhere, follow_redirects=False)
    assert late.headers["location"] == "/sign-in"
    assert jobs.listed(server.app.state.shelves, "x") == []


def test_a_late_form_cannot_lead_out_of_the_app(server):
    end(server)
    page = server.get("/sign-in").text
    form = {"csrf": token(page), "name": "anna", "password": PASSWORD, "again.x": "1"}
    entered = server.post("/sign-in", data={**form, "again": "//elsewhere.example/x"})
    assert 'action="/"' in entered.text
    assert "elsewhere" not in entered.text


def test_fields_are_marked_while_somebody_signs_in():
    texts = {"again.a": ["1", "2"], "name": ["anna"], "again": ["/x"]}
    assert resending.marked(texts, texts) == [("a", "1"), ("a", "2")]
