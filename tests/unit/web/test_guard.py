"""What every route holds: headers, the token of forms, the host's name, cookies, ways back."""

import re
import string

import pytest
from fastapi import Request

from harmscope.times import today
from harmscope.web import accounts, guard, tokens
from harmscope.web.configuration import Limits

PASSWORD = "a long password"
POSTS_WITHOUT_COOKIE = "/api/"


def filled(pattern: str, value: str = "0" * 32) -> str:
    """An address for a pattern, with the same value for each of its parts."""
    return re.sub(r"{[^}]+}", value, pattern)


@pytest.fixture
def server(opened):
    made = opened(server=True, limits=Limits(rate=100_000))
    accounts.add(made.app.state.shelves, "root", "Office", "admin", PASSWORD)
    return made


def test_every_answer_carries_the_headers(server):
    server.enter("root")
    known = server.routes()
    assert len(known) > 15
    for method, pattern in known:
        with server.stream(method, filled(pattern), follow_redirects=False) as answer:
            for name in guard.HEADERS:
                assert answer.headers.get(name), (method, pattern, name)
            policy = answer.headers["content-security-policy"]
            assert "unsafe" not in policy, pattern
            assert "default-src 'none'" in policy, pattern
            assert "frame-ancestors 'none'" in policy, pattern
            assert answer.status_code < 500, (method, pattern)


def test_every_form_wants_its_token(server):
    server.enter("root")
    forms = [one for method, one in server.routes() if method == "POST"]
    forms = [one for one in forms if not one.startswith(POSTS_WITHOUT_COOKIE)]
    assert "/check" in forms
    assert "/admin/tokens" in forms
    shelves = server.app.state.shelves
    before = accounts.listed(shelves), tokens.listed(shelves)
    for pattern in forms:
        for body in ({}, {"csrf": ""}, {"csrf": "wrong"}):
            # 404: there is no such thing to change, whatever the form holds.
            answer = server.post(filled(pattern), data=body, follow_redirects=False)
            assert answer.status_code in (403, 404), (pattern, answer.status_code)
    assert (accounts.listed(shelves), tokens.listed(shelves)) == before


def test_a_form_of_another_session_is_refused(server):
    server.enter("root")
    old = server.token("/admin")
    server.enter("root")
    body = {"csrf": old, "name": "x", "organisation": "x", "role": "admin", "password": PASSWORD}
    assert server.post("/admin/accounts", data=body).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("address", ["/check", "/api/v1/validate"])
