"""One's own account: password and second factor."""

import html
import re

import pyotp
import pytest

from harmscope.web import accounts, sessions
from harmscope.web.guard import SET_UP

PASSWORD = "a long password"


AS_SERVED = {"_HASHER": accounts._HASHER, "_NOBODY": accounts._NOBODY}


@pytest.fixture
def hashed_as_served(monkeypatch):
    """Passwords are hashed as the app hashes them, which takes its time."""
    for name, value in AS_SERVED.items():
        monkeypatch.setattr(accounts, name, value)


@pytest.fixture
def server(opened):
    made = opened(server=True, second_factor=True)
    accounts.add(made.app.state.shelves, "anna", "Alpha", "platform", PASSWORD)
    accounts.add(made.app.state.shelves, "olga", "Office", "official", PASSWORD)
    return made


def other(server):
    """A second browser at the same app."""
    made = type(server)(server.app, base_url=str(server.base_url))
    return made


def code_of(page: str) -> str:
    return pyotp.TOTP(re.search(r'name="secret" value="(\w+)"', page)[1]).now()


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(server):
    server.get("/")
    before = server.cookies["harmscope"]
    assert server.enter("anna").status_code == 303
    after = server.cookies["harmscope"]
    assert after != before
    server.cookies.clear()
    server.cookies.set("harmscope", before)
    assert server.get("/account", follow_redirects=False).status_code == 303
    server.cookies.clear()
    server.cookies.set("harmscope", after)
    assert server.get("/account").status_code == 200
    server.fill("/account", to="/sign-out")
    server.cookies.clear()
    server.cookies.set("harmscope", after)
    assert server.get("/account", follow_redirects=False).status_code == 303


def test_a_new_password_ends_all_other_sessions(hashed_as_served, server):
    server.enter("anna")
    second = other(server)
    second.enter("anna")
    assert second.get("/account").status_code == 200
    new = "another long password"
    wrong = server.fill(
        "/account", {"password": "wrong", "new": new, "again": new}, to="/account/password"
    )
    assert wrong.status_code == 422
    differ = server.fill(
        "/account", {"password": PASSWORD, "new": new, "again": "x"}, to="/account/password"
    )
    assert "differ" in differ.text
    short = server.fill(
        "/account", {"password": PASSWORD, "new": "x", "again": "x"}, to="/account/password"
    )
    assert short.status_code == 422
    before = server.cookies["harmscope"]
    done = server.fill(
        "/account", {"password": PASSWORD, "new": new, "again": new}, to="/account/password"
    )
    assert done.status_code == 303
    assert server.cookies["harmscope"] != before
    assert "was changed" in server.get(done.headers["location"]).text
    assert second.get("/account", follow_redirects=False).status_code == 303
    assert second.enter("anna").status_code == 401
    assert second.enter("anna", new).status_code == 303


def test_an_official_can_do_nothing_before_the_second_factor_is_set_up(server):
    assert server.enter("olga").status_code == 303
    for address in ("/", "/check", "/taxonomy", "/jobs/x"):
        led = server.get(address, follow_redirects=False)
        assert (led.status_code, led.headers["location"]) == (303, SET_UP)
    page = server.get(SET_UP).text
    assert "data:image/svg+xml" in page
    sent = server.post("/check", data={"csrf": "x"}, follow_redirects=False)
    assert sent.headers["location"] == SET_UP
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    secret = re.search(r'name="secret" value="(\w+)"', page)[1]
    body = {"csrf": csrf, "secret": secret, "code": "000000"}
    refused = server.post(SET_UP, data=body)
    assert refused.status_code == 422
    assert secret in refused.text
    done = server.post(SET_UP, data={**body, "code": code_of(page)}, follow_redirects=False)
    assert done.headers["location"] == "/account?done=second"
    assert server.get("/").status_code == 200
    assert server.get(SET_UP, follow_redirects=False).headers["location"] == "/account"


def test_the_key_in_the_picture_is_the_one_in_the_text(server):
    server.enter("anna")
    page = server.get(SET_UP).text
    secret = re.search(r'name="secret" value="(\w+)"', page)[1]
    address = html.unescape(re.search(r'href="(otpauth:[^"]+)"', page)[1])
    assert pyotp.parse_uri(address).secret == secret
    assert pyotp.parse_uri(address).name == "anna"
    shown = re.search(r"Key: <code>([^<]+)</code>", page)[1]
    assert shown.replace(" ", "") == secret


def test_with_a_second_factor_a_code_is_asked_for_and_counts_once(server, monkeypatch):
    shelves = server.app.state.shelves
    anna = accounts.id_of(shelves, "anna")
    secret, _ = accounts.new_second("anna")
    clock = [1_800_000_000]
    monkeypatch.setattr(accounts.time, "time", lambda: clock[0])
    monkeypatch.setattr(sessions.time, "time", lambda: clock[0])
    totp = pyotp.TOTP(secret)
    assert not accounts.set_second(shelves, anna, "too short", "000000")
    assert accounts.set_second(shelves, anna, secret, totp.at(clock[0]))
    clock[0] += 60
    assert server.enter("anna").status_code == 401
    code = totp.at(clock[0])
    assert server.enter("anna", code=code).status_code == 303
    again = other(server)
    assert again.enter("anna", code=code).status_code == 401
    clock[0] += 60
    form = {"password": PASSWORD, "code": "000000"}
    assert server.fill("/account", form, to=f"{SET_UP}/off").status_code == 422
    clock[0] += 60
    form["code"] = totp.at(clock[0])
    off = server.fill("/account", form, to=f"{SET_UP}/off")
    assert off.headers["location"] == "/account?done=off"
    assert again.enter("anna").status_code == 303


def test_a_phone_whose_clock_is_ahead_comes_in_and_its_code_counts_once(server, monkeypatch):
    shelves = server.app.state.shelves
    anna, (secret, _) = accounts.id_of(shelves, "anna"), accounts.new_second("anna")
    clock = [1_800_000_000]
    monkeypatch.setattr(accounts.time, "time", lambda: clock[0])
    monkeypatch.setattr(sessions.time, "time", lambda: clock[0])
    totp = pyotp.TOTP(secret)
    ahead = totp.at(clock[0] + 30)
    assert accounts.set_second(shelves, anna, secret, ahead)
    clock[0] += 30
    # The code that set the factor up is of this step: it was used.
    assert server.enter("anna", code=ahead).status_code == 401
    next_ = totp.at(clock[0] + 30)
    assert server.enter("anna", code=next_).status_code == 303
    clock[0] += 30
    assert other(server).enter("anna", code=next_).status_code == 401
    assert other(server).enter("anna", code=totp.at(clock[0] + 60)).status_code == 401


def test_space_around_a_password_is_part_of_it(hashed_as_served, server):
    shelves, spaced = server.app.state.shelves, "  a long password "
    accounts.add(shelves, "sam", "Alpha", "platform", spaced)
    assert server.enter("sam", spaced.strip()).status_code == 401
    assert server.enter("sam", spaced).status_code == 303
    form = {"password": spaced, "new": f" {spaced}", "again": f" {spaced}"}
    assert server.fill("/account", form, to="/account/password").status_code == 303
    assert other(server).enter("sam", f" {spaced}").status_code == 303


def test_without_accounts_there_is_no_account_page(visitor):
    assert visitor.get("/account").status_code == 404
    assert visitor.get("/admin").status_code == 404