def test_a_form_from_another_site_is_refused_before_it_is_read(visitor, headers, address):
    body = {"csrf": visitor.token("/check")}
    assert visitor.post(address, data=body, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "host",
    ["evil.example", "", "127.0.0.1.evil.example", "[::2]", "a:b:c", "[::1]x", "127.0.0.1:1:2"],
)
def test_another_host_is_refused_with_all_headers(visitor, host):
    refused = visitor.get("/", headers={"host": host})
    assert refused.status_code == 400
    assert refused.headers["content-security-policy"] == guard.POLICY
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8470", "LOCALHOST", "[::1]:8470"])
def test_its_own_names_are_answered(visitor, host):
    assert visitor.get("/", headers={"host": host}).status_code == 200


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(opened):
    plain = opened().get("/").headers["set-cookie"]
    assert plain.startswith("harmscope=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(plain.split("; "))
    secure = opened(secure=True, server=True).get("/")
    line = secure.headers["set-cookie"]
    assert line.startswith("__Host-harmscope=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(line.split("; "))
    assert "Domain" not in line
    assert secure.headers["strict-transport-security"]


@pytest.mark.parametrize(
    "way",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=y",
        " //evil.example",
    ],
)
def test_signing_in_leads_nowhere_else(server, way):
    body = {"name": "root", "password": PASSWORD, "next": way}
    sent = server.fill("/sign-in", body)
    assert sent.status_code == 303
    assert sent.headers["location"] == "/"
    shown = server.get("/sign-in", params={"next": way}, follow_redirects=False)
    assert shown.headers["location"] == "/"


def test_the_way_back_is_one_of_ours_and_cannot_split_the_answer(server):
    led = server.get("/jobs/a%0d%0aSet-Cookie:%20x=y&é", follow_redirects=False)
    assert led.status_code == 303
    assert led.headers["location"] == "/sign-in?next=/jobs/aSet-Cookie%3A%20x%3Dy%26%C3%A9"
    body = {"name": "root", "password": PASSWORD, "next": "/check?a=b"}
    assert server.fill("/sign-in", body).headers["location"] == "/check?a=b"


def test_somebody_not_signed_in_can_send_no_large_form_and_no_file(server):
    csrf = server.token("/sign-in")
    large = server.post("/sign-in", data={"csrf": csrf, "name": "x" * 2_000_000})
    assert large.status_code == 413
    file = server.post("/sign-in", data={"csrf": csrf}, files=[("f", ("a", b"x"))])
    assert file.status_code == 400
    assert server.post("/check", files=[("files", ("a", b"x"))], follow_redirects=False).is_redirect


def test_without_a_token_nobody_sends_much_to_the_api(server):
    @server.app.post("/api/v1/sent-in-a-test")
    async def taken(request: Request) -> dict[str, int]:
        return {"size": len(await request.body())}

    large = b"x" * 2_000_000
    address = "/api/v1/sent-in-a-test"
    assert server.post(address, content=large).status_code == 413
    wrong = {"authorization": f"Bearer hsk_{'0' * 32}_{'a' * 43}"}
    assert server.post(address, content=large, headers=wrong).status_code == 413
    shelves = server.app.state.shelves
    tenant, day = next(iter(accounts.organisations(shelves))), today().isoformat()
    secret, _ = tokens.make(shelves, tenant, "x", ["read"], day, "root")
    right = {"authorization": f"bearer {secret}"}
    assert server.post(address, content=large, headers=right).json() == {"size": 2_000_000}


def test_the_fields_of_a_form_are_small_together(visitor):
    csrf = visitor.token("/check")
    body = {"csrf": csrf} | {letter: letter * 100_000 for letter in string.ascii_letters}
    answer = visitor.post("/check", data=body, files=[("files", ("a", b"x"))])
    assert answer.status_code == 400
    assert "too large" in answer.text


def test_a_bug_is_told_without_what_was_in_hand(visitor, monkeypatch, caplog):
    from harmscope.web import check_pages

    def broken(*_, **__):
        raise RuntimeError("the text of a record")

    monkeypatch.setattr(check_pages.jobs, "listed", broken)
    answer = visitor.get("/check")
    assert answer.status_code == 500
    assert answer.headers["content-security-policy"] == guard.POLICY
    assert "the text of a record" not in answer.text + caplog.text
    assert "RuntimeError" in caplog.text


def test_odd_cookies_do_no_harm(visitor):
    for odd in (
        "harmscope",
        "a:b=c; harmscope=x",
        "harmscope=\u00ff",
        ";;=;",
        "harmscope=" + "x" * 5000,
    ):
        answer = visitor.get("/", headers={"cookie": odd.encode("latin-1")})
        assert answer.status_code == 200


def test_counts_are_for_this_machine_or_with_a_token(server):
    assert server.get("/metrics").status_code == 401
    shelves = server.app.state.shelves
    tenant = next(iter(accounts.organisations(shelves)))
    day = today().isoformat()
    wrong, _ = tokens.make(shelves, tenant, "x", ["read"], day, "root")
    right, _ = tokens.make(shelves, tenant, "x", ["metrics"], day, "root")
    for secret, code in ((wrong, 401), ("hsk_x", 401), (right, 200)):
        answer = server.get("/metrics", headers={"authorization": f"Bearer {secret}"})
        assert answer.status_code == code
    assert 'harmscope_jobs{state="waiting"} 0.0' in answer.text
    assert 'route="/metrics",status="401"' in answer.text
    from fastapi.testclient import TestClient

    here = TestClient(server.app, base_url="http://127.0.0.1", client=("127.0.0.1", 5))
    assert here.get("/metrics").status_code == 200
    assert here.get("/metrics", headers={"x-forwarded-for": "10.0.0.1"}).status_code == 401


def test_it_says_that_it_is_well(visitor):
    assert visitor.get("/healthz").json() == {"status": "ok"}


def test_a_database_that_does_not_answer_makes_the_server_unwell(visitor, monkeypatch):
    monkeypatch.setattr(visitor.app.state.shelves, "answers", lambda: False)
    answer = visitor.get("/healthz", headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert "The database does not answer" in answer.text
